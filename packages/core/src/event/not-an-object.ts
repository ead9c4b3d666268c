import type { Problem } from '../refusal.ts'

export const notAnObject: Problem = {
  code: 'not_an_object',
  detail: 'An event is a JSON object: send {"id": …, "action": …, …}.',
  pointer: '',
}
