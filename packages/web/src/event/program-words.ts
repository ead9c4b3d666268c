import { fill, m } from '../messages/messages.ts'

// The first that fits: every browser names those that it came from, too.
const browsers = [
  ['Edge', /\bEdgA?(?:iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|Chromium)\//],
  ['Safari', /\bVersion\/[\d.]+.*\bSafari\//],
] as const

const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
] as const

const firstOf = (all: readonly (readonly [name: string, sign: RegExp])[], text: string): string | undefined =>
  all.find(([, sign]) => sign.test(text))?.[0]

/** What a browser says of itself (HTTP User-Agent, RFC 9110 10.1.5), as people call it: “Chrome on Windows”; anything else as it is. */
export function programWords(userAgent: string): string {
  const browser = /^Mozilla\/5\.0 /.test(userAgent) ? firstOf(browsers, userAgent) : undefined
  if (browser === undefined) return userAgent
  const system = firstOf(systems, userAgent)
  return system === undefined ? browser : fill(m.event.browserOn, { browser, system })
}
