import { one } from '../one.ts'

/** Texts of comparing a record at two moments. */
export const compare = {
  title: '{name}: two moments compared',
  from: 'From',
  to: 'To',
  now: 'Now',
  whole: 'From the beginning until now',
  beforeBy: 'Was',
  afterBy: 'Since',
  unknown: 'the trail does not say',
  nothing: 'Nothing that is on the trail differs between these two moments.',
  same: (count: number) => one(count, 'field is the same at both.', 'fields are the same at both.', String(count)),
  said: (count: number) => `${one(count, 'field differs', 'fields differ', String(count))} `,
  between: 'between {from} and {to}',
  pick: 'Or choose two events',
  pickLead: 'The record is compared as it was after each of them.',
  earlier: 'From',
  later: 'To',
  pickFrom: 'From after: {event}',
  pickTo: 'To after: {event}',
}
