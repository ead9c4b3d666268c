import type { EventView } from '../trail/view.ts'
import { type Firing, type Rule, ruleText } from './rule.ts'

export interface AlertMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface Told {
  readonly rule: Rule
  readonly firing: Firing
  /** A few of the events, as the owner of the rule may see them now. */
  readonly events: readonly EventView[]
  readonly link: string
}

const longestSentence = 500

/** The mail of an alert. Whatever stands in an event is text in it: nothing of it is read as markup or as a header. */
export const alertMessage = ({ rule, firing, events, link }: Told): AlertMessage => {
  const name = oneLine(rule.settings.name)
  const setBy = oneLine(rule.ownerName)
  const lines = events.map(lineOf)
  const more = firing.count > events.length ? [`… and ${firing.count - events.length} more.`] : []
  const count = firing.count === 1 ? '1 event' : `${firing.count} events`
  const says = oneLine(ruleText(rule.settings))
  const text = [
    `${name}: ${count} on the trail ${rule.trail}`,
    '',
    ...lines.map(({ at, sentence }) => `${at}  ${sentence}`),
    ...more,
    '',
    `See them: ${link}`,
    '',
    `The rule: ${says}`,
    `Set by ${setBy}. What it shows is what they may see.`,
  ]
  const rows = lines.map(({ at, sentence }) => `<li><b>${escaped(at)}</b> ${escaped(sentence)}</li>`)
  const html = [
    `<h1>${escaped(name)}</h1><p>${count} on the trail ${escaped(rule.trail)}</p>`,
    `<ul>${rows.join('')}</ul>${more.map((line) => `<p>${line}</p>`).join('')}`,
    `<p><a href="${escaped(link)}">See them</a></p>`,
    `<p>The rule: ${escaped(says)}<br>Set by ${escaped(setBy)}. What it shows is what they may see.</p>`,
  ]
  return { subject: `${name}: ${count}`, text: text.join('\n'), html: html.join('\n') }
}

const lineOf = ({ occurredAt = '', sentence }: EventView): { readonly at: string; readonly sentence: string } => ({
  at: occurredAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
  sentence: oneLine(sentence).slice(0, longestSentence),
})

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')

const entities: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
