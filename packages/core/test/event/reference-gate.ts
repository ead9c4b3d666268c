import { limits } from '../../src/event/limits.ts'
import type { RefusalCode } from '../../src/refusal.ts'

/**
 * What the gate should say of one value, by a second, plainly written reading: recursive descent straight from the
 * grammar of RFC 8259, numbers judged as exact fractions. Slow, and no part of it is shared with the gate.
 */
export type Judged =
  | { readonly verdict: 'not json' }
  | { readonly verdict: 'problem'; readonly code: RefusalCode; readonly pointer: string }
  | { readonly verdict: 'fine'; readonly value: unknown }

class NotJson extends Error {}

export function judge(text: string): Judged {
  const found: { code: RefusalCode; pointer: string }[] = []
  let at = 0
  const fail = (): never => {
    throw new NotJson()
  }
  const space = (): void => {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++
  }
  const take = (expected: string): void => {
    if (!text.startsWith(expected, at)) fail()
    at += expected.length
  }
  const report = (code: RefusalCode, path: readonly string[]): void => {
    const unfit = path.findIndex((token) => token.length > 128 || !token.isWellFormed() || token.includes('\0'))
    const tokens = unfit < 0 ? path : path.slice(0, unfit)
    found.push({ code, pointer: tokens.map((token) => `/${token.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('') })
  }
  const string = (): string => {
    const match = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/.exec(text.slice(at))
    if (!match) fail()
    at += match![0].length
    return JSON.parse(match![0])
  }
  const judgeString = (value: string, path: readonly string[]): void => {
    if (Buffer.byteLength(value) > limits.stringBytes) report('string_too_long', path)
    if (!value.isWellFormed() || value.includes('\0')) report('invalid_unicode', path)
  }
  const number = (path: readonly string[]): number => {
    const match = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(text.slice(at))
    if (!match) fail()
    at += match![0].length
    const value = Number(match![0])
    const digits = (match![1]! + (match![2] ?? '').slice(1)).replace(/^0+/, '').replace(/0+$/, '')
    const isZero = digits === ''
    if (
      Math.abs(value) >= 2 ** 53 ||
      digits.length > limits.significantDigits ||
      (value === 0 && (!isZero || match![0].startsWith('-')))
    ) {
      report('unsafe_number', path)
    }
    return value
  }
  const object = (path: readonly string[], depth: number): unknown => {
    const members = new Map<string, unknown>()
    take('{')
    space()
    for (let first = true; text[at] !== '}'; first = false) {
      if (!first) take(',')
      space()
      const name = string()
      const here = [...path, name]
      judgeString(name, here)
      if (name === '__proto__' || (name === 'prototype' && path.at(-1) === 'constructor')) report('forbidden_key', here)
      if (members.has(name)) report('duplicate_key', here)
      space()
      take(':')
      members.set(name, value(here, depth))
      space()
    }
    take('}')
    return members.has('__proto__') ? undefined : Object.fromEntries(members)
  }
  const list = (path: readonly string[], depth: number): unknown => {
    const items: unknown[] = []
    take('[')
    space()
    for (let first = true; text[at] !== ']'; first = false) {
      if (!first) take(',')
      items.push(value([...path, String(items.length)], depth))
      space()
    }
    take(']')
    return items
  }
  const value = (path: readonly string[], depth: number): unknown => {
    space()
    const unit = text[at] ?? fail()
    if (unit === '{' || unit === '[') {
      if (depth === limits.depth) report('too_deep', path)
      return unit === '{' ? object(path, depth + 1) : list(path, depth + 1)
    }
    if (unit === '"') {
      const read = string()
      judgeString(read, path)
      return read
    }
    for (const [word, constant] of [['true', true] as const, ['false', false] as const, ['null', null] as const]) {
      if (!text.startsWith(word, at)) continue
      at += word.length
      return constant
    }
    return number(path)
  }
  try {
    const read = value([], 0)
    const bytes = Buffer.byteLength(text.slice(0, at).replace(/^[ \t\n\r]+/, ''))
    space()
    if (at < text.length) fail()
    if (bytes > limits.eventBytes) return { verdict: 'problem', code: 'event_too_large', pointer: '' }
    if (found[0]) return { verdict: 'problem', ...found[0] }
    if (typeof read !== 'object' || read === null || Array.isArray(read))
      return { verdict: 'problem', code: 'not_an_object', pointer: '' }
    return { verdict: 'fine', value: read }
  } catch (thrown) {
    if (thrown instanceof NotJson) return { verdict: 'not json' }
    throw thrown
  }
}
