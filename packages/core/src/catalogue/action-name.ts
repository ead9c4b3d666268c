/** `object.past_tense_verb`: lower-case words, a dot between what it is about and what was done. */
export const actionPattern = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$/

/** What an action is about: its first word, `order` in `order.approved`. */
export const subjectOfAction = (action: string): string => action.slice(0, Math.max(action.indexOf('.'), 0))
