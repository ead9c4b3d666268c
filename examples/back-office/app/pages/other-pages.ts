import { everybody } from '../../history/people.ts'
import { html, type Markup } from '../html.ts'
import { resources } from '../resources.ts'
import type { Store } from '../store.ts'
import type { Person } from '../tool.ts'

export const signInPage = (): Markup => html`<h1>Sign in</h1>
<p>This is an example: choose who you are. Everything you do is on the record under that name.</p>
<form class="people" method="post" action="/sign-in">${everybody.map(
  ({ id, name, role }) => html`<button name="person" value="${id}"><strong>${name}</strong> ${role}</button>`,
)}</form>`

const waits = [
  ['Orders to review', 'orders', 'Pending Review'],
  ['Refunds to decide', 'refunds', 'Finance review'],
  ['Open tickets', 'tickets', 'Open'],
  ['Visits planned', 'jobs', 'Planned'],
  ['Vendors to approve', 'vendors', 'Pending'],
] as const

export const homePage = (store: Store, person: Person): Markup => html`<h1>Good day, ${person.name}</h1>
<ul class="waits">${waits.map(([label, plural, status]) => {
  const type = resources.find((one) => one.plural === plural)?.type ?? 'order'
  return html`<li><a href="/${plural}?status=${encodeURIComponent(status)}"><strong>${store.list(type, { status }).total}</strong> ${label}</a></li>`
})}</ul>`

export const filesPage = (): Markup => html`<h1>Files</h1>
<section class="files"><h2>Import customers</h2>
<p>A CSV with the column <code>id</code> and any of <code>plan</code>, <code>segment</code>, <code>discount</code>, <code>owner</code>.</p>
<form method="post" action="/files/import" enctype="multipart/form-data"><label>File <input type="file" name="file" accept=".csv" required></label><button>Import</button></form></section>
<section class="files"><h2>Export customers</h2>
<p>Who took the list, and how many customers were in it, is on the record before it leaves.</p>
<form method="post" action="/files/export"><button>Export as CSV</button></form></section>`
