/**
 * Calls `visit` for each match of a global pattern. `matchAll` would first make a copy of the pattern, which costs more than
 * most of these searches; `visit` must not use the same pattern.
 */
export const eachMatch = (pattern: RegExp, text: string, visit: (match: RegExpExecArray) => void): void => {
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) visit(match)
}
