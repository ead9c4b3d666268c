import { one } from '../one.ts'

/** Texts of notes and questions on events. */
export const notes = {
  title: 'Notes and questions',
  none: 'Nobody has said anything about this event yet.',
  kinds: { note: 'Note', question: 'Question', answer: 'Answer' },
  open: 'waits for an answer',
  addNote: 'Note',
  addQuestion: 'Question',
  answer: 'Answer',
  yours: { note: 'Your note', question: 'Your question', answer: 'Your answer' },
  send: 'Put it on the record',
  cancel: 'Cancel',
  forGood: 'It becomes part of the record: everybody who sees this event reads it, and it cannot be changed or taken back.',
  failed: 'It was not recorded: {because}',
  questions: 'Open questions',
  questionsLead: 'What somebody asked about an event and nobody has answered yet.',
  noQuestions: 'No question waits for an answer.',
  moreQuestions: 'Older questions are not shown.',
  asked: '{name} asked',
  about: 'About',
  waiting: (count: number, shown: string) => one(count, 'question waits for an answer', 'questions wait for an answer', shown),
} as const
