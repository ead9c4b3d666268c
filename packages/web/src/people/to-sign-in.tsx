import { Navigate, useRouterState } from '@tanstack/react-router'

/** To the sign-in page, which comes back to where one is. Several parts of a page may find that nobody is signed in. */
export function ToSignIn() {
  const here = useRouterState({ select: ({ location }) => location })
  if (here.pathname === '/sign-in') return null
  return <Navigate to="/sign-in" search={here.publicHref === '/' ? {} : { to: here.publicHref }} replace />
}
