import type { CaseStep } from '@daybook/core'
import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'

/** Who took a step, and why; `isAsked` where a reason is missing if there is none. */
export function WhoWhy({ step, isAsked }: { readonly step: CaseStep; readonly isAsked: boolean }) {
  const { actor, reason, reasonHidden } = step
  return (
    <>
      <Text>{actor?.name ?? actor?.id ?? m.actorTypes.unknown}</Text>
      {reason !== undefined && reason !== '' && <Text>{`: ${reason}`}</Text>}
      {reasonHidden === true && (
        <>
          {' '}
          <i className="quiet">{m.workflow.hiddenReason}</i>
        </>
      )}
      {!reason && reasonHidden !== true && isAsked && (
        <>
          {' '}
          <span className="mark mark-bad">{m.workflow.noReason}</span>
        </>
      )}
    </>
  )
}
