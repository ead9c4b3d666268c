#!/usr/bin/env node
import { existsSync } from 'node:fs'

const major = Number(process.versions.node.split('.')[0])
const main = new URL('../dist/command/main.js', import.meta.url)
if (major < 24) {
  process.stderr.write(
    `daybook: this is Node ${process.versions.node}; the command needs Node 24 or newer.\n` +
      '  Install Node 24 from https://nodejs.org, or from a clone run: npm run -s daybook -- --help\n',
  )
  process.exitCode = 2
} else if (!existsSync(main)) {
  process.stderr.write('daybook: the command is not built yet.\n  Run: npm run build\n')
  process.exitCode = 2
} else {
  if (process.argv[2] === 'serve') {
    const { becomeLean } = await import('../dist/command/lean-process.js')
    becomeLean()
  }
  const { main: run } = await import(main.href)
  await run(process.argv.slice(2))
}
