import { wordsOf } from '@daybook/core'
import type { BatchView } from '../api/batch-api.ts'

/** What people call an import or a run: its file, or what it is, or what sent it; its id where nobody said more. */
export const batchName = ({ file, kind, source, id }: Pick<BatchView, 'file' | 'kind' | 'source' | 'id'>): string =>
  file?.name ?? (kind === null ? undefined : wordsOf(kind)) ?? source?.name ?? id
