/**
 * A cache of things made from texts: `recall(key, make)` makes each once. It is emptied when it holds `most`, so that
 * strangers who make up keys cannot fill the memory.
 */
export function remembered<Made>(most: number): (key: string, make: () => Made) => Made {
  const all = new Map<string, Made>()
  return (key, make) => {
    const known = all.get(key)
    if (known !== undefined) return known
    if (all.size >= most) all.clear()
    const made = make()
    all.set(key, made)
    return made
  }
}
