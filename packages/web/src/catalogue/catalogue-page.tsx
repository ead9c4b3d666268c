import type { Catalogue as CatalogueData } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { isAnswered } from '../api/answered.ts'
import { type Counted, getFacets } from '../api/search-api.ts'
import { showCount } from '../format/quantity.ts'
import { fill, locale, m } from '../messages/messages.ts'
import { useCatalogue } from '../names/use-catalogue.ts'
import { Failure } from '../pages/failure.tsx'
import { getRoles } from '../people/people-api.ts'
import { useRights } from '../people/use-session.ts'
import { Command } from '../text/command.tsx'
import { Text } from '../text/text.tsx'
import { ToCome } from '../text/to-come.tsx'
import { ActionList, type ActionLore } from './action-list.tsx'
import { readCatalogueAddress } from './catalogue-address.ts'
import { FieldTable } from './field-table.tsx'
import { type CatalogueGroup, groupsOf, searched, uncatalogued } from './listing.ts'
import { useExamples } from './use-examples.ts'

/** Of a facet the server tells at most so many values. */
const mostActions = 100

/** What is recorded here, in sentences: each kind of action, its fields, who may read it, and for how long it is kept. */
export function CataloguePage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Catalogue key={trail} trail={trail} />
}

function Catalogue({ trail }: { readonly trail: string }) {
  const { q = '' } = readCatalogueAddress(useSearch({ strict: false }))
  const navigate = useNavigate()
  const catalogue = useCatalogue(trail)
  const { version, error, isPending } = catalogue
  const counts = useQuery({
    queryKey: ['catalogue-counts', trail],
    queryFn: ({ signal }) => getFacets(trail, { q: '' }, ['action'], mostActions, signal),
  })
  const counted = counts.data?.facets.action ?? []
  const occurring = counts.data ? everyAction(catalogue.data, counted) : []
  const [examples, roles] = [useExamples(trail, occurring), useRoles(trail)]
  const lore = { examples: examples.data, roles: roles.data }
  const isToCome = [counts, examples, roles].some((query) => query.isEnabled && !isAnswered(query))
  const groups = catalogue.data
    ? searched(groupsOf(catalogue.data, locale, counted, counts.data !== undefined && counted.length < mostActions), q)
    : []
  return (
    <section className="catalogue" aria-labelledby="catalogue">
      <title>{`${m.catalogue.title} · ${m.app.name}`}</title>
      <h1 id="catalogue">{m.catalogue.title}</h1>
      <p className="quiet lead">{m.catalogue.lead}</p>
      {error && <Failure error={error} retry={catalogue.refetch} />}
      {isPending && !error && <p className="quiet">{m.app.loading}</p>}
      {!isPending && !error && version === 0 && <None trail={trail} />}
      {catalogue.data && (
        <>
          <label className="catalogue-ask">
            <span className="visually-hidden">{m.catalogue.search}</span>
            <input
              id="query"
              className="query-input"
              type="search"
              placeholder={m.catalogue.placeholder}
              defaultValue={q}
              onChange={(event) => {
                const search = readCatalogueAddress({ q: event.currentTarget.value.trim() })
                void navigate({ to: '/t/$trail/catalogue', params: { trail }, search, replace: true, resetScroll: false })
              }}
            />
          </label>
          <p className="quiet" role="status">
            {m.catalogue.found(groups.reduce((sum, { actions }) => sum + actions.length, 0))}
            {q !== '' && `, ${m.catalogue.foundFields(groups.reduce((sum, { fields }) => sum + fields.length, 0))}`}
            {` · ${fill(m.catalogue.version, { version: showCount(version) })}`}
          </p>
          {groups.length === 0 && <p className="note">{m.catalogue.nothing}</p>}
        </>
      )}
      {isToCome && <ToCome />}
      {groups.map((group) => (
        <Group key={group.name} trail={trail} group={group} lore={lore} />
      ))}
      {!isPending && q === '' && (
        <Unknown trail={trail} actions={uncatalogued(catalogue.data, counted)} isCut={counted.length >= mostActions} />
      )}
    </section>
  )
}

/** Only who administers the trail sees its roles; everybody sees what the catalogue says of readers. */
function useRoles(trail: string) {
  const mayAdminister = useRights(trail).has('administer')
  return useQuery({
    queryKey: ['roles', trail],
    queryFn: ({ signal }) => getRoles(trail, signal),
    enabled: mayAdminister,
  })
}

/** Declared actions that occur, or that may. */
const everyAction = (catalogue: CatalogueData | undefined, counted: readonly Counted[]): readonly string[] => {
  const occurs = new Set(counted.map(({ value }) => value))
  const isWhole = counted.length < mostActions
  return Object.keys(catalogue?.actions ?? {}).filter((action) => !isWhole || occurs.has(action))
}

function None({ trail }: { readonly trail: string }) {
  return (
    <div className="note">
      <p>{m.catalogue.none}</p>
      <Command text={`daybook catalogue push daybook.catalogue.ts --trail ${trail}`} />
    </div>
  )
}

interface GroupProps {
  readonly trail: string
  readonly group: CatalogueGroup
  readonly lore: ActionLore
}

function Group({ trail, group, lore }: GroupProps) {
  const { name, title, steps, actions, notLogged, fields } = group
  return (
    <section className="catalogue-group" aria-labelledby={`kind-${name}`}>
      <h2 id={`kind-${name}`}>
        <Text>{title}</Text>
      </h2>
      {steps.length > 0 && (
        <p className="quiet">
          <Text>{fill(m.catalogue.steps, { steps: steps.join(' → ') })}</Text>
        </p>
      )}
      <ActionList trail={trail} actions={actions} lore={lore} />
      {notLogged.length > 0 && (
        <ul className="items">
          {notLogged.map(({ action, because }) => (
            <li key={action}>
              <Text>{fill(m.catalogue.notLogged, { action, because })}</Text>
            </li>
          ))}
        </ul>
      )}
      {fields.length > 0 && <FieldTable title={title} fields={fields} />}
    </section>
  )
}

interface UnknownProps {
  readonly trail: string
  readonly actions: readonly { readonly value: string; readonly label: string; readonly count: number }[]
  readonly isCut: boolean
}

/** What occurs and nobody described: it is recorded like everything else, in words made from its name. */
function Unknown({ trail, actions, isCut }: UnknownProps) {
  if (actions.length === 0) return null
  return (
    <section className="catalogue-group" aria-labelledby="uncatalogued">
      <h2 id="uncatalogued">{m.catalogue.unknown}</h2>
      <p className="quiet">{m.catalogue.unknownLead}</p>
      <ul className="questions">
        {actions.map(({ value, label, count }) => (
          <li key={value}>
            <Link to="/t/$trail/search" params={{ trail }} search={{ q: `action:${value}`, lane: 'all' }}>
              <Text>{label}</Text>
            </Link>{' '}
            <span className="quiet">
              <Text className="code">{value}</Text> {showCount(count)}
            </span>
          </li>
        ))}
      </ul>
      {isCut && <p className="quiet">{m.catalogue.cut}</p>}
    </section>
  )
}
