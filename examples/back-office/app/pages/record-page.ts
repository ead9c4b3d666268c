import { html, type Markup } from '../html.ts'
import { fieldOf, type Resource } from '../resources.ts'
import type { Row } from '../store.ts'
import type { Ask, Deed, Person } from '../tool.ts'
import { show } from './show.ts'

const input = ({ name, label, kind, choices }: Ask, row: Row): Markup => {
  const now = String(row.fields[name] ?? '')
  if (kind === 'choice')
    return html`<label>${label} <select name="${name}" required>${choices?.map((choice) => html`<option${choice === now ? html` selected` : ''}>${choice}</option>`)}</select></label>`
  if (kind === 'reason')
    return html`<label>${label} <textarea name="${name}" rows="2" required maxlength="500"></textarea></label>`
  const type = kind === 'date' ? 'date' : kind === 'number' || kind === 'money' ? 'number' : 'text'
  const step = kind === 'money' ? html` step="0.01" min="0"` : ''
  return html`<label>${label} <input name="${name}" type="${type}" value="${now}"${step} required></label>`
}

/** One record: what it is now, what one may do, and how it became so: its history, or the address of it. */
export const recordPage = (
  resource: Resource,
  row: Row,
  deeds: readonly Deed[],
  person: Person,
  history: Markup | string,
): Markup => {
  const { type, plural, columns } = resource
  const open = deeds.filter((deed) => deed.on === type && (deed.when?.(row, person) ?? true))
  return html`<p class="crumbs"><a href="/${plural}">${resource.title}</a></p>
<h1>${row.name}</h1>
${row.customer ? html`<p>for <a href="/customers/${row.customer.id}">${row.customer.name}</a></p>` : ''}
${typeof history === 'string' ? html`<p><a class="history" href="${history}">History of this record</a></p>` : ''}
<div class="record">
<dl>${columns.map((field) => html`<dt>${fieldOf(type, field).label ?? field}</dt><dd>${show(type, field, row.fields[field])}</dd>`)}</dl>
<section class="deeds" aria-label="What you can do">${open.map(
    (deed) => html`<details${open.length === 1 ? html` open` : ''}><summary>${deed.label}</summary>
<form method="post" action="/${plural}/${encodeURIComponent(row.id)}/${deed.name}">${deed.asks?.map((ask) => input(ask, row))}<button>${deed.label}</button></form></details>`,
  )}${open.length === 0 ? html`<p>Nothing to do here for ${person.role}.</p>` : ''}</section>
</div>
${typeof history === 'string' ? '' : history}`
}
