import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathOfNames, unmarkedName } from '../../src/record/names-in-path.ts'

/** What a server finds in the path of an address, as any program sends it. */
const namesAt = (path: string): readonly (string | undefined)[] => {
  const { pathname } = new URL(path, 'http://daybook.example')
  const [, , second, ...rest] = pathname.split('/')
  const names = second === '~' ? rest.slice(1).map(unmarkedName) : rest
  return names.map((name) => (name === undefined ? undefined : decodeURIComponent(name)))
}

const odd = [
  '.',
  '..',
  '~',
  '~.',
  '~..',
  '~~.',
  '...',
  '%2E',
  '%2e%2e',
  'a/b',
  '%2F',
  '%',
  '?',
  '#',
  ' ',
  'é',
  '\u202e',
  '~/records',
]

describe('names at the end of an address', () => {
  it.each(odd.flatMap((type) => odd.map((id) => [type, id])))('%j and %j arrive as themselves', (type, id) => {
    expect(namesAt(pathOfNames('/office', 'records', type, id))).toEqual([type, id])
    expect(namesAt(pathOfNames('/office', 'imports', id))).toEqual([id])
  })

  it('so does whatever else there is, and only steps are written in another way', () => {
    const name = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom(...odd))
    fc.assert(
      fc.property(name, name, (type, id) => {
        const path = pathOfNames('/office', 'records', type, id)
        expect(namesAt(path)).toEqual([type, id])
        const isPlain = path === `/office/records/${encodeURIComponent(type)}/${encodeURIComponent(id)}`
        expect(isPlain).toBe(!['.', '..'].includes(type) && !['.', '..'].includes(id))
      }),
    )
  })

  it('a name behind the mark without one of its own is none', () => {
    expect(unmarkedName('..')).toBeUndefined()
    expect(unmarkedName('~~.')).toBe('~.')
  })
})
