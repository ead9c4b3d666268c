/** Puts values in the places of a text: `fill('line {line}', { line: 3 })`. A value's own braces stay as they are. */
export const fill = (text: string, values: { readonly [name: string]: string | number }): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
