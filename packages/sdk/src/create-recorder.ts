import type { Catalogue } from '@daybook/core'
import { type DeliveryOptions, openDelivery } from './delivery/delivery.ts'
import { type RecorderConduct, recorderOver } from './recorder.ts'
import type { Recorder } from './recorder-calls.ts'

/** `url` and `key` usually come from the environment; where one of them is missing, `createRecorder` throws and says so. */
export type RecorderOptions<C extends Catalogue, Tx = unknown> = RecorderConduct<C, Tx> & {
  readonly [Option in Exclude<keyof DeliveryOptions, 'url' | 'key' | 'outbox'>]?: DeliveryOptions[Option] | undefined
} & { readonly [Option in 'url' | 'key']: DeliveryOptions[Option] | undefined }

/**
 * A recorder typed by the catalogue: a wrong action, a wrong field or a missing required reason does not compile. What the
 * catalogue omits or masks, and secrets wherever they stand, are hidden before the event leaves the call.
 *
 * @example
 * const audit = createRecorder({ catalogue, url: process.env.DAYBOOK_URL, key: process.env.DAYBOOK_KEY })
 * await audit.record('refund.approved', {
 *   actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
 *   object: { id: 'r_31', name: 'Refund #31' },
 *   changes: { status: ['Pending Review', 'Approved'] },
 *   reason: 'Receipt checked',
 * })
 */
export function createRecorder<const C extends Catalogue, Tx = unknown>(options: RecorderOptions<C, Tx>): Recorder<C, Tx> {
  const { catalogue, url, key } = options
  if (typeof catalogue?.actions !== 'object')
    throw new Error(
      'createRecorder needs the catalogue in `catalogue`: what defineCatalogue({ objects: …, actions: … }) answers.',
    )
  if (!url || !trailAddress.test(url)) throw new Error(noAddress)
  if (!key)
    throw new Error('createRecorder needs a writer key of the trail in `key`: daybook key create --trail … --role writer.')
  return recorderOver(options, openDelivery({ ...(options as DeliveryOptions), url, key }))
}

const trailAddress = /^https?:\/\/[^/]+(?:\/[^?#]*)?\/v1\/trails\/[^/?#]+\/?$/
const noAddress =
  "createRecorder needs the trail's address in `url`, with the trail's name: http://127.0.0.1:4319/v1/trails/orders."
