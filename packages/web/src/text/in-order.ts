import { createElement, Fragment, type ReactElement, type ReactNode } from 'react'

/** Shows items that never move among themselves (the pieces of one recorded text or list), so that none needs a key. */
export const inOrder = <T>(items: readonly T[], show: (item: T) => ReactNode): ReactElement =>
  createElement(Fragment, null, ...items.map(show))
