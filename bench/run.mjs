// npm run bench [-- ROW …] [--save] [--quick] [--long] [--data DIR [--trail NAME]]: every row as a ratio beside its yardstick, measured in one run.
// A ratio survives a busy machine; an absolute figure does not. --save writes bench/results/<date>.md; --quick
// cuts every count by ten, to see that a row runs; --long is for lists at 1 M events and growth to 10 M; --data is for scale and
// reading, which then measure on that folder.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { machine } from './measure.mjs'
import { append } from './rows/append.mjs'
import { index } from './rows/index.mjs'
import { lists } from './rows/lists.mjs'
import { mixed } from './rows/mixed.mjs'
import { peers } from './rows/peers.mjs'
import { read } from './rows/read.mjs'
import { reading } from './rows/reading.mjs'
import { record } from './rows/record.mjs'
import { scale } from './rows/scale.mjs'
import { single } from './rows/single.mjs'
import { stages } from './rows/stages.mjs'
import { verify } from './rows/verify.mjs'

const rows = { append, single, read, verify, stages, record, index, lists, reading, mixed, peers, scale }
const flags = Object.fromEntries(['save', 'quick', 'long'].map((name) => [name, process.argv.includes(`--${name}`)]))
const wordBehind = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined)
const [data, trail] = [wordBehind('--data'), wordBehind('--trail')]
const given = process.argv
  .slice(2)
  .filter((word, at, all) => !/^--(?:data|trail)$/.test(word) && !/^--(?:data|trail)$/.test(all[at - 1] ?? ''))
const chosen = given.filter((name) => !name.startsWith('--'))
const unknown = given.filter((name) => !(name in rows) && !(name.replace('--', '') in flags))
if (unknown.length > 0) {
  console.error(`unknown ${unknown.join(', ')}; rows are ${Object.keys(rows).join(', ')}, flags --save, --quick, --long`)
  process.exit(2)
}

// Ends what rows have started, too: each ends its own with this process.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

/** What a row found; one that fails keeps no other from being measured. */
async function linesOf(name, row) {
  try {
    return await row({ cut: flags.quick ? 10 : 1, long: flags.long, ...(data ? { data } : {}), ...(trail ? { trail } : {}) })
  } catch (error) {
    console.error(error)
    process.exitCode = 1
    return [{ name, measured: `failed: ${error.message.split('\n')[0]}` }]
  }
}

const before = machine()
const lines = [`# ${new Date().toISOString().slice(0, 10)}, commit ${before.commit}`, '']
lines.push(
  `${before.cpu}, ${before.memoryGiB} GiB, Node ${before.node}, load ${before.load} at the start. Command: \`npm run bench${process.argv.length > 2 ? ' --' : ''}${process.argv
    .slice(2)
    .map((word) => ` ${word}`)
    .join('')}\``,
  '',
)
if (flags.quick) lines.push('Every count is cut by ten: these figures say that the rows run, and nothing else.', '')
lines.push('| what | goal | ratio (spread of pairs) | measured | yardstick |', '|---|---|---|---|---|')
const took = []
for (const [name, row] of Object.entries(rows)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  process.stderr.write(`bench: ${name} …\n`)
  const started = performance.now()
  for (const each of await linesOf(name, row)) {
    const figure = each.ratio === undefined ? '–' : `**${each.ratio}**${each.spread ? ` (${each.spread.join('–')})` : ''}`
    lines.push(`| ${each.name} | ${each.goal ?? '–'} | ${figure} | ${each.measured} | ${each.yardstick ?? '–'} |`)
    process.stderr.write(`  ${lines.at(-1)}\n`)
  }
  took.push(`${name} ${Math.round((performance.now() - started) / 1000)} s`)
}
lines.push('', `Load at the end: ${machine().load}. Took ${took.join(', ')}.`, '')
console.log(lines.join('\n'))
if (flags.save) {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${new Date().toISOString().slice(0, 10)}.md`), lines.join('\n'))
}
