import { hideSecrets, recordedBoundOf } from '@daybook/core'
import type { z } from '@hono/zod-openapi'
import type { Caller } from '../../access/caller.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { finds } from '../../views/holder.ts'
import { questionOfRule } from '../../watch/evaluation.ts'
import type { RuleSettings } from '../../watch/rule.ts'
import { refuseUnencrypted } from '../frame/outbound-address.ts'
import type { Service } from '../frame/service.ts'
import type { newAlertSchema } from './alert-schemas.ts'

/** What an alert is asked to be, once its query can be answered and everybody it names can be told; else a refusal. */
export const checkedSettings = (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  asked: z.output<typeof newAlertSchema>,
): RuleSettings => {
  const settings = { ...fromView(service, caller, trail, asked), name: hideSecrets(asked.name) }
  // Set from a frozen search it would say nothing for ever, and nobody would know.
  if (recordedBoundOf(questionOfRule(settings).query).upTo !== undefined)
    throw new HttpProblem('bad_body', 'An alert looks at what is recorded from now on; leave “upto” out of its search.', {
      pointer: asked.view === undefined ? '/q' : '/view',
    })
  for (const [at, target] of settings.to.entries())
    if (target.kind === 'webhook') refuseUnencrypted(service, target.url, `/to/${at}/url`)
  const at = settings.to.findIndex(({ kind }) => kind === 'mail')
  if (at >= 0 && !service.canMail)
    throw new HttpProblem('bad_body', 'This server has no mail server to send through; DAYBOOK_SMTP_URL names one.', {
      pointer: `/to/${at}`,
    })
  return settings
}

/** What is asked, with the question of the saved view that it names, as that is now. */
export const fromView = <A extends { readonly view?: string | undefined }>(
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  asked: A,
): A => {
  if (asked.view === undefined) return asked
  const view = service.views.get(trail.facts.name, asked.view)
  if (!view || !finds(caller, view))
    throw new HttpProblem('bad_body', 'There is no view of this id among yours; save it first, or send its search instead.', {
      pointer: '/view',
    })
  return { ...asked, q: view.q, lane: view.lane }
}
