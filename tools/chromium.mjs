// Finds a Chromium for the browser tests; installs Debian's where apt and root are at hand. Prints nothing; answers a path or undefined.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = [
  process.env.DAYBOOK_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const present = () => places.find((path) => path && existsSync(path))

/** The path of a Chromium, installing one if that takes no more than apt. */
export function chromium({ install = false, say = () => {} } = {}) {
  const found = present()
  if (found || !install) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(
      'browser tests will not run: no Chromium here. Install one (Debian: apt-get install chromium) or name it in DAYBOOK_CHROMIUM',
    )
    return undefined
  }
  say('installing chromium for the browser tests (once)')
  const quiet = { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], quiet)
  spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation', 'fonts-noto-core'],
    quiet,
  )
  if (!present()) say('browser tests will not run: apt-get could not install chromium')
  return present()
}
