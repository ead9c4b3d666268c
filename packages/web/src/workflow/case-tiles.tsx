import { wordsOf } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import type { CaseList } from '../api/workflow-api.ts'
import { showCount } from '../format/quantity.ts'
import { useFew } from '../list/few.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { stepWords } from './step-words.ts'

const atOnce = 12

interface TilesProps {
  readonly trail: string
  readonly steps: CaseList['steps']
}

/** Each workflow with how many cases are open, and in which steps they are. */
export function FlowTiles({ trail, steps }: TilesProps) {
  const flows = [...Map.groupBy(steps, ({ type }) => type)]
  const { shown, left, more } = useFew(flows, atOnce)
  if (flows.length === 0) return null
  return (
    <>
      <ul className="tiles">
        {shown.map(([type, own]) => (
          <li key={type}>
            <Link className="tile" to="/t/$trail/workflows/$type" params={{ trail, type }} search={{}}>
              <strong>{showCount(own.reduce((sum, { open }) => sum + open, 0))}</strong>
              <Text>{fill(m.workflow.openOf, { workflow: wordsOf(type) })}</Text>
              <Text className="quiet tile-more">
                {own.map(({ step, open }) => `${stepWords(step)} ${showCount(open)}`).join(' · ')}
              </Text>
            </Link>
          </li>
        ))}
      </ul>
      <More left={left} more={more} />
    </>
  )
}

interface StepTilesProps extends TilesProps {
  readonly type: string
  /** The step that is chosen. */
  readonly step: string | undefined
}

/** The steps of one workflow with how many cases are open in each; one leads to these. */
export function StepTiles({ trail, type, steps, step: chosen }: StepTilesProps) {
  const { shown, left, more } = useFew(steps, atOnce)
  if (steps.length === 0) return null
  return (
    <>
      <ul className="tiles">
        {shown.map(({ step, open }) => (
          <li key={step}>
            <Link
              className="tile"
              to="/t/$trail/workflows/$type"
              params={{ trail, type }}
              search={step === '' || step === chosen ? {} : { step }}
              aria-current={step === chosen ? 'true' : undefined}
              resetScroll={false}
            >
              <strong>{showCount(open)}</strong>
              <Text>{step === '' ? '–' : stepWords(step)}</Text>
            </Link>
          </li>
        ))}
      </ul>
      <More left={left} more={more} />
    </>
  )
}

function More({ left, more }: { readonly left: number; readonly more: () => void }) {
  if (left === 0) return null
  return (
    <p className="more">
      <button type="button" className="button button-quiet" onClick={more}>
        {fill(m.search.moreValues, { count: showCount(left) })}
      </button>
    </p>
  )
}
