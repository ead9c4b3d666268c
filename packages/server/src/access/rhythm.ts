const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** How long a source that sends heartbeats may be silent. */
const heartbeatLimitMs = 5 * minuteMs
const rememberedDays = 8
const forgottenMs = 30 * dayMs

/** When a producer reported and how long it is usually silent; plain data. */
export interface Rhythm {
  readonly firstMs: number
  readonly lastMs: number
  /** Its last heartbeat; 0 for a producer that sends none. */
  readonly heartbeatMs: number
  /** The longest silence that ended on each of the last days, newest first. Eight, so that a weekend is among them. */
  readonly silencesMs: readonly number[]
  /** It said that it stops on purpose: its silence means nothing. */
  readonly left: boolean
}

/** The rhythm after a report at `atMs`. Reports that come late change nothing. */
export const afterReport = (
  rhythm: Rhythm | undefined,
  atMs: number,
  report: { readonly heartbeat?: boolean; readonly leaving?: boolean } = {},
): Rhythm => {
  const heartbeatMs = report.heartbeat ? atMs : (rhythm?.heartbeatMs ?? 0)
  const left = report.leaving ?? false
  if (!rhythm) return { firstMs: atMs, lastMs: atMs, heartbeatMs, silencesMs: [0], left }
  if (atMs < rhythm.lastMs) return rhythm
  const silence = atMs - rhythm.lastMs
  const days = Math.min(rememberedDays, Math.floor(atMs / dayMs) - Math.floor(rhythm.lastMs / dayMs))
  const shifted = days === 0 ? rhythm.silencesMs : [...Array<number>(days).fill(0), ...rhythm.silencesMs].slice(0, rememberedDays)
  const silencesMs = silence <= (shifted[0] ?? 0) ? shifted : [silence, ...shifted.slice(1)]
  return { firstMs: rhythm.firstMs, lastMs: atMs, heartbeatMs, silencesMs, left }
}

/**
 * How long this producer may be silent before somebody should look: five minutes where it sends heartbeats, else half
 * as long again as its longest silence of the last eight days. A producer known for less than a day has a day.
 */
const silenceLimitMs = (rhythm: Rhythm): number => {
  const beats = rhythm.heartbeatMs > 0 && rhythm.lastMs - rhythm.heartbeatMs <= 3 * heartbeatLimitMs
  if (beats) return heartbeatLimitMs
  if (rhythm.lastMs - rhythm.firstMs < dayMs) return dayMs
  return Math.max(heartbeatLimitMs, 1.5 * Math.max(...rhythm.silencesMs))
}

/** True where a producer is silent for longer than it should; not for ever: after thirty days it is a producer of the past. */
export const isSilent = (rhythm: Rhythm, nowMs: number): boolean => {
  const silence = nowMs - rhythm.lastMs
  return !rhythm.left && silence > silenceLimitMs(rhythm) && silence <= forgottenMs
}
