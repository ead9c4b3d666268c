// `npm run sdk:pack`: makes the packages that an application installs, core and sdk, as tarballs. What has to be installed and
// built for it, `npm run` has done before.
//   node tools/sdk-pack.mjs [FOLDER]   default ./dist-packages; prints the paths
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = resolve(process.argv[2] ?? join(root, 'dist-packages'))

mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder)) if (/^daybook-(?:core|sdk)-.*\.tgz$/.test(name)) rmSync(join(folder, name))
const packages = ['core', 'sdk'].map((name) => `--workspace=@daybook/${name}`)
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const done = spawnSync(npm, ['pack', ...packages, '--pack-destination', folder, '--silent', '--ignore-scripts'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  encoding: 'utf8',
})
if (done.status !== 0) {
  console.error(`daybook: npm pack failed${done.error ? `: ${done.error.message}` : ` with exit code ${done.status}`}`)
  process.exit(done.status ?? 1)
}
for (const name of done.stdout.trim().split('\n')) console.log(relative(process.cwd(), join(folder, name)))
