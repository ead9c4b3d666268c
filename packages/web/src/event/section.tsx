import { createContext, type ReactNode, use, useId } from 'react'

/** 1 on a page of its own, 2 beside the list, whose title is the page's. */
export const TitleLevel = createContext<1 | 2>(1)

/** A titled part of an event, one heading level below the event's title. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  const Heading = use(TitleLevel) === 1 ? 'h2' : 'h3'
  return (
    <section className="part" aria-labelledby={id}>
      <Heading id={id}>{title}</Heading>
      {children}
    </section>
  )
}

/** Named facts. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className="facts">{children}</dl>

/** One fact; nothing at all where there is nothing to say. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === undefined || children === null || children === false || children === '') return null
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
