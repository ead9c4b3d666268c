import { one } from '../one.ts'

/** Texts of getting in and choosing a trail. */
export const signIn = {
  title: 'You are not signed in',
  command: 'daybook link',
  ended: 'Your session has ended. Load the page again to sign in. What you see is what was last loaded.',
  working: 'Opening your session…',
  noToken: 'This address is only half of a link: the part after # is missing. Copy the whole link.',
  used: 'This link has been used already, is too old, or ended when the owner’s account was made. Ask for a new one.',
}

export const trails = {
  title: 'Trails',
  choose: 'Choose a trail',
  count: (count: number, shown: string) => one(count, 'event', 'events', shown),
  since: 'since {date}',
  noRole: 'You have no role on any trail. Ask whoever invited you for one.',
  none: 'There is no trail yet. This command makes one:',
  noneCommand: 'daybook trail create crm',
  sealed: 'Takes no events',
}
