import { type ReactNode, useState } from 'react'
import { showExact } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'

interface PaperProps {
  readonly trail: string
  readonly title: string
  /** The way to the page that this is a print of. */
  readonly back: ReactNode
  /** One line that stands at the end of every sheet. */
  readonly foot: string
  readonly children: ReactNode
}

/** A page of evidence: light in every scheme, with its proof in the footer of every sheet. */
export function Paper({ trail, title, back, foot, children }: PaperProps) {
  const [madeAt] = useState(() => new Date().toISOString())
  return (
    <>
      <title>{`${title} · ${m.app.name}`}</title>
      <div className="paper-bar">
        {back}
        <button type="button" className="button" onClick={() => print()}>
          {m.print.print}
        </button>
      </div>
      <article className="paper" aria-labelledby="paper">
        <div className="paper-main">
          <p className="quiet">{fill(m.print.made, { trail, time: showExact(madeAt) })}</p>
          <h1 id="paper">
            <Text>{title}</Text>
          </h1>
          {children}
        </div>
        <footer className="paper-foot">
          <Text>{foot}</Text>
        </footer>
      </article>
    </>
  )
}
