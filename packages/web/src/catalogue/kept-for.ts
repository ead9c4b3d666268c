import { fill, locale, m } from '../messages/messages.ts'

const units = { Y: 'year', M: 'month', W: 'week', D: 'day' } as const

/** How long events of a kind are kept, from an ISO 8601 duration of dates (`P7Y`): "kept for 7 years". */
export function keptFor(retain: string | undefined): string {
  const parts = [...(retain ?? '').matchAll(/(\d+)([YMWD])/g)].map(([, count, unit]) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: units[unit as keyof typeof units], unitDisplay: 'long' }).format(
      Number(count),
    ),
  )
  return parts.length === 0 ? m.catalogue.keptAlways : fill(m.catalogue.kept, { time: parts.join(' ') })
}
