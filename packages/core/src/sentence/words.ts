import { remembered } from '../messages/remembered.ts'

/** The words of a name made for machines: `python-version`, `billing_status` and `billingStatus` read "Billing status". */
export const wordsOf = (name: string): string => recall(name, () => makeWords(name))

const recall = remembered<string>(4_000)

function makeWords(name: string): string {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-.\s]+/g, ' ')
    .trim()
    .replace(/ ([A-Z])(?=[a-z])/g, (letter) => letter.toLowerCase())
  return spaced === '' ? name : spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** Those words inside a sentence: the first letter small, unless it begins an abbreviation ("API client"). */
export const wordsInside = (words: string): string =>
  /^\p{Lu}\p{Lu}/u.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1)
