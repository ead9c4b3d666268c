import { createRecorder, RecordRefused } from '@daybook/sdk'
import catalogue from './daybook.catalogue.ts'

const { DAYBOOK_URL = 'http://127.0.0.1:4319/v1/trails/refunds', DAYBOOK_KEY } = process.env
const audit = createRecorder({ catalogue, url: DAYBOOK_URL, key: DAYBOOK_KEY, folder: false, timeoutMs: 5_000 })

try {
  // A wrong action, a wrong field or a missing reason does not compile: try one.
  const { seq, hash } = await audit.record('refund.approved', {
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    source: { type: 'user_action', name: 'Back office' },
    object: { id: 31 },
    changes: {
      status: ['Pending Review', 'Approved'],
      amount: [undefined, '120.50'],
      iban: [undefined, 'DE02120300000000202051'],
    },
    reason: 'Receipt checked',
  })
  console.log(`On the trail, at position ${seq}, with the hash ${hash}.`)
} catch (error) {
  // Refused: correct it. Anything else: nobody can say whether it is stored; record the same event again.
  console.error(error instanceof RecordRefused ? `Refused, ${error.code}: ${error.message}` : String(error))
  process.exitCode = 1
} finally {
  await audit.close({ timeoutMs: 0 })
}
