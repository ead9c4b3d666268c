import { one } from '../one.ts'

/** Texts of getting in and choosing a trail. */
export const signIn = {
  title: 'You are not signed in',
  lead: 'Pages open with a link that works once. Whoever runs this server gets one with this command:',
  command: 'daybook link',
  after: 'Open the link in this browser. You stay signed in here until you sign out or the session ends.',
  ended:
    'Your session has ended. Open a new link to go on (the command “daybook link” makes one). What you see is what was last loaded.',
  working: 'Opening your session…',
  noToken: 'This address is only half of a link: the part after # is missing. Copy the whole link.',
  used: 'This link has been used already, or is too old. A link works once and only for a short time; ask for a new one.',
}

export const trails = {
  title: 'Trails',
  choose: 'Choose a trail',
  count: (count: number, shown: string) => one(count, 'event', 'events', shown),
  since: 'since {date}',
  none: 'There is no trail yet. This command makes one:',
  noneCommand: 'daybook trail create crm',
  sealed: 'Takes no events',
}
