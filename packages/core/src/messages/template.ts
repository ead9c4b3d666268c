import { type Formatters, IntlMessageFormat } from 'intl-messageformat'
import { type Argument, absent, MissingArgument } from './argument.ts'
import { remembered } from './remembered.ts'

/** A compiled ICU message. */
export interface Template {
  /** The arguments it names anywhere, each once. */
  readonly names: ReadonlySet<string>
  /** Those among them whose absence the message provides for: `{reason, select, none {} other {: {reason}}}`. */
  readonly guarded: ReadonlySet<string>
  /** Literal texts and the parts of arguments, in order. Throws where an argument that is needed is absent or unfit. */
  render<Part>(argument: (name: string) => Argument<Part>): (string | Part)[]
}

/** What is wrong with a message, in the words of the parser: `EXPECT_ARGUMENT_CLOSING_BRACE`. */
export interface TemplateFault {
  readonly fault: string
}

/** Parses an ICU MessageFormat message. Tags are text: a message never makes markup. Not cached; see `templateOf`. */
export function compileTemplate(text: string, locale: string): Template | TemplateFault {
  let format: IntlMessageFormat
  try {
    format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true, formatters })
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'the message cannot be read' }
  }
  const names = new Set<string>()
  const guarded = new Set<string>()
  collectNames(format.getAst(), names, guarded)
  const render = <Part>(argument: (name: string) => Argument<Part>): (string | Part)[] => {
    // without a prototype, an argument may have any name, __proto__ among them
    const values: Record<string, Argument<Part>> = Object.create(null)
    for (const name of names) values[name] = argument(name)
    const out: (string | Part)[] = []
    for (const part of format.formatToParts<Argument<Part>>(values)) {
      const value: unknown = part.value
      if (value === absent) throw new MissingArgument()
      if (typeof value === 'string') out.push(value)
      else out.push(...(value as Argument<Part>).parts)
    }
    return out
  }
  return { names, guarded, render }
}

/** More texts than any catalogue has, in a few languages. */
const recall = remembered<Template | TemplateFault>(10_000)

/** `compileTemplate`, remembered. */
export const templateOf = (text: string, locale: string): Template | TemplateFault =>
  recall(`${locale} ${text}`, () => compileTemplate(text, locale))

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

function collectNames(elements: readonly Element[], names: Set<string>, guarded: Set<string>): void {
  for (const element of elements) {
    // 0 is literal text and 7 the `#` of a plural; all others name an argument
    if (element.type === 0 || element.type === 7) continue
    if ('value' in element) names.add(element.value)
    if (!('options' in element)) continue
    if (Object.hasOwn(element.options, 'none')) guarded.add(element.value)
    for (const option of Object.values(element.options)) collectNames(option.value, names, guarded)
  }
}

const sharing = <Options, Made>(make: (locale: string, options: Options) => Made) => {
  const recallFormat = remembered<Made>(1_000)
  return (locales?: string | string[], options?: Options): Made => {
    const locale = String(locales)
    const key = options === undefined ? locale : `${locale} ${JSON.stringify(options)}`
    return recallFormat(key, () => make(locale, options as Options))
  }
}

/** Shared by all messages: making an Intl formatter costs a hundred sentences. */
const formatters = {
  getNumberFormat: sharing((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)),
  getDateTimeFormat: sharing((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)),
  getPluralRules: sharing((locale, options: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options)),
} as Formatters
