// `npm start`: a server with something to see. Starts `daybook serve`, then loads a history into it with the same public
// commands anybody would use: a catalogue, a mapping, an import. Doing it again changes nothing.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'packages/server/bin/daybook.js')
const example = join(root, 'examples/proposals')
const real = join(root, '../shared/data/peps-history.jsonl.gz')
const history = existsSync(real) ? real : join(example, 'sample.ndjson')
const data = process.env.DAYBOOK_DATA ?? join(root, 'daybook-data')
const flags = process.argv.slice(2)

/** Runs one command against the running server; its words go to the terminal. Answers its JSON. */
function daybook(args, accepted = [0]) {
  const done = spawnSync(process.execPath, [bin, ...args, '--data', data, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (!accepted.includes(done.status)) throw new Error(`daybook ${args.join(' ')} ended with ${done.status}\n${done.stdout}`)
  return JSON.parse(done.stdout)
}

function load(url) {
  daybook(['trail', 'create', 'proposals', '--if-missing'])
  daybook(['catalogue', 'push', join(example, 'daybook.catalogue.ts'), '--trail', 'proposals'])
  // 1 means that some lines were refused: they are counted and named, the others are on the trail.
  const counts = daybook(['import', history, '--map', join(example, 'mapping.json'), '--trail', 'proposals'], [0, 1])
  const { link } = daybook(['link'])
  console.log(`
  ${relative(root, history)} on the trail "proposals":
  ${counts.lines} lines = ${counts.stored} stored + ${counts.duplicates} there before + ${counts.conflicts} in conflict + ${counts.refused} refused

  Open  ${link}
  (the link signs you in once; "npm run -s daybook -- link" makes another)

  Then try
    npm run -s daybook -- export --trail proposals --format bundle --out bundle
    npm run -s daybook -- trail policy proposals > policy.txt
    npm run -s daybook -- verify bundle --policy policy.txt

  The server is at ${url}. Ctrl-C stops it.
`)
}

const server = spawn(process.execPath, [bin, 'serve', '--data', data, '--trail', 'proposals', '--json', ...flags], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 0))
let heard = ''
server.stdout.on('data', (chunk) => {
  const ready = !heard.includes('\n')
  heard += chunk
  if (!ready || !heard.includes('\n')) return
  try {
    const { url } = JSON.parse(heard.split('\n')[0])
    // Without an address the server has said why on stderr, and ends.
    if (url) load(url)
  } catch (error) {
    console.error(error.message)
    server.kill('SIGTERM')
    process.exitCode = 1
  }
})
