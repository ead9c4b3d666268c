/** Text that is HTML already. Everything else is escaped where it is put in. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export const html = (strings: TemplateStringsArray, ...values: readonly (string | Html)[]): Html =>
  new Html(strings.reduce((text, part, i) => text + part + textOf(values[i]), ''))

export const joined = (parts: readonly Html[]): Html => new Html(parts.map((part) => part.text).join('\n'))

export const page = (title: string, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
  body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
  h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8886 }
  code { font-size: .85em; opacity: .75 }
  .signatures div { display: inline-block; width: 45%; margin-inline-end: 4% }
  .line { border-top: 1px solid currentColor; margin-top: 3rem; padding-top: .3rem }
  @media print { body { margin: 0; max-width: none } section { break-inside: avoid-page } }
</style>
</head>
<body>
${body}
</body>
</html>
`.text

function textOf(value: string | Html | undefined): string {
  if (value instanceof Html) return value.text
  return (value ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
