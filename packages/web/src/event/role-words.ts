/** A role as the catalogue's `readers` name it, `customer-success`, as people read it. */
export const roleWords = (name: string): string => {
  const words = name.replaceAll(/[-_]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
