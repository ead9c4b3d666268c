/** Refuses a range that does not lie within `[0, end)`: asking for hashes that are not there is a defect of the caller. */
export const checkRange = (from: number, to: number, end: number, what: string): void => {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to || to > end)
    throw new RangeError(`There is no ${what} in [${from}, ${to}): there are ${end}.`)
}
