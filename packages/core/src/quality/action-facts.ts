import type { Language } from '../messages/languages.ts'
import { predicateOf } from '../sentence/predicate.ts'
import { isGenericAction } from './generic-words.ts'

/** What the name of an action says by itself, apart from any catalogue. */
export interface ActionFacts {
  /** It says that something changed, so that the event should say what. */
  readonly saysChange: boolean
  /** It is said of one value that it changed. */
  readonly saysValueChanged: boolean
  readonly creating: boolean
  readonly silent: boolean
  /** A value is given where none may have been. */
  readonly gives: boolean
  readonly takesAway: boolean
  /** A person does start an import or a run. */
  readonly startsByHand: boolean
  readonly isGeneric: boolean
  readonly isTechnical: boolean
  /** It is done to something that it should name. */
  readonly needsObject: boolean
}

/** So many actions are remembered in a language; a trail has hundreds. */
const keptAtMost = 4_000
const kept = new Map<string, Map<string, ActionFacts>>()

export function actionFacts(action: string, language: Language): ActionFacts {
  const known = kept.get(language.locale)?.get(action)
  if (known !== undefined) return known
  const ofLanguage = kept.get(language.locale) ?? new Map<string, ActionFacts>()
  if (ofLanguage.size >= keptAtMost) ofLanguage.clear()
  const facts = judge(action, language)
  kept.set(language.locale, ofLanguage.set(action, facts))
  return facts
}

function judge(action: string, language: Language): ActionFacts {
  const { plain, creating, silent, base, done, words } = predicateOf(action, undefined, language)
  return {
    saysChange: plain || /_(?:changed|updated|edited|modified)$/.test(action),
    saysValueChanged: /_changed$/.test(action),
    creating,
    silent,
    gives: base === 'grant' || base === 'assign' || base === 'set',
    takesAway: takesAway.test(action),
    startsByHand: startsByHand.test(action),
    isGeneric: isGenericAction(action),
    isTechnical: technicalActions.test(action),
    needsObject: done.includes('{object}') && !selfMade.test(action) && words !== '',
  }
}

const takesAway = /[._](?:deleted|removed|cleared|revoked|unassigned|merged|purged|archived|unset|reset)$/
const startsByHand = /[._](?:import|run|export|job)_(?:started|requested|scheduled|cancell?ed)$/
const selfMade = /[._](?:sign|log)(?:ed)?_?(?:in|out|up)(?:_\w+)?$|[._]mfa_\w+$/
const technicalActions =
  /^(?:http|request|api|db|database|sql|cache|queue|server|cron|debug|log|trace|metric|health\w*)\.|[._](?:http_\w+|heartbeat|retried|cached|timed_out|polled|pinged)$/
