/** A text as a regular expression that matches that text and nothing else. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
