import { wordsOf } from '@daybook/core'

/** A step as people say it: names made for machines (`final_approval`) in words, everything else as it was recorded. */
export const stepWords = (step: string): string => (/^[a-z0-9]+(?:[_-][a-z0-9]+)*$/.test(step) ? wordsOf(step) : step)
