import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router'

/** Closes the open event: back to the list it was opened from, or on to the list where it was opened from elsewhere. */
export function useClose(trail: string): () => void {
  const navigate = useNavigate()
  const router = useRouter()
  const over = useRouterState({ select: (state) => state.location.state.over })
  return () => {
    if (over !== undefined && over > 0) router.history.go(-over)
    else void navigate({ to: '/t/$trail/search', params: { trail }, search: true })
  }
}
