import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { SignOnSettings } from '../people/single-sign-on.ts'
import { addCommand, type Call, type Ending } from './call.ts'
import { CommandFailure, type ExitCode, exitCodes } from './failure.ts'
import { greet } from './serve/greeting.ts'
import { defaults, type Settings } from './settings.ts'

const text = {
  usage: 'serve',
  summary: 'Start the server, and on the first start a trail, a key and a sign-in link',
  more:
    'The first start needs no configuration. It prints a link that signs an administrator in once, a key that may write, and ' +
    'the three lines that send the first event. Ctrl-C stops it: what was taken is finished and signed. ' +
    'Outside of this machine it is reached only with --tls-cert and --tls-key, or behind a proxy that does TLS (--behind-proxy).',
  examples: [
    'daybook serve',
    'daybook serve --data ./my-data --port 8080',
    'daybook serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem',
    'daybook serve --data ./my-data --json',
  ],
}

export function addServeCommand(program: Command, ending: Ending): void {
  addCommand(program, text, ending, serve)
    .option('--data <dir>', `data folder (default: ${defaults.data})`)
    .option('--keys <dir>', 'keys folder (default: the data folder’s name and “-keys”, beside it)')
    .option('--port <number>', `port; 0 takes a free one (default: ${defaults.port})`)
    .option('--host <address>', `address to listen on (default: ${defaults.host})`)
    .option('--trail <name>', 'name of the trail that the first start creates (default: main)')
    .option('--tls-cert <file>', 'certificate chain, PEM')
    .option('--tls-key <file>', 'private key of the certificate, PEM')
    .option('--behind-proxy', 'a proxy in front of this server does TLS and sends X-Forwarded-For')
    .option('--public-url <url>', 'where people reach the pages, if not at host and port')
    .option('--outbound-allow <hosts>', 'private hosts that alerts and copies may go to, with commas between them')
    .option('--outbound-ca <file>', 'certificates that are trusted there beside those of the system, PEM')
    .option('--smtp-url <url>', 'mail server of alerts: smtps://name:password@host, or smtp:// for STARTTLS')
    .option(
      '--oidc-issuer <url>',
      'OpenID Connect provider that people sign in through; its secret is DAYBOOK_OIDC_CLIENT_SECRET',
    )
    .option('--oidc-client-id <id>', 'what the provider calls this server')
    .option('--oidc-name <name>', 'what the sign-in page calls the provider (default: its host)')
    .option('--mail-from <address>', 'whom mails come from (default: daybook@ and the host of the mail server)')
}

async function serve(call: Call): Promise<ExitCode> {
  const settings = serverSettings(call.settings)
  // Listened for from the beginning: whoever waits for the first line may stop the server right after it.
  const stop = untilAskedToStop()
  // Loaded when it is needed: the other commands start in a third of the time without the server.
  const { startServer } = await import('./serve/start-server.ts')
  const server = await startServer(settings)
  try {
    greet(call.screen, server)
    await stop
    call.screen.note('Stopping: finishing what was taken.')
    return exitCodes.ok
  } finally {
    await server.close()
  }
}

export interface ServerSettings {
  readonly data: string
  readonly keys: string | undefined
  readonly port: number
  readonly host: string
  readonly firstTrail: string
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly behindProxy: boolean
  readonly publicUrl: string | undefined
  readonly outbound: { readonly allow: readonly string[]; readonly caFile: string | undefined }
  readonly signOn: SignOnSettings | undefined
  readonly mail: { readonly url: string; readonly from: string } | undefined
}

