import { m } from '../messages/messages.ts'

/** The page itself failed: said in words instead of an empty window. */
export function Crash() {
  return (
    <section className="note" role="alert">
      <h1>{m.app.crashTitle}</h1>
      <p>{m.app.crash}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {m.app.reload}
      </button>
    </section>
  )
}
