import { inOrder } from './in-order.ts'
import { type Run, visible } from './visible.ts'

/** A text from outside: only ever text, isolated in its direction, with unseen characters shown as marks. */
export function Text({ children, className }: { readonly children: string; readonly className?: string }) {
  return <bdi className={className}>{inOrder(visible(children), show)}</bdi>
}

const show = (run: Run) =>
  'text' in run ? (
    run.text
  ) : (
    <span className="unseen" title={run.code}>
      {run.mark}
    </span>
  )
