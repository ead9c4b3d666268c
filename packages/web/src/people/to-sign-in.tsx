import { Navigate, useRouterState } from '@tanstack/react-router'

/** To the sign-in page, which comes back to where one is. */
export function ToSignIn() {
  const to = useRouterState({ select: ({ location }) => location.href })
  return <Navigate to="/sign-in" search={to === '/' || to.startsWith('/sign-in') ? {} : { to }} replace />
}
