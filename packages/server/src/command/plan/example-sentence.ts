import {
  type Catalogue,
  type Change,
  type CompiledCatalogue,
  type FieldDeclaration,
  type Json,
  type PartialEvent,
  renderSentence,
  wordsOf,
} from '@daybook/core'

/** How an action will read: its sentence over an invented event that has everything the action may ask for. */
export const exampleSentence = (action: string, catalogue: Catalogue, compiled: CompiledCatalogue): string =>
  renderSentence(exampleEvent(action, catalogue), compiled)

function exampleEvent(action: string, catalogue: Catalogue): PartialEvent {
  const type = action.slice(0, action.indexOf('.'))
  const declared = catalogue.objects[type]
  const label = declared?.label ?? wordsOf(type)
  return {
    action,
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    source: { type: 'user_action', name: 'Back office' },
    object:
      declared?.name === undefined || declared.name === '{id}'
        ? { type, id: '1842', name: `${label} 1842` }
        : { type, id: '1842' },
    customer: { id: 'c_482', name: 'Jane Roe' },
    organization: { id: 'acme', name: 'Acme' },
    changes: exampleChanges(action, catalogue, type),
    reason: 'the reason given',
    count: 312,
    workflow: { type, id: 'w_31', step: 'Review' },
    override: { rule: 'limit', name: 'Limit' },
    batch: {
      id: 'imp_42',
      file: { name: 'customers.csv' },
      rows: 300,
      claimed: { created: 200, updated: 90, unchanged: 8, failed: 2 },
    },
  }
}

/** The changes the action expects, else its object's status, else its first field. */
function exampleChanges(action: string, catalogue: Catalogue, type: string): readonly Change[] {
  const fields = Object.entries(catalogue.objects[type]?.fields ?? {})
  const expected = (catalogue.actions[action]?.expects ?? []).flatMap((one) => (one.startsWith('changes.') ? [one.slice(8)] : []))
  const wanted = fields.filter(([name]) => expected.includes(name))
  const found = wanted.length > 0 ? wanted : fields.filter(([, field]) => field.kind === 'status').slice(0, 1)
  return (found.length > 0 ? found : fields.slice(0, 1)).map(([name, field]) => exampleChange(name, field, action))
}

/** What has just come to be has no value before. */
const creating = /\.(created|added|opened|registered|invited|submitted|requested)$/

function exampleChange(field: string, declared: FieldDeclaration, action: string): Change {
  if (declared.treatment === 'omit') return { field, treated: 'omit' }
  const [before, after] = sidesOf(declared)
  return creating.test(action) ? { field, after: before } : { field, before, after }
}

function sidesOf({ kind, sequence }: FieldDeclaration): Sides {
  if (kind === 'status') return [sequence?.[0] ?? 'Open', sequence?.[1] ?? 'Closed']
  return samples[kind ?? 'text'] ?? ['one value', 'another']
}

type Sides = readonly [before: Json, after: Json]

const samples: { readonly [kind: string]: Sides } = {
  money: ['120.00', '90.00'],
  number: [3, 4],
  boolean: [false, true],
  date: ['2026-11-22', '2026-12-01'],
  list: [['one'], ['one', 'two']],
  owner: ['Sam Okoro', 'Maria Lopez'],
  permission: ['Viewer', 'Editor'],
}
