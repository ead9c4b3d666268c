const firstMs = 1_000
const longestMs = 300_000

/** How long to wait after so many failures in a row: doubling from a second to five minutes, the half of it by chance (`random` in [0, 1)). */
export const waitMs = (failures: number, random: number): number => {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20))
  return Math.round(full / 2 + (random * full) / 2)
}
