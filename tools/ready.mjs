// Makes a clone ready to run: installs what is missing and builds what is stale. No dependencies, runs on Node >= 20.
//   node tools/ready.mjs run    what `npm start` and `npm run daybook` need
//   node tools/ready.mjs test   everything, test tools included
// Says on stderr what it does; quick and silent when there is nothing to do.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const goal = process.argv[2] === 'test' ? 'test' : 'run'
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Daybook needs Node 20.19 or newer to set itself up; this is ${process.version}.`)
  process.exit(1)
}

const say = (text) => process.stderr.write(`daybook: ${text}\n`)
const digest = (parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

/** Runs a tool with its output on stderr; ends this process with its exit code if it fails. */
function run(what, command, args) {
  say(what)
  const started = Date.now()
  const path = `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, PATH: path } })
  if (done.status !== 0) {
    say(`${command} ${args.join(' ')} failed${done.error ? `: ${done.error.message}` : ` with exit code ${done.status}`}`)
    process.exit(done.status ?? 1)
  }
  say(`done in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

const stateFile = join(root, 'node_modules', '.daybook-ready.json')
const readState = () => JSON.parse(read(stateFile) || '{}')
const writeState = (change) => writeFileSync(stateFile, JSON.stringify({ ...readState(), ...change }))

function install() {
  const manifests = [
    'package.json',
    'package-lock.json',
    ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/package.json`),
  ]
  const installed = digest(manifests.map((name) => read(join(root, name))))
  const state = readState()
  if (state.installed === installed && (state.goal === 'test' || goal === 'run')) return
  // `install --no-save` rather than `ci`: it keeps to the lock file as well, and does not stop where a registry lacks the
  // packages of some other platform.
  const scope = goal === 'run' ? ['--omit=dev'] : []
  run(
    `installing ${goal === 'run' ? 'what running needs' : 'everything, test tools included'} (once)`,
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...scope],
  )
  writeState({ installed, goal })
}

/** Newest change and names of all sources, so that an edit, an addition and a removal are all noticed. */
function sourcesOf(folder, found = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name === 'test') continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) sourcesOf(path, found)
    else if (/\.(ts|tsx|css|html|json|sql|txt|svg)$/.test(entry.name)) found.push(`${path}:${statSync(path).mtimeMs}`)
  }
  return found
}

function build() {
  const packages = readdirSync(join(root, 'packages'))
  const sources = packages.flatMap((name) => sourcesOf(join(root, 'packages', name)))
  const built = digest([...sources, read(join(root, 'tsconfig.base.json'))])
  const outputs = [
    ...packages.filter((name) => name !== 'web').map((name) => `packages/${name}/dist/index.js`),
    'packages/web/dist/app/index.html',
    'packages/web/dist/widget/daybook-history.js',
  ]
  if (readState().built === built && outputs.every((path) => existsSync(join(root, path)))) return
  // A build record without its output would make the compiler skip the work.
  for (const name of packages)
    if (!existsSync(join(root, 'packages', name, 'dist')))
      rmSync(join(root, 'packages', name, 'tsconfig.tsbuildinfo'), { force: true })
  run('building', 'npm', ['run', '-s', 'build'])
  writeState({ built })
}

mkdirSync(join(root, 'node_modules'), { recursive: true })
install()
build()
