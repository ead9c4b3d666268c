import { isNotFound } from '../api/request.ts'
import { ClosedPage, Failure } from '../pages/failure.tsx'
import { readsBusiness } from '../pages/places.ts'
import { useReads } from '../people/use-session.ts'

interface NoRecordProps {
  readonly trail: string
  readonly error: Error
  readonly retry: () => void
}

/** In place of the page of a record that the server says nothing of: whoever reads nothing of the business is told that. */
export function NoRecord({ trail, error, retry }: NoRecordProps) {
  const reads = useReads(trail)
  return isNotFound(error) && !readsBusiness(reads) ? <ClosedPage /> : <Failure whole error={error} retry={retry} />
}
