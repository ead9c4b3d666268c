/** The words of a name made for machines, as they stand in it: `billing_status` and `billingStatus` read "Billing status". */
export const spacedWords = (name: string): string => {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-.\s]+/g, ' ')
    .trim()
    .replace(/ ([A-Z])(?=[a-z])/g, (letter) => letter.toLowerCase())
  return spaced === '' ? name : spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
