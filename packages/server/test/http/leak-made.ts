import type { Caller } from './leak-callers.ts'
import { world } from './leak-world.ts'
import type { RunningServer, TrailKeys } from './running-server.ts'

/** A word that somebody wrote into something of their own on the trail, and who may come across it. */
interface Word {
  readonly word: string
  readonly isFor: (caller: Caller) => boolean
}

/** What people made on the trail: their words, and the ids under which calls name it. */
export interface Made {
  readonly words: readonly Word[]
  readonly ids: { readonly [behind: string]: readonly string[] }
}

/** The words of what people made that are in a text. */
export const wordsIn = (text: string): readonly string[] => [...new Set(text.match(/\bsaid[a-z]+said\b/g) ?? [])]

const named =
  (...names: readonly string[]) =>
  ({ name }: Caller) =>
    names.includes(name)
const either =
  (...some: readonly ((caller: Caller) => boolean)[]) =>
  (caller: Caller) =>
    some.some((one) => one(caller))

/** Whoever made all of it, and whoever has the machine. */
const makers = named('admin key', 'the command', 'link')
/** Who read the trail's own events, of reading too. */
const readsLooks = either(makers, named('security', 'auditor', 'reader key'))
/** Who look after the trail; one of them sees it as others do, which changes nothing of what may be done. */
const administers = either(makers, named('administrator', 'auditor as support', 'link as finance', 'owner without roles'))
const reviews = either(makers, named('security', 'management', 'link as finance'))
const settings = either(readsLooks, administers)
const seesEvent = (n: number) => (caller: Caller) => {
  const told = world.find((one) => one.n === n)
  return told !== undefined && caller.sees(told)
}

/**
 * Makes one of everything that people make, by an admin key: about events that some may not see, asking for values that some may not
 * read, in words that are nowhere else. The server is begun anew, so that every look at the trail is told.
 */
export const makeThings = async (server: RunningServer, trail: TrailKeys): Promise<Made> => {
  const words: Word[] = []
  const word = (name: string, isFor: Word['isFor']): string => {
    const text = `said${name}said`
    words.push({ word: text, isFor })
    return text
  }
  const post = async (path: string, body: unknown) => {
    const answer = await server.post(`${trail.path}${path}`, body, trail.admin)
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`)
    return answer.json
  }
  const idOf = (n: number) => world.find((told) => told.n === n)?.id ?? ''
  const note = async (n: number, kind: string, name: string) =>
    (await post(`/events/${idOf(n)}/notes`, { kind, text: word(name, seesEvent(n)) })).id as string
  const notes = [
    await note(5, 'note', 'notesecurity'),
    await note(4, 'note', 'notesalary'),
    await note(7, 'question', 'questionpayroll'),
    await note(8, 'question', 'questionglobex'),
    await note(2, 'note', 'noteacme'),
  ]

  const view = async (name: string, isFor: Word['isFor'], audience: object) =>
    (await post('/views', { name: word(`${name}name`, isFor), q: `after:${word(`${name}query`, isFor)}`, lane: 'all', audience }))
      .id
  const everyReader = either(administers, ({ reads }) => reads)
  const views = [
    await view('private', readsLooks, { kind: 'private' }),
    await view('shared', everyReader, { kind: 'shared' }),
    await view('pinned', either(settings, named('finance')), { kind: 'role', role: 'finance' }),
  ]

  const to = [{ kind: 'webhook', url: `https://log.example/${word('webhooksecret', named('admin key'))}` }]
  const alert = { name: word('alertname', settings), q: `after:${word('alertquery', settings)}`, lane: 'all', to }
  const alerts = [(await post('/alerts', alert)).id]
  const receiver = { kind: 'https', url: `https://log.example/${word('receiver', administers)}` }
  const copies = { name: word('copiesname', settings), receiver, q: `actor:${word('copiesquery', settings)}`, paused: true }
  const forwarders = [(await post('/forwarders', copies)).id]

  const { range } = (await server.get(`${trail.path}/reviews/permissions`, trail.admin)).json
  const signed = word('review', either(settings, reviews))
  await post('/reviews', { kind: 'permissions', to: range.to, note: `Looked at it: ${signed}` })
  await post('/keys', { role: 'writer', name: word('keyname', settings) })
  await post(`/events/${world[0]?.id}/reveal`, { field: 'iban', reason: `Paid back ${word('revealed', readsLooks)}` })
  for (const path of [`/events?q=after:${word('searched', readsLooks)}`, `/export?q=after:${word('exported', readsLooks)}`])
    await server.get(`${trail.path}${path}`, trail.admin)
  await server.restart()
  return { words, ids: { events: notes.slice(0, 2), views, alerts, forwarders } }
}
