import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/list.css'
import './styles/event.css'
import './styles/proof.css'
import './styles/search.css'
import './styles/pages.css'
import './styles/command.css'
import './styles/around.css'
import './styles/compare.css'
import './styles/catalogue.css'
import './styles/views.css'
import './styles/notes.css'
import './styles/looked.css'
import './styles/people.css'
import './styles/watch.css'
import './styles/media.css'
import './styles/print.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { ApiProblem } from './api/request.ts'
import { language } from './messages/messages.ts'
import { router } from './router.tsx'

/** Only what may pass by itself is tried again: no answer, a busy server, a server's failure. */
const passing = (error: Error) =>
  error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500)

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && passing(error),
      // The server may be on this very machine: being offline says nothing.
      networkMode: 'always',
      refetchOnWindowFocus: false,
      staleTime: 10_000,
    },
  },
})

document.documentElement.lang = language
const root = document.getElementById('root')
if (!root) throw new Error('the page has no element with the id "root"')
createRoot(root).render(
  <QueryClientProvider client={client}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
)
