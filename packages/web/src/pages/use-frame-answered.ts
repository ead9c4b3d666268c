import { useLooks } from '../looked/looked-link.tsx'
import { useCatalogue } from '../names/use-catalogue.ts'
import { useIsSessionAnswered } from '../people/use-session.ts'

/**
 * Whether everything is known that every page takes its words and ways from: who looks and what they may do, what the trail's
 * catalogue calls things. Pages are not shown before: their links and fields would move under the pointer.
 */
export function useFrameAnswered(trail: string | undefined): boolean {
  const session = useIsSessionAnswered()
  const looks = useLooks(trail ?? '').isAnswered
  const catalogue = useCatalogue(trail ?? '', trail !== undefined).isAnswered
  return session && looks && (trail === undefined || catalogue)
}
