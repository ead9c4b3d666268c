import type { Report } from '@daybook/core/verify'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { visible } from '../text/visible.ts'
import { element } from './element.ts'

/** What a check found, as the command says it: verdict and closing line, findings, what is proven and what is not. */
export function reportView(report: Report): HTMLElement {
  const { verdict, closing, findings, findingCount, proven, notProven } = report
  return element(
    'section',
    { 'aria-labelledby': 'verdict' },
    element('h2', { id: 'verdict', class: `verdict verdict-${verdict}`, tabindex: '-1' }, m.verify[verdict]),
    element('p', {}, text(closing)),
    ...sentences(
      m.verify.findings,
      findings.map(({ detail }) => detail),
    ),
    ...(findingCount > findings.length
      ? [element('p', {}, fill(m.verify.moreFindings, { count: showCount(findingCount - findings.length) }))]
      : []),
    ...sentences(m.verify.proven, proven),
    ...sentences(m.verify.notProven, notProven),
  )
}

function sentences(title: string, list: readonly string[]): readonly HTMLElement[] {
  if (list.length === 0) return []
  const items = list.map((sentence) => element('li', {}, text(sentence)))
  return [element('h3', {}, title), element('ul', {}, ...items)]
}

/** Text from a bundle: isolated, unseen characters shown. */
function text(content: string): HTMLElement {
  const runs = visible(content).map((run) =>
    'text' in run ? run.text : element('span', { class: 'unseen', title: run.code }, run.mark),
  )
  return element('bdi', {}, ...runs)
}
