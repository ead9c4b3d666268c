import { actorOf, type Caller, mayDo, rolesOn } from '../access/caller.ts'
import type { SavedView } from './saved-view.ts'

/** Whose views are whose: a person's, a key's, and those of whoever has the machine. */
export const holderOf = (caller: Caller): string => {
  if (caller.kind === 'person' || caller.kind === 'key') return `${caller.kind}:${caller.id}`
  return caller.kind === 'embed' ? `embed:${caller.reader.id}` : 'owner'
}

/** The name that stands beside a view. */
export const holderName = (caller: Caller): string => actorOf(caller).name ?? holderOf(caller)

/** Whether the view is in somebody's list. Whoever administers the trail finds what is pinned for any role, to unpin it. */
export const finds = (caller: Caller, { audience, owner, trail }: SavedView): boolean => {
  if (owner === holderOf(caller) || audience.kind === 'shared') return true
  if (audience.kind === 'private') return false
  if (mayDo(caller, 'administer', trail)) return true
  return caller.kind === 'person' && rolesOn(caller, trail).some(({ name }) => name === audience.role)
}

/** Whether somebody may change or remove it: their own, and of others' what an administrator shares with everybody else. */
export const mayChange = (caller: Caller, view: SavedView): boolean =>
  view.owner === holderOf(caller) || (view.audience.kind !== 'private' && mayDo(caller, 'administer', view.trail))
