// `npm start`: a firm at work, its trail beside it. Starts `daybook serve`, gives the example back office a year of history
// on its first start, and starts the back office. Doing it again changes nothing.
//   npm start -- proposals     another history instead: the public proposals of a programming language, by `daybook import`
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'packages/server/bin/daybook.js')
const data = process.env.DAYBOOK_DATA ?? join(root, 'daybook-data')
const asked = process.argv.slice(2)
const showsProposals = asked[0] === 'proposals'
const flags = showsProposals ? asked.slice(1) : asked
const trail = showsProposals ? 'proposals' : 'back-office'
const toolPort = process.env.BACK_OFFICE_PORT ?? '4340'
const toolUrl = `http://127.0.0.1:${toolPort}`
const toolData = join(data, '..', 'back-office-data')

/** Runs one command against the running server; its words go to the terminal. Answers its JSON. */
function daybook(args, accepted = [0]) {
  const done = spawnSync(process.execPath, [bin, ...args, '--data', data, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (!accepted.includes(done.status)) throw new Error(`daybook ${args.join(' ')} ended with ${done.status}\n${done.stdout}`)
  return JSON.parse(done.stdout)
}

function loadProposals(url) {
  const example = join(root, 'examples/proposals')
  const real = join(root, '../shared/data/peps-history.jsonl.gz')
  const history = existsSync(real) ? real : join(example, 'sample.ndjson')
  daybook(['trail', 'create', trail, '--if-missing'])
  daybook(['catalogue', 'push', join(example, 'daybook.catalogue.ts'), '--trail', trail])
  // 1 means that some lines were refused: they are counted and named, the others are on the trail.
  const counts = daybook(['import', history, '--map', join(example, 'mapping.json'), '--trail', trail], [0, 1])
  console.log(`
  ${relative(root, history)} on the trail "${trail}":
  ${counts.lines} lines = ${counts.stored} stored + ${counts.duplicates} there before + ${counts.conflicts} in conflict + ${counts.refused} refused
`)
  return sayWhere(url)
}

async function startFirm(url) {
  daybook(['trail', 'create', trail, '--if-missing'])
  daybook(['catalogue', 'push', join(root, 'examples/back-office/daybook.catalogue.ts'), '--trail', trail])
  const key = writerKey()
  const { loadYear } = await import('../examples/back-office/history/load.ts')
  const trailUrl = `${url.replace(/\/$/, '')}/v1/trails/${trail}`
  const progress = (sent, of) => {
    if (process.stderr.isTTY) process.stderr.write(`\r  a year of history: ${sent} of ${of} events`)
  }
  const loaded = await loadYear({ url: trailUrl, key, data: toolData, toolUrl, now: Date.now(), progress })
  if (loaded !== undefined) console.log(`\n  ${loaded} events of the last year are on the trail "${trail}".`)
  if (loaded !== undefined) await untilSearchable(url)
  startTool(url, trailUrl, key)
}

/** The first page is to show the whole year: the index follows the trail by itself, and is awaited, but not for ever. */
async function untilSearchable(url) {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${url.replace(/\/$/, '')}/readyz`)
    const { trails } = await answer.json()
    if (trails.every(({ index }) => index.lag === 0)) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Made once and kept with the tool, as a tool keeps its secrets. */
function writerKey() {
  const path = join(toolData, 'daybook.key')
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  mkdirSync(toolData, { recursive: true })
  const { key } = daybook(['key', 'create', '--trail', trail, '--role', 'writer', '--name', 'Back office'])
  writeFileSync(path, `${key}\n`, { mode: 0o600 })
  return key
}

function startTool(url, trailUrl, key) {
  const tool = spawn(process.execPath, [join(root, 'examples/back-office/app/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DAYBOOK_URL: trailUrl,
      DAYBOOK_KEY: key,
      DAYBOOK_PAGES: `${url.replace(/\/$/, '')}/t/${trail}`,
      BACK_OFFICE_DATA: toolData,
      BACK_OFFICE_PORT: toolPort,
    },
  })
  tool.stdout.once('data', () =>
    sayWhere(url, `\n  The firm's own tool    ${toolUrl}   (sign in as anybody; what you do there shows in the trail at once)`),
  )
  tool.on('exit', () => server.kill('SIGTERM'))
  server.on('exit', () => tool.kill('SIGTERM'))
  children.push(tool)
}

function sayWhere(url, more = '') {
  const { link } = daybook(['link'])
  console.log(`
  Open                   ${link}
  (the link signs you in once; "npm run -s daybook -- link" makes another)${more}

  Then try
    npm run -s daybook -- search "actor:maria" --trail ${trail}
    npm run -s daybook -- demo tamper
    npm run -s daybook -- export --trail ${trail} --format bundle --out bundle
    npm run -s daybook -- trail policy ${trail} > policy.txt
    npm run -s daybook -- verify bundle --policy policy.txt

  The server is at ${url}. Ctrl-C stops it.
`)
}

const server = spawn(process.execPath, [bin, 'serve', '--data', data, '--trail', trail, '--json', ...flags], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const children = [server]
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
  })
server.on('exit', (code) => process.exit(code ?? 0))
let heard = ''
server.stdout.on('data', (chunk) => {
  const ready = !heard.includes('\n')
  heard += chunk
  if (!ready || !heard.includes('\n')) return
  const { url } = JSON.parse(heard.split('\n')[0])
  // Without an address the server has said why on stderr, and ends.
  if (!url) return
  Promise.resolve(showsProposals ? loadProposals(url) : startFirm(url)).catch((error) => {
    console.error(error.message)
    server.kill('SIGTERM')
    process.exitCode = 1
  })
})
