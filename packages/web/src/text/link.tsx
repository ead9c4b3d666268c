import type { ReactNode } from 'react'
import { safeAddress } from './safe-address.ts'

/** A link to another program, or just its text where the address is not one to follow. */
export function OutsideLink({ url, children }: { readonly url: string | undefined; readonly children: ReactNode }) {
  const href = safeAddress(url)
  return href === undefined ? (
    children
  ) : (
    <a href={href} rel="noreferrer noopener" target="_blank">
      {children}
    </a>
  )
}
