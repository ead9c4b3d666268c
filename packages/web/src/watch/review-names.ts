import { fill, m } from '../messages/messages.ts'
import type { ReviewChoice } from './watch-api.ts'

const words = m.watch.reviews

/** Whose rights, or who changed them: of the trail or of the tool. */
export const whereOf = (type: string): string =>
  Object.entries(words.where).find(([known]) => known === type)?.[1] ?? words.where.other

/** What stands beside a name that another of the same list has too. */
export interface Apart {
  /** Of what kind it is, and where that is not enough how its id ends. */
  readonly what: string
  readonly isById: boolean
}

/** By their values, those of a list that have the name of another. */
export const tellApart = (choices: readonly ReviewChoice[]): ReadonlyMap<string, Apart> => {
  const apart = new Map<string, Apart>()
  for (const namesakes of groups(choices, ({ label }) => label)) {
    for (const alike of groups(namesakes, ({ type = '' }) => whereOf(type), 1)) {
      for (const { value, type = '' } of alike) {
        const where = whereOf(type)
        const isById = alike.length > 1
        apart.set(value, { isById, what: isById ? fill(words.idEnds, { where, end: endOf(value, alike) }) : where })
      }
    }
  }
  return apart
}

/** Those that have something in common, where at least so many do. */
const groups = (choices: readonly ReviewChoice[], by: (choice: ReviewChoice) => string, atLeast = 2) =>
  [...Map.groupBy(choices, by).values()].filter(({ length }) => length >= atLeast)

/** The end of an id: four characters, or as many as none of the others ends in. */
const endOf = (value: string, among: readonly ReviewChoice[]): string => {
  const id = idOf(value)
  const others = among.filter((one) => one.value !== value).map((one) => idOf(one.value))
  for (let length = 4; length < id.length; length++) {
    const end = id.slice(-length)
    if (!others.some((other) => other.endsWith(end))) return end
  }
  return id
}

/** Of `type/id` the id; who did something has the id alone. */
const idOf = (value: string): string => value.slice(value.indexOf('/') + 1)
