import { useNavigate } from '@tanstack/react-router'
import { useShortcuts } from './shortcuts.ts'

/** What one can step through by key on any page: rows, and the first link of each row of a table. */
const steps = 'a.row-link, button.burst-open, .fields tbody th[scope="row"] :is(a, button), .case-step a'

/** `/` goes to the search field, `j` and `k` step through what the page lists. Pages with steps of their own come first. */
export function PageKeys({ trail }: { readonly trail: string }) {
  const navigate = useNavigate()
  useShortcuts({
    '/': () => {
      const field = document.getElementById('query')
      if (field) field.focus()
      else
        void navigate({ to: '/t/$trail/search', params: { trail }, search: {} }).then(() =>
          requestAnimationFrame(() => document.getElementById('query')?.focus()),
        )
    },
    j: () => step(1),
    k: () => step(-1),
  })
  return null
}

function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(`main :is(${steps})`)].filter((one) => one.offsetParent !== null)
  const at = all.indexOf(document.activeElement as HTMLElement)
  const next = all[at < 0 ? (by === 1 ? 0 : all.length - 1) : at + by]
  next?.focus({ preventScroll: true })
  next?.closest('li, tr')?.scrollIntoView({ block: 'nearest' })
}
