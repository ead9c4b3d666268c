import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../faults/running-server.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const guide = (name: string) => readFileSync(join(root, 'docs/guides', `${name}.md`), 'utf8')
const blocks = (name: string, language = 'sh'): readonly string[] =>
  [...guide(name).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1] ?? '')

describe('the guides for operators', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-operators-'))
  const bin = join(root, 'packages/server/bin/daybook.js')
  beforeAll(() =>
    writeFileSync(join(folder, 'daybook'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 }),
  )
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const shell = (script: string, env: NodeJS.ProcessEnv = {}) => {
    const path = `${folder}:${process.env.PATH}`
    return spawnSync('sh', ['-euc', script], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env, PATH: path } })
  }
  /** The flags of a `daybook serve` line as the guide has it, but for a free port. */
  const flagsOf = (line: string): readonly string[] =>
    (line.split('daybook serve ')[1] ?? '')
      .trim()
      .replace(/--port \d+/, '--port 0')
      .split(' ')
  /** Starts what the guide says, but on folders of its own, and stops it. */
  const starts = async (flags: readonly string[]) => {
    const ours = ['--data', '--keys', '--port']
    const kept = flags.filter((flag, at) => !ours.includes(flag) && !ours.includes(flags[at - 1] ?? ''))
    const server = await serve(
      mkdtempSync(join(folder, 'data-')),
      ...kept.map((flag) => (flag.endsWith('.pem') ? join(folder, flag) : flag)),
    )
    expect(await server.stop()).toBe(0)
    return server.url
  }

  it('run: starts, answers where it is watched, is examined and copied', async () => {
    const [start = '', watch = '', backup = ''] = blocks('run')
    const server = await serve(join(folder, 'daybook-data'), '--trail', 'main')
    expect(flagsOf(start)).toEqual(['--data', './daybook-data', '--port', '0'])
    const watched = shell(watch.replaceAll('http://127.0.0.1:4319', server.url))
    expect(watched.stderr).toBe('')
    expect(watched.stdout).toContain('"status":"ok"')
    expect(watched.stdout).toContain('"ready":true')
    await server.stop()
    expect(shell(backup).status).toBe(0)
    expect(existsSync(join(folder, 'daybook-backup.tar.gz'))).toBe(true)
    const unit = blocks('run', 'ini')[0]?.match(/^ExecStart=(.*)$/m)?.[1] ?? ''
    expect(await starts(flagsOf(unit))).toContain('http://127.0.0.1')
  })

  it('keys: makes, lists, replaces and revokes; prints the policy', () => {
    const [make = '', replace = '', link = '', policy = ''] = blocks('keys')
    const made = shell(make)
    expect(made.stderr).not.toContain('refused')
    expect(made.status).toBe(0)
    expect(made.stdout).toContain('CRM')
    const list = shell('daybook key list --trail orders --data ./daybook-data --json')
    const [oldest] = (JSON.parse(list.stdout) as { data: { id: string }[] }).data
    expect(shell(replace, { OLD_KEY_ID: oldest?.id }).status).toBe(0)
    expect(shell(link).stdout).toContain('/welcome#')
    expect(shell(policy).status).toBe(0)
    expect(readFileSync(join(folder, 'policy.txt'), 'utf8')).toContain('log ')
  })

  it('tls: starts behind a proxy', async () => {
    const [proxied = ''] = blocks('tls')
    expect(await starts(flagsOf(proxied))).toContain('http://')
  })

  const hasOpenssl = spawnSync('openssl', ['version']).status === 0
  it.skipIf(!hasOpenssl)(
    `tls: starts with a certificate of its own${hasOpenssl ? '' : ' (not run: openssl is not installed)'}`,
    async () => {
      const [, own = ''] = blocks('tls')
      const certificate = spawnSync('openssl', [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost'],
        ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
      ])
      expect(certificate.status, 'openssl makes a certificate').toBe(0)
      expect(await starts(flagsOf(own))).toContain('https://')
    },
  )

  it('upgrade: takes a bundle, verifies it, and verifies the folder afterwards', async () => {
    const [before = '', after = ''] = blocks('upgrade')
    const first = shell(before)
    expect(first.stdout).toContain('It holds')
    const second = shell(after)
    expect(second.stdout).toContain('It holds')
    expect(second.status).toBe(0)
  })
})
