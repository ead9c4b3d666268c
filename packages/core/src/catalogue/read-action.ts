import { decisions } from '../event/event.ts'
import {
  type ActionDeclaration,
  actionReasons,
  deliveries,
  type Expectation,
  expectations,
  purposes,
  sensitivities,
  severities,
} from './catalogue.ts'
import { catalogueLimits } from './catalogue-limits.ts'
import { choice, distinctTexts, duration, items, members, message, type Place, refuse, required, text } from './reading.ts'

const { nameLength, labelLength, sentenceLength, listItems } = catalogueLimits
const businessCategories = ['security', 'data', 'workflow', 'access', 'system'] as const
const actionMembers = [
  ...(['category', 'sentence', 'words', 'expects', 'reason', 'sensitivity', 'severity', 'retain'] as const),
  ...(['readers', 'allowedRoles', 'why', 'delivery', 'decision'] as const),
] as const

/** Reads one action's declaration; see `parseCatalogue`. */
export function readAction(place: Place): ActionDeclaration {
  const { category, sentence, words, expects, reason, sensitivity, severity, ...more } = members(
    place,
    'An action',
    actionMembers,
  )
  const { retain, readers, allowedRoles, why, delivery, decision } = more
  return {
    category: choice(required(category, place, 'category'), businessCategories),
    ...(sentence && { sentence: message(sentence, sentenceLength) }),
    ...(words && { words: text(words, labelLength) }),
    ...(expects && { expects: items(expects, listItems).map(readExpectation) }),
    ...(reason && { reason: choice(reason, actionReasons) }),
    ...(sensitivity && { sensitivity: choice(sensitivity, sensitivities) }),
    ...(severity && { severity: choice(severity, severities) }),
    ...(retain && { retain: duration(retain) }),
    ...(readers && { readers: distinctTexts(readers, listItems, labelLength) }),
    ...(allowedRoles && { allowedRoles: distinctTexts(allowedRoles, listItems, labelLength) }),
    ...(why && { why: choice(why, purposes) }),
    ...(delivery && { delivery: choice(delivery, deliveries) }),
    ...(decision && { decision: choice(decision, decisions) }),
  }
}

function readExpectation(place: Place): Expectation {
  const value = text(place, nameLength + 'changes.'.length)
  const fits = expectations.some((one) => one === value) || /^(?:changes|related)\..+$/.test(value)
  return fits
    ? (value as Expectation)
    : refuse(place, `This must be one of: ${expectations.join(', ')}, changes.<field>, related.<relation>.`)
}
