import { m } from '../messages/messages.ts'

/** The page itself failed: said in words instead of an empty window. It stands in place of all, the frame included. */
export function Crash() {
  return (
    <main>
      <section className="note" role="alert">
        <h1>{m.app.crashTitle}</h1>
        <p>{m.app.crash}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {m.app.reload}
        </button>
      </section>
    </main>
  )
}
