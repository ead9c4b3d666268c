import { showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { useSession } from './use-session.ts'

/** Says that what is counted or not found is so as far as somebody's roles read; nothing for the machine's own link. */
export function AsRoles({ trail }: { readonly trail: string }) {
  const session = useSession()
  if (session === undefined || (session.who.type !== 'user' && session.viewAs === null)) return null
  const isView = session.viewAs?.trail === trail
  const roles = isView ? session.viewAs.labels : (session.roles[trail] ?? []).map(({ label }) => label)
  const said = isView ? m.search.asView : roles.length === 0 ? m.search.asNoRole : m.search.asRoles
  return (
    <p className="quiet as-roles">
      <Text>{fill(said, { roles: showList(roles) })}</Text>
    </p>
  )
}
