import type { Change } from '@daybook/core'
import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import { ownEvent } from '../../trail/own-event.ts'
import { alertObject } from '../../watch/evaluation.ts'
import { type Rule, type RuleSettings, spanText, targetText } from '../../watch/rule.ts'
import { settingChanges, type ToldSettings } from './setting-changes.ts'

/** The event by which the trail tells that somebody set, changed or removed an alert, as the text that is recorded. */
export const alertEvent = (
  what: 'created' | 'changed' | 'removed',
  caller: Caller,
  rule: Rule,
  nowMs: number,
  changes: readonly Change[],
): string => {
  const doer = { actor: actorOf(caller, rule.trail), source: sourceOf(caller) }
  return JSON.stringify(ownEvent(`trail.alert_${what}`, doer, nowMs, { object: alertObject(rule), changes }))
}

const labels = { name: 'Name', query: 'Events', threshold: 'Fires at', cooldown: 'Quiet afterwards', to: 'Tells' }

/** What somebody who looks after the log wants to know of a change; undefined where there is no alert before, or after. */
export const alertChanges = (before: RuleSettings | undefined, after: RuleSettings | undefined): readonly Change[] =>
  settingChanges(labels, told(before), told(after))

const told = (settings: RuleSettings | undefined): ToldSettings =>
  settings === undefined
    ? {}
    : {
        name: settings.name,
        query: `${settings.q === '' ? 'all' : settings.q} (${settings.lane})`,
        threshold: settings.atLeast === 1 ? 'any event' : `${settings.atLeast} events within ${spanText(settings.withinMinutes)}`,
        cooldown: spanText(settings.cooldownMinutes),
        to: ['Daybook', ...settings.to.map(targetText)],
      }
