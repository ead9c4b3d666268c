import { useEffect, useRef, useSyncExternalStore } from 'react'

const storeKey = 'daybook.keys'
const changed = new EventTarget()

/** Whether single keys do anything: some people's tools type letters for them. On unless switched off in this browser. */
export const useKeysAllowed = (): boolean =>
  useSyncExternalStore(
    (notify) => {
      changed.addEventListener('change', notify)
      return () => changed.removeEventListener('change', notify)
    },
    () => localStorage.getItem(storeKey) !== 'off',
  )

export function allowKeys(allowed: boolean): void {
  if (allowed) localStorage.removeItem(storeKey)
  else localStorage.setItem(storeKey, 'off')
  changed.dispatchEvent(new Event('change'))
}

/** As its keyboard writes it. */
export const commandKey: string =
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'

const typing = 'input, textarea, select, [contenteditable]'

/** Acts on single keys by `KeyboardEvent.key`, but not while somebody types, holds a modifier or has a dialog open. */
export function useShortcuts(actions: { readonly [key: string]: (() => void) | undefined }): void {
  const allowed = useKeysAllowed()
  const current = useRef(actions)
  useEffect(() => {
    current.current = actions
  })
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (document.querySelector('dialog[open]') || (event.target instanceof Element && event.target.closest(typing))) return
      // Escape is no character: it closes what is open also where single keys are off.
      const action = allowed || event.key === 'Escape' ? current.current[event.key] : undefined
      if (!action) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', act)
    return () => document.removeEventListener('keydown', act)
  }, [allowed])
}

/** Ctrl K, or ⌘ K: also while somebody types, but not over another dialog. */
export function useCommandKey(act: () => void): void {
  const allowed = useKeysAllowed()
  const current = useRef(act)
  useEffect(() => {
    current.current = act
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isIt = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k'
      if (!isIt || !allowed || event.defaultPrevented || document.querySelector('dialog[open]')) return
      event.preventDefault()
      current.current()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [allowed])
}
