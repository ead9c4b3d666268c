import { searchWords } from '@daybook/core'

/** Whether a value is one that somebody who typed this may mean: it begins so, or its words and its label's have what was typed, the last as a beginning. */
export const fitsTyped = (typed: string): ((value: string, label: string | undefined) => boolean) => {
  const begun = typed.trim().toLowerCase()
  const words = searchWords(typed)
  const last = words.at(-1)
  return (value, label) => {
    if (value.toLowerCase().startsWith(begun)) return true
    if (last === undefined) return false
    const all = searchWords(label === undefined ? value : `${label} ${value}`)
    return all.some((word) => word.startsWith(last)) && words.slice(0, -1).every((word) => all.includes(word))
  }
}
