import { type ActionDeclaration, type Catalogue, compileCatalogue, type FieldDeclaration, wordsOf } from '@daybook/core'
import { exampleSentence } from './example-sentence.ts'
import { type Html, html, joined, page } from './plan-html.ts'

/** What the plan says beside the catalogue. */
export interface PlanFacts {
  readonly title: string
  /** When the page was made, RFC 3339. */
  readonly madeAt: string
}

/**
 * One page that operations and engineering read and sign before the tool is built: every critical kind of action, with its
 * sentence and why it is logged, or that it is not logged and because of what; what is never written down in the clear; and
 * room for two names. Self-contained HTML, made for printing.
 */
export function planPage(catalogue: Catalogue, facts: PlanFacts): string {
  const compiled = compileCatalogue(catalogue)
  const subjects = Object.groupBy(Object.entries(catalogue.actions), ([action]) => subjectOf(action))
  const sections = Object.entries(subjects).map(
    ([subject, actions = []]) => html`
      <section>
        <h2>${catalogue.objects[subject]?.label ?? wordsOf(subject)}</h2>
        <table>
          <thead><tr><th>What happened</th><th>How it reads</th><th>Why it is logged</th><th>What it must carry</th><th>Kept</th></tr></thead>
          <tbody>${joined(actions.map(([action, declared]) => actionRow(action, declared, exampleSentence(action, catalogue, compiled))))}</tbody>
        </table>
      </section>`,
  )
  return page(
    `Audit trail plan: ${facts.title}`,
    html`
      <header>
        <h1>Audit trail plan: ${facts.title}</h1>
        <p>What this tool writes into its audit trail, and what it does not. Made from the catalogue on ${facts.madeAt.slice(0, 10)};
        ${catalogue.mode === 'strict' ? 'an event that breaks its declaration is refused.' : 'an event that breaks its declaration is recorded and marked.'}</p>
      </header>
      ${joined(sections)} ${notLogged(catalogue)} ${protectedFields(catalogue)} ${workflows(catalogue)} ${signatures}`,
  )
}

const subjectOf = (action: string): string => action.slice(0, action.indexOf('.'))

function actionRow(action: string, declared: ActionDeclaration, sentence: string): Html {
  return html`<tr>
    <td>${wordsOf(action.slice(action.indexOf('.') + 1))}<br><code>${action}</code></td>
    <td>${sentence}</td>
    <td>${reasons[declared.why ?? 'unsaid']}</td>
    <td>${needs(declared)}</td>
    <td>${declared.retain === undefined ? 'not said' : durationWords(declared.retain)}</td>
  </tr>`
}

const reasons: { readonly [why in NonNullable<ActionDeclaration['why']> | 'unsaid']: string } = {
  explain: 'to explain it to a customer or colleague',
  investigate: 'to investigate what went wrong',
  account: 'to account for who decided',
  understand: 'to understand how the work flows',
  unsaid: 'not said',
}

function needs(declared: ActionDeclaration): string {
  const expected = (declared.expects ?? []).map((one) => (one.startsWith('changes.') ? `a change of ${one.slice(8)}` : one))
  const reason = declared.reason === 'required' && !expected.includes('reason') ? ['reason'] : []
  const roles = declared.allowedRoles === undefined ? [] : [`done only by: ${declared.allowedRoles.join(', ')}`]
  const readers = declared.readers === undefined ? [] : [`read only by: ${declared.readers.join(', ')}`]
  return [...expected, ...reason, ...roles, ...readers].join('; ') || 'nothing more'
}

/** `P7Y` → "7 years". The catalogue's durations have a date part only. */
function durationWords(duration: string): string {
  const units: { readonly [letter: string]: string } = { Y: 'year', M: 'month', W: 'week', D: 'day' }
  const parts = [...duration.matchAll(/(\d+)([YMWD])/g)].map(([, n, unit = '']) => `${n} ${units[unit]}${n === '1' ? '' : 's'}`)
  return parts.length === 0 ? duration : parts.join(', ')
}

function notLogged(catalogue: Catalogue): Html {
  const rows = (catalogue.notLogged ?? []).map(
    ({ action, because }) => html`<tr><td>${wordsOf(action)}<br><code>${action}</code></td><td>${because}</td></tr>`,
  )
  if (rows.length === 0) return html`<section><h2>Not logged</h2><p>Nothing was named as deliberately not logged.</p></section>`
  return html`<section><h2>Not logged, on purpose</h2>
    <table><thead><tr><th>What happens</th><th>Because</th></tr></thead><tbody>${joined(rows)}</tbody></table></section>`
}

function protectedFields(catalogue: Catalogue): Html {
  const rows = Object.values(catalogue.objects).flatMap((object) =>
    Object.entries(object.fields ?? {}).flatMap(([name, field]) => {
      const protection = protectionOf(field)
      return protection === ''
        ? []
        : [html`<tr><td>${object.label}: ${field.label ?? wordsOf(name)}</td><td>${protection}</td></tr>`]
    }),
  )
  return html`<section><h2>Values with special care</h2>
    <p>Passwords, tokens, keys and card numbers are never kept, whatever is declared.</p>
    ${rows.length === 0 ? html`` : html`<table><thead><tr><th>Field</th><th>What is kept</th></tr></thead><tbody>${joined(rows)}</tbody></table>`}
  </section>`
}

function protectionOf(field: FieldDeclaration): string {
  const treatments = {
    omit: 'only that it changed, never the value',
    mask: field.keep ? `the last ${field.keep} characters` : 'a mask in its place',
    tokenize: 'a token: equal values can be found, none can be read',
    encrypt: 'encrypted; each reading is recorded',
  }
  const parts: string[] = field.treatment === undefined ? [] : [treatments[field.treatment]]
  if (field.readers !== undefined) parts.push(`readable by: ${field.readers.join(', ')}`)
  if (field.personal === true) parts.push('personal: can be erased by itself')
  if (field.justification !== undefined) parts.push(`kept in the clear because: ${field.justification}`)
  return parts.join('; ')
}

function workflows(catalogue: Catalogue): Html {
  const rows = Object.entries(catalogue.workflows ?? {}).map(
    ([name, flow]) => html`<tr><td>${wordsOf(name)}</td><td>${flow.steps.join(' → ')}</td>
      <td>${flow.dueWithin === undefined ? 'no deadline' : `within ${durationWords(flow.dueWithin)}`}</td>
      <td>${(flow.fourEyes ?? []).map(([a, b]) => `${a} and ${b} by different people`).join('; ') || 'no rule'}</td></tr>`,
  )
  if (rows.length === 0) return html``
  return html`<section><h2>Workflows</h2>
    <table><thead><tr><th>Workflow</th><th>Steps</th><th>Due</th><th>Four eyes</th></tr></thead><tbody>${joined(rows)}</tbody></table></section>`
}

const signatures = html`<section class="signatures"><h2>Agreed</h2>
  <div><p>For operations</p><p class="line">Name, date</p></div>
  <div><p>For engineering</p><p class="line">Name, date</p></div>
</section>`
