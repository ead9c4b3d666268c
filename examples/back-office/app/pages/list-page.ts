import { html, type Markup } from '../html.ts'
import { fieldOf, type Resource } from '../resources.ts'
import { pageSize, type Search, type Store } from '../store.ts'
import { show } from './show.ts'

/** A list one can search, newest change first. */
export const listPage = (store: Store, resource: Resource, search: Search): Markup => {
  const { type, plural, title, listed } = resource
  const { rows, total } = store.list(type, search)
  const page = search.page ?? 1
  const address = (to: number) =>
    `/${plural}?${new URLSearchParams({ q: search.text ?? '', status: search.status ?? '', page: String(to) })}`
  return html`<h1>${title}</h1>
<form class="search" method="get" role="search">
<label>Number or name <input name="q" value="${search.text}" autofocus></label>
<label>Status <select name="status"><option value="">any</option>${store
    .statuses(type)
    .map((status) => html`<option${status === search.status ? html` selected` : ''}>${status}</option>`)}</select></label>
<button>Search</button>
</form>
<div class="table"><table>
<thead><tr><th>${resource.title.replace(/ies$/, 'y').replace(/s$/, '')}</th>${type !== 'customer' && type !== 'vendor' && type !== 'product' ? html`<th>Customer</th>` : ''}${listed.map((field) => html`<th>${fieldOf(type, field).label ?? field}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><td><a href="/${plural}/${row.id}">${row.name}</a></td>${
        type !== 'customer' && type !== 'vendor' && type !== 'product'
          ? html`<td>${row.customer ? html`<a href="/customers/${row.customer.id}">${row.customer.name}</a>` : '–'}</td>`
          : ''
      }${listed.map((field) => html`<td>${show(type, field, row.fields[field])}</td>`)}</tr>`,
  )}</tbody></table></div>
<p class="pages">${total.toLocaleString('en-GB')} ${title.toLowerCase()}${page > 1 ? html` · <a href="${address(page - 1)}">newer</a>` : ''}${page * pageSize < total ? html` · <a href="${address(page + 1)}">older</a>` : ''}</p>`
}
