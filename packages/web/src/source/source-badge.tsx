import type { Source } from '@daybook/core'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { SourceIcon } from './source-icon.tsx'
import { actsFor, sourceLabel } from './sources.ts'

/** Through what an event came: an icon and words, people's and systems' apart in shape as well as in words. */
export function SourceBadge({ source }: { readonly source: Source | undefined }) {
  const type = source?.type ?? 'none'
  const by = actsFor(type)
  return (
    <span className={`badge badge-${by}`}>
      <SourceIcon source={type} />
      <span className="visually-hidden">{by === 'person' ? m.sources.byPerson : by === 'system' ? m.sources.bySystem : ''} </span>
      <span className="badge-type">
        <Text>{sourceLabel(type)}</Text>
      </span>
      {source?.name !== undefined && by === 'system' && (
        <span className="badge-name">
          <Text>{source.name}</Text>
        </span>
      )}
    </span>
  )
}
