type Properties = { readonly [name: string]: string | boolean | ((event: never) => void) }

/** A DOM element; strings become text, never markup. Functions are listeners by event name, the rest attributes. */
export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Properties = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name, value as unknown as EventListener)
    else if (value !== false) made.setAttribute(name, value === true ? '' : value)
  }
  made.append(...children)
  return made
}
