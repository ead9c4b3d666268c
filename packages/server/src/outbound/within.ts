import { failureOf, OutboundFailure } from './outbound-failure.ts'

/** Ends what is under way at the deadline, or when `ending` says so, whatever it waits for. */
export const within = async <T>(ms: number, ending: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const abort = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true })
  })
  const end = (): void => abort.abort(ending.reason)
  ending.addEventListener('abort', end, { once: true })
  if (ending.aborted) end()
  const slow = new OutboundFailure('too_slow', `There was no whole answer within ${ms / 1000} seconds.`)
  const timer = setTimeout(() => abort.abort(slow), ms)
  try {
    return await Promise.race([work(abort.signal), aborted])
  } catch (error) {
    throw failureOf(abort.signal.aborted ? abort.signal.reason : error)
  } finally {
    clearTimeout(timer)
    ending.removeEventListener('abort', end)
  }
}
