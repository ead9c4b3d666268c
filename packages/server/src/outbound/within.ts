import { failureOf, OutboundFailure } from './outbound-failure.ts'

/** Ends what is under way at the deadline, whatever it waits for. */
export const within = async <T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const abort = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const failure = new OutboundFailure('too_slow', `There was no whole answer within ${ms / 1000} seconds.`)
      reject(failure)
      abort.abort(failure)
    }, ms)
  })
  try {
    return await Promise.race([work(abort.signal), overdue])
  } catch (error) {
    throw failureOf(abort.signal.aborted ? abort.signal.reason : error)
  } finally {
    clearTimeout(timer)
  }
}
