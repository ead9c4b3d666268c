import { actorLabels, sourceLabels } from './actors.ts'
import { catalogueChanges } from './catalogue-changes.ts'
import { defects, places } from './defects.ts'
import { findings } from './findings.ts'
import { sentences } from './sentences.ts'
import { verbs } from './verbs.ts'

/** English. */
export const en = { actorLabels, sourceLabels, sentences, verbs, defects, places, findings, catalogueChanges }