function serverSettings(settings: Settings): ServerSettings {
  const { tlsCert, tlsKey } = settings
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new CommandFailure('half_tls', 'TLS needs both --tls-cert and --tls-key.', { todo: 'Give the other one too.' })
  }
  const host = settings.host ?? defaults.host
  const behindProxy = switchedOn('behindProxy', settings.behindProxy)
  const tls = tlsCert === undefined || tlsKey === undefined ? undefined : { cert: resolve(tlsCert), key: resolve(tlsKey) }
  if (!isLoopback(host) && tls === undefined && !behindProxy) {
    throw new CommandFailure(
      'not_loopback',
      `${host} can be reached from other machines, and nothing would encrypt what they send.`,
      {
        todo: 'Add --tls-cert and --tls-key, or --behind-proxy if a proxy in front does TLS; or stay on 127.0.0.1.',
        exitCode: exitCodes.no,
      },
    )
  }
  return {
    data: resolve(settings.data ?? defaults.data),
    keys: settings.keys === undefined ? undefined : resolve(settings.keys),
    port: portOf(settings.port ?? defaults.port),
    host,
    firstTrail: settings.trail ?? 'main',
    tls,
    behindProxy,
    publicUrl: settings.publicUrl,
    outbound: {
      allow: (settings.outboundAllow ?? '').split(',').flatMap((host) => (host.trim() === '' ? [] : [host.trim()])),
      caFile: settings.outboundCa === undefined ? undefined : resolve(settings.outboundCa),
    },
    signOn: signOnSettings(settings),
    mail: mailSettings(settings),
  }
}

function signOnSettings({ oidcIssuer, oidcClientId, oidcClientSecret, oidcName }: Settings): ServerSettings['signOn'] {
  if (oidcIssuer === undefined && oidcClientId === undefined) return undefined
  const url = oidcIssuer === undefined ? null : URL.parse(oidcIssuer)
  const isLocal = url?.protocol === 'http:' && isLoopback(url.hostname)
  if (url === null || !(url.protocol === 'https:' || isLocal)) {
    throw new CommandFailure('bad_setting', 'The setting oidcIssuer is not the https address of a provider.', {
      todo: 'Write the issuer as the provider’s discovery document names it: https://login.example.com',
    })
  }
  if (oidcIssuer === undefined || oidcClientId === undefined) {
    throw new CommandFailure('bad_setting', 'A provider to sign in through needs oidcIssuer and oidcClientId.', {
      todo: 'Register this server with the provider, with <public URL>/v1/sign-on/callback as its redirect address.',
    })
  }
  return { issuer: oidcIssuer, clientId: oidcClientId, clientSecret: oidcClientSecret, name: oidcName ?? url.host }
}

/** The address has a password in it, so that what is wrong with it is said without it. */
function mailSettings({ smtpUrl, mailFrom }: Settings): ServerSettings['mail'] {
  if (smtpUrl === undefined) return undefined
  const url = URL.parse(smtpUrl)
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new CommandFailure('bad_setting', 'The setting smtpUrl is not the address of a mail server.', {
      todo: 'Write smtps://name:password@host or smtp://name:password@host:587.',
    })
  }
  const from = mailFrom ?? `Daybook <daybook@${url.hostname}>`
  if (!/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(from)) {
    throw new CommandFailure('bad_setting', `The setting mailFrom is not an e-mail address: ${from}.`, {
      todo: 'Write an address, or a name and an address: Daybook <daybook@example.com>.',
    })
  }
  return { url: smtpUrl, from }
}

/** A switch from a variable or a file. What is neither yes nor no is asked back: guessing could open the server to others. */
function switchedOn(name: string, value: string | undefined): boolean {
  if (value === undefined || /^(?:false|no|off|0)$/i.test(value)) return false
  if (/^(?:true|yes|on|1)$/i.test(value)) return true
  throw new CommandFailure('bad_setting', `The setting ${name} is neither true nor false: ${value}.`, {
    todo: 'Write true or false, or leave it out.',
  })
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new CommandFailure('bad_port', `${text} is not a port.`, {
    todo: 'Ports are numbers from 0 to 65535; 0 takes a free one.',
  })
}

/** Ctrl-C, or the signal with which service managers stop a program. A second Ctrl-C ends the process at once. */
function untilAskedToStop(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
  })
}
