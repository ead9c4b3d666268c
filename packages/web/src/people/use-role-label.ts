import { useParams } from '@tanstack/react-router'
import { roleWords } from '../event/role-words.ts'
import { useSession } from './use-session.ts'

/** What people call a role on the open trail, by the name that the catalogue has for it; that name in words where there is no such role. */
export function useRoleLabel(): (name: string) => string {
  const { trail } = useParams({ strict: false })
  const labels = useSession()?.roleLabels[trail ?? '']
  return (name) => (labels !== undefined && Object.hasOwn(labels, name) ? labels[name] : undefined) ?? roleWords(name)
}
