import type { Change } from '@daybook/core'
import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import { ownEvent } from '../../trail/own-event.ts'
import { type Forwarder, type ForwarderSettings, placeOfReceiver } from '../../watch/forwarder.ts'
import { forwarderObject } from '../../watch/forwarder-run.ts'
import { settingChanges, type ToldSettings } from './setting-changes.ts'

/** The event by which the trail tells that somebody set up, changed or removed a forwarder, as the text that is recorded. */
export const forwarderEvent = (
  what: 'created' | 'changed' | 'removed',
  caller: Caller,
  forwarder: Forwarder,
  nowMs: number,
  changes: readonly Change[],
): string => {
  const doer = { actor: actorOf(caller, forwarder.trail), source: sourceOf(caller) }
  return JSON.stringify(ownEvent(`trail.forwarder_${what}`, doer, nowMs, { object: forwarderObject(forwarder), changes }))
}

const labels = {
  name: 'Name',
  receiver: 'Receiver',
  query: 'Events',
  own: 'The trail’s own events',
  roles: 'Reads as',
  paused: 'Paused',
}

/** What somebody who looks after the log wants to know of a change. Of an address no more than where it leads: the rest may be a secret. */
export const forwarderChanges = (
  before: ForwarderSettings | undefined,
  after: ForwarderSettings | undefined,
): readonly Change[] => settingChanges(labels, told(before), told(after))

const told = (settings: ForwarderSettings | undefined): ToldSettings =>
  settings === undefined
    ? {}
    : {
        name: settings.name,
        receiver: `${settings.receiver.kind} ${placeOfReceiver(settings.receiver)}`,
        query: settings.q === '' ? 'all events' : settings.q,
        own: settings.own,
        roles: settings.roles,
        paused: settings.paused,
      }
