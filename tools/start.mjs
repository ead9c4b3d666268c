// `npm start`: a firm at work, its trail beside it. Starts `daybook serve`, gives the example back office a year of history
// on its first start, and starts the back office. Doing it again changes nothing.
//   npm start -- proposals     another history instead: the public proposals of a programming language, by `daybook import`
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { makePeople } from '../examples/back-office/people.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'packages/server/bin/daybook.js')
const asked = process.argv.slice(2)
const showsProposals = asked[0] === 'proposals'
const flags = showsProposals ? asked.slice(1) : asked
const usualData = join(root, 'daybook-data')
const data = resolve(flags[flags.indexOf('--data') + 1 || -1] ?? process.env.DAYBOOK_DATA ?? usualData)
const trail = showsProposals ? 'proposals' : 'back-office'
const toolPort = process.env.BACK_OFFICE_PORT ?? '4340'
const toolUrl = `http://127.0.0.1:${toolPort}`
const toolData = join(data, '..', 'back-office-data')

/** Runs one command against the running server; its words go to the terminal. Answers its JSON. */
async function daybook(args, accepted = [0]) {
  const command = spawn(process.execPath, [bin, ...args, '--data', data, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said, [status]] = await Promise.all([text(command.stdout), once(command, 'exit')])
  if (!accepted.includes(status)) throw new Error(`daybook ${args.join(' ')} ended with ${status}\n${said}`)
  return JSON.parse(said)
}

async function loadProposals(url) {
  const example = join(root, 'examples/proposals')
  const real = join(root, '../shared/data/peps-history.jsonl.gz')
  const history = existsSync(real) ? real : join(example, 'sample.ndjson')
  await daybook(['trail', 'create', trail, '--if-missing'])
  await daybook(['catalogue', 'push', join(example, 'daybook.catalogue.ts'), '--trail', trail])
  // 1 means that some lines were refused: they are counted and named, the others are on the trail.
  const counts = await daybook(['import', history, '--map', join(example, 'mapping.json'), '--trail', trail], [0, 1])
  console.log(`
  ${relative(root, history)} on the trail "${trail}":
  ${counts.lines} lines = ${counts.stored} stored + ${counts.duplicates} there before + ${counts.conflicts} in conflict + ${counts.refused} refused
`)
  sayWhere(url, await daybook(['link']))
}

async function startFirm(url, first) {
  // Made already where this is the first start of all.
  if (first?.trail !== trail) await daybook(['trail', 'create', trail, '--if-missing'])
  const [key, readerKey] = await Promise.all([
    keyOf('writer', 'daybook.key'),
    keyOf('reader', 'daybook-reader.key'),
    daybook(['catalogue', 'push', join(root, 'examples/back-office/daybook.catalogue.ts'), '--trail', trail]),
  ])
  const trailUrl = `${url.replace(/\/$/, '')}/v1/trails/${trail}`
  // While the year is loaded: a password costs time on purpose.
  const [loaded, people] = await Promise.all([year({ url: trailUrl, key }), makePeople({ data, toolData, trail })])
  if (loaded !== undefined) console.log(`\n  ${loaded} events of the last year are on the trail "${trail}".`)
  const [link] = await Promise.all([
    daybook(['link']),
    startTool(url, trailUrl, { key, readerKey }),
    loaded === undefined ? undefined : untilSearchable(url, key),
  ])
  sayWhere(
    url,
    link,
    `\n  The firm's own tool    ${toolUrl}   (sign in as anybody; what you do there shows in the trail at once)\n
  Or sign in at ${url.replace(/\/$/, '')}/sign-in as somebody of the firm, and read what that role may:
    ${people.join('\n    ')}`,
  )
}

/**
 * A year of history for an empty tool, made in a thread of its own while the server starts. Answers what loads it onto
 * the trail.
 */
function makeYear() {
  const thread = new Worker(new URL('../examples/back-office/history/year-thread.ts', import.meta.url), {
    workerData: { data: toolData, toolUrl, now: Date.now() },
  })
  const loaded = new Promise((resolve, reject) => {
    thread.on('error', reject)
    thread.on('message', ({ sent, of, loaded }) => {
      if (sent === undefined) resolve(loaded)
      else if (process.stderr.isTTY) process.stderr.write(`\r  a year of history: ${sent} of ${of} events`)
    })
  })
  // What goes wrong before anybody waits for it is said when somebody does.
  loaded.catch(() => undefined)
  return (destination) => {
    thread.postMessage(destination)
    return loaded
  }
}

/**
 * The first page is to show the whole year: the index follows the trail by itself, and is awaited, but not for ever. On a
 * slow machine the page opens before, says how much is missing, and fills itself.
 */
async function untilSearchable(url, key) {
  const untilMs = Math.max(45_000, performance.now() + 5_000)
  while (performance.now() < untilMs) {
    const answer = await fetch(`${url.replace(/\/$/, '')}/readyz`, { headers: { authorization: `Bearer ${key}` } })
    const { trails } = await answer.json()
    if (trails.every(({ index }) => index.lag === 0)) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Made once and kept with the tool, as a tool keeps its secrets. */
async function keyOf(role, name) {
  const path = join(toolData, name)
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  mkdirSync(toolData, { recursive: true })
  const { key } = await daybook(['key', 'create', '--trail', trail, '--role', role, '--name', 'Back office'])
  writeFileSync(path, `${key}\n`, { mode: 0o600 })
  return key
}

/** Answers when the tool listens. */
async function startTool(url, trailUrl, { key, readerKey }) {
  const tool = spawn(process.execPath, [join(root, 'examples/back-office/app/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DAYBOOK_URL: trailUrl,
      DAYBOOK_KEY: key,
      DAYBOOK_READER_KEY: readerKey,
      DAYBOOK_PAGES: `${url.replace(/\/$/, '')}/t/${trail}`,
      BACK_OFFICE_DATA: toolData,
      BACK_OFFICE_PORT: toolPort,
    },
  })
  tool.on('exit', () => server.kill('SIGTERM'))
  server.on('exit', () => tool.kill('SIGTERM'))
  children.push(tool)
  await once(tool.stdout, 'data')
}

/** The folder as a command line names it; not at all where the commands find it by themselves. */
const where = data === usualData ? '' : ` --data ${/^[\w./:\\-]+$/.test(data) ? data : `"${data}"`}`

function sayWhere(url, { link }, more = '') {
  console.log(`
  Open                   ${link}
  (the link signs you in once; "npm run -s daybook -- link${where}" makes another)${more}

  Then try
    npm run -s daybook -- search "actor:maria" --trail ${trail}${where}
    npm run -s daybook -- export --trail ${trail} --format bundle --out bundle${where}
    npm run -s daybook -- trail policy ${trail}${where} > policy.txt
    npm run -s daybook -- verify bundle --policy policy.txt

  For an engineer, on temporary folders
    npm run -s daybook -- demo tamper       changes copies of a trail: which check finds which
    npm run -s daybook -- demo crash        kills a server under load and counts what is lost
    npm run -s daybook -- bench --quick     what it costs on this machine, as ratios
    examples/${showsProposals ? 'proposals' : 'back-office'}/README.md          ${showsProposals ? 'how this history was mapped' : 'how the firm’s tool is instrumented, in two minutes'}

  The server is at ${url}. Ctrl-C stops it.
`)
}

const server = spawn(process.execPath, [bin, 'serve', '--data', data, '--trail', trail, '--json', ...flags], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const children = [server]
const year = showsProposals ? undefined : makeYear()
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
  const { url, first } = JSON.parse(heard.split('\n')[0])
  // Without an address the server has said why on stderr, and ends.
  if (!url) return
  Promise.resolve(showsProposals ? loadProposals(url) : startFirm(url, first)).catch((error) => {
    console.error(error.message)
    server.kill('SIGTERM')
    process.exitCode = 1
  })
})
