interface Named {
  readonly type: string
  readonly id: string
}

/**
 * A case as the record that somebody looked at: of the type `workflow`, its own type and id in one. Where either has a slash,
 * slashes in it are `%2F`, so that one slash stands between the two.
 *
 * @example caseAsRecord({ type: 'refund', id: '2026/31' }).id === 'refund/2026%2F31'
 */
export const caseAsRecord = ({ type, id }: Named): Named => ({
  type: 'workflow',
  id: `${withoutSlash(type)}/${withoutSlash(id)}`,
})

/** What looks at a case may name: as above, and as older trails have it, where slashes are plain and `a/b/c` may be two cases. */
export const recordsOfCase = (one: Named): readonly Named[] => {
  const record = caseAsRecord(one)
  const before = `${one.type}/${one.id}`
  return before === record.id ? [record] : [record, { ...record, id: before }]
}

/** Names without a slash stay as they are, but for those that would read as one that had some. */
const withoutSlash = (name: string): string =>
  /\/|%2[5F]/.test(name) ? name.replaceAll('%', '%25').replaceAll('/', '%2F') : name
