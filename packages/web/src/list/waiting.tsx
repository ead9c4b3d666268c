import { isPruned } from '../api/event-view.ts'
import { isSignedOut } from '../api/request.ts'
import { ChangeLine } from '../event/change-line.tsx'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { inOrder } from '../text/in-order.ts'
import { Sentence } from '../text/sentence.tsx'
import type { News } from './news.ts'

const changesShown = 2

/** What came since: told at once, and put in its place when the reader says so, so that nothing moves under their eyes. */
export function Waiting({ news, show }: { readonly news: News; readonly show: () => void }) {
  const { waiting, newest, behind } = news
  return (
    <div className="waiting" role="status">
      {waiting > 0 && (
        <div className="waiting-news">
          <button type="button" className="button button-new" onClick={show}>
            {m.list.fresh(waiting, showCount(waiting))}
          </button>
          {newest && !isPruned(newest) && (
            <div className="waiting-newest">
              <div>
                <Sentence event={newest} />
              </div>
              <div>
                {inOrder((newest.changes ?? []).slice(0, changesShown), (change) => (
                  <ChangeLine change={change} />
                ))}
              </div>
            </div>
          )}
        </div>
      )}
      {behind && <p className="notice">{isSignedOut(behind) ? m.signIn.ended : m.app.stale}</p>}
    </div>
  )
}
