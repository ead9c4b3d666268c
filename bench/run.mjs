// npm run bench [-- ROW …] [--save]: every row of this step as a ratio beside its yardstick, measured in one run.
// A ratio survives a busy machine; an absolute figure does not. --save writes bench/results/<date>.md.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { machine } from './measure.mjs'
import { append } from './rows/append.mjs'
import { read } from './rows/read.mjs'
import { record } from './rows/record.mjs'
import { scale } from './rows/scale.mjs'
import { single } from './rows/single.mjs'
import { stages } from './rows/stages.mjs'
import { verify } from './rows/verify.mjs'

const rows = { append, single, read, verify, stages, scale, record }
const chosen = process.argv.slice(2).filter((name) => !name.startsWith('--'))
const unknown = chosen.filter((name) => !(name in rows))
if (unknown.length > 0) {
  console.error(`unknown row ${unknown.join(', ')}; there are ${Object.keys(rows).join(', ')}`)
  process.exit(2)
}

const before = machine()
const lines = [`# ${new Date().toISOString().slice(0, 10)}, commit ${before.commit}`, '']
lines.push(
  `${before.cpu}, ${before.memoryGiB} GiB, Node ${before.node}, load ${before.load} at the start. Command: \`npm run bench${chosen.map((name) => ` ${name}`).join('')}\``,
  '',
)
lines.push('| what | goal | ratio (spread of pairs) | measured | yardstick |', '|---|---|---|---|---|')
for (const [name, row] of Object.entries(rows)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  process.stderr.write(`bench: ${name} …\n`)
  for (const each of await row()) {
    const figure = each.ratio === undefined ? '–' : `**${each.ratio}**${each.spread ? ` (${each.spread.join('–')})` : ''}`
    lines.push(`| ${each.name} | ${each.goal ?? '–'} | ${figure} | ${each.measured} | ${each.yardstick ?? '–'} |`)
    process.stderr.write(`  ${lines.at(-1)}\n`)
  }
}
lines.push('', `Load at the end: ${machine().load}.`, '')
console.log(lines.join('\n'))
if (process.argv.includes('--save')) {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${new Date().toISOString().slice(0, 10)}.md`), lines.join('\n'))
}
