import { html, type Markup } from '../html.ts'
import { resources } from '../resources.ts'
import type { Person } from '../tool.ts'

export interface Frame {
  readonly title: string
  readonly person?: Person | undefined
  /** Which entry of the navigation one is in. */
  readonly at?: string
  /** Where the trail's own pages are. */
  readonly trail: string
  readonly said?: string | undefined
}

export const layout = ({ title, person, at, trail, said }: Frame, content: Markup): Markup => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Tidewater back office</title>
<link rel="stylesheet" href="/back-office.css">
</head>
<body>
<header>
<a class="name" href="/">Tidewater <span>back office</span></a>
${person && html`<nav aria-label="Records">${resources.map(({ plural, title }) => html`<a href="/${plural}"${plural === at ? html` aria-current="page"` : ''}>${title}</a>`)}<a href="/files"${at === 'files' ? html` aria-current="page"` : ''}>Files</a></nav>`}
${person && html`<form method="post" action="/sign-out"><span>${person.name}, ${person.role}</span><button>Sign out</button></form>`}
</header>
<main>
${said && html`<p class="said" role="status">${said}</p>`}
${content}
</main>
<footer>What happened here, and why: <a href="${trail}">Daybook</a></footer>
</body>
</html>`
