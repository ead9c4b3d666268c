import { Argument, absent } from './argument.ts'
import { languageFor } from './languages.ts'
import { templateOf } from './template.ts'

/** Formats one of our own fixed texts. A text that does not parse, or an argument left out, is a defect and throws. */
export function phrase(text: string, values: { readonly [name: string]: string | number } = {}, locale = 'en'): string {
  const template = templateOf(text, languageFor(locale).locale)
  if ('fault' in template) throw new Error(`a message of Daybook's own does not parse: ${text}`)
  return template
    .render<string>((name) => {
      const value = values[name]
      if (value === undefined) return absent
      return new Argument([String(value)], String(value), typeof value === 'number' ? value : undefined)
    })
    .join('')
}
