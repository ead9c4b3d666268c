/** Which methods each address takes, for 405 and OPTIONS. Made from the routes themselves. */
export class MethodTable {
  readonly #rows: readonly { readonly pattern: RegExp; readonly method: string }[]

  constructor(routes: readonly { readonly method: string; readonly path: string }[]) {
    // Every address answers OPTIONS; a few have an answer of their own.
    this.#rows = routes
      .filter(({ method }) => method !== 'OPTIONS')
      .map(({ method, path }) => ({ method, pattern: patternOf(path) }))
  }

  /** Sorted, each once; empty for an address that no route has. */
  at(path: string): readonly string[] {
    const methods = this.#rows.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
    return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].sort()
  }
}

const patternOf = (path: string): RegExp => {
  const steps = path.split('/').map((step) => {
    if (!step.startsWith(':')) return step.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return step.endsWith('{.+}') ? '.+' : '[^/]+'
  })
  return new RegExp(`^${steps.join('/')}$`)
}
