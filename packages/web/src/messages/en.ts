import { app, nav } from './en/app.ts'
import { around } from './en/around.ts'
import { batch } from './en/batch.ts'
import { catalogue } from './en/catalogue.ts'
import { command } from './en/command.ts'
import { compare } from './en/compare.ts'
import { event } from './en/event.ts'
import { keys } from './en/keys.ts'
import { list } from './en/list.ts'
import { looked } from './en/looked.ts'
import { notes } from './en/notes.ts'
import { people } from './en/people.ts'
import { print } from './en/print.ts'
import { alarm, proof } from './en/proof.ts'
import { record, records } from './en/record.ts'
import { reply } from './en/reply.ts'
import { search } from './en/search.ts'
import { signIn, trails } from './en/sign-in.ts'
import { start } from './en/start.ts'
import { trust } from './en/trust.ts'
import { undo } from './en/undo.ts'
import { actorTypes, sources, value } from './en/value.ts'
import { verify } from './en/verify.ts'
import { views } from './en/views.ts'
import { watch } from './en/watch.ts'
import { workflow } from './en/workflow.ts'
import { zone } from './en/zone.ts'

/**
 * Every text of the pages in English, one file a room. A second language is a second file of this shape. `{name}` is filled
 * in by `fill`.
 */
export const en = {
  app,
  nav,
  signIn,
  people,
  trails,
  start,
  list,
  search,
  record,
  records,
  batch,
  workflow,
  trust,
  event,
  value,
  actorTypes,
  sources,
  proof,
  alarm,
  keys,
  verify,
  watch,
  views,
  notes,
  looked,
  command,
  undo,
  around,
  print,
  compare,
  reply,
  catalogue,
  zone,
}
