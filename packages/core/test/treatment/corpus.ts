import { base62, base64, base64url, type Chance, chance, digit, hex, lower, upper } from './random.ts'

/**
 * Synthetic secrets, made from the documented form of each kind with a seeded generator, so that no literal of the kind is ever
 * in the repository. `secret` is what must not remain; `form` is how the kind is normally written when it has no form of its own.
 */
export interface Planted {
  readonly kind: string
  readonly carrier: string
  readonly secret: string
  readonly text: string
}

type Make = (c: Chance) => string
/** A kind with a form of its own is planted in every carrier; one that only a name tells is planted under its names. */
interface Kind {
  readonly make: Make
  readonly names?: readonly string[]
}

const uuid: Make = (c) => [8, 4, 4, 4, 12].map((length) => c.chars(length, hex)).join('-')
const b64text = (text: string): string => btoa(text)
const b64urltext = (text: string): string => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
const lines = (text: string, width: number): string => text.replace(new RegExp(`.{${width}}`, 'g'), '$&\n')
const password: Make = (c) =>
  c.pick<Make>([
    (r) => `${r.chars(6, lower)}${r.chars(3, digit)}`,
    (r) => `${r.chars(1, upper)}${r.chars(5, lower)}${r.chars(4, digit)}!`,
    (r) => `${r.chars(4)}#${r.chars(4)}$${r.chars(2, digit)}`,
    (r) => `${r.chars(12, `${base62}@%^*-_`)}7`,
  ])(c)

const luhnDigit = (digits: string): string => {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[digits.length - 1 - i])
    sum += i % 2 === 0 ? (d > 4 ? d * 2 - 9 : d * 2) : d
  }
  return String((10 - (sum % 10)) % 10)
}
const card = (c: Chance, prefix: string, length: number): string => {
  const body = prefix + c.chars(length - prefix.length - 1, digit)
  return body + luhnDigit(body)
}
const grouped = (text: string, sizes: readonly number[], separator: string): string =>
  sizes.map((size, i) => text.slice(sizes.slice(0, i).reduce((a, b) => a + b, 0)).slice(0, size)).join(separator)
const cardOf =
  (prefixes: readonly string[], length: number, sizes: readonly number[]): Make =>
  (c) => {
    const number = card(c, c.pick(prefixes), length)
    return c.pick([number, grouped(number, sizes, ' '), grouped(number, sizes, '-')])
  }
const ibanOf = (c: Chance, country: string, bban: string): string => {
  const value = [...`${bban}${country}00`].map((char) => String(Number.parseInt(char, 36))).join('')
  const check = String(98n - (BigInt(value) % 97n)).padStart(2, '0')
  const compact = `${country}${check}${bban}`
  return c.pick([compact, compact.replace(/.{4}(?=.)/g, '$& ')])
}

export const kinds: Readonly<Record<string, Kind>> = {
  'aws access key id': { make: (c) => `${c.pick(['AKIA', 'ASIA'])}${c.chars(16, `${upper}234567`)}` },
  'aws secret access key': { make: (c) => c.chars(40, base64) },
  'github classic token': { make: (c) => `ghp_${c.chars(36)}` },
  'github fine-grained token': { make: (c) => `github_pat_${c.chars(22)}_${c.chars(59)}` },
  'github oauth, app and refresh tokens': {
    make: (c) => c.pick([`gho_${c.chars(36)}`, `ghu_${c.chars(36)}`, `ghs_${c.chars(36)}`, `ghr_${c.chars(76)}`]),
  },
  'gitlab tokens': { make: (c) => `${c.pick(['glpat-', 'gldt-', 'glrt-', 'glptt-'])}${c.chars(20, base64url)}` },
  'slack tokens': {
    make: (c) =>
      c.pick([
        `xoxb-${c.chars(12, digit)}-${c.chars(13, digit)}-${c.chars(24)}`,
        `xoxp-${c.chars(11, digit)}-${c.chars(11, digit)}-${c.chars(12, digit)}-${c.chars(32, hex)}`,
        `xapp-1-A${c.chars(10, upper + digit)}-${c.chars(13, digit)}-${c.chars(64, hex)}`,
      ]),
  },
  'slack webhook': {
    make: (c) => `https://hooks.slack.com/services/T${c.chars(8, upper + digit)}/B${c.chars(8, upper + digit)}/${c.chars(24)}`,
  },
  'stripe keys': { make: (c) => `${c.pick(['sk_live_', 'sk_test_', 'rk_live_'])}${c.chars(c.pick([24, 99]))}` },
  'stripe webhook secret': { make: (c) => `whsec_${c.chars(32)}` },
  'twilio api key': { make: (c) => `SK${c.chars(32, hex)}` },
  'twilio auth token': { make: (c) => c.chars(32, hex), names: ['TWILIO_AUTH_TOKEN=', 'Twilio auth token: ', '"authToken": "'] },
  'sendgrid key': { make: (c) => `SG.${c.chars(22, base64url)}.${c.chars(43, base64url)}` },
  'mailgun key': {
    make: (c) => c.pick([`key-${c.chars(32, hex)}`, `${c.chars(32, hex)}-${c.chars(8, hex)}-${c.chars(8, hex)}`]),
  },
  'mailchimp key': { make: (c) => `${c.chars(32, hex)}-us${1 + c.below(21)}` },
  'npm token': { make: (c) => `npm_${c.chars(36)}` },
  'pypi token': { make: (c) => `pypi-AgEIcHlwaS5vcmc${c.chars(100, base64url)}` },
  'docker hub token': { make: (c) => `dckr_pat_${c.chars(27, base64url)}` },
  'hugging face token': { make: (c) => `hf_${c.chars(34)}` },
  'language model keys': {
    make: (c) =>
      c.pick([
        `sk-${c.chars(48)}`,
        `sk-proj-${c.chars(74, base64url)}`,
        `sk-ant-api03-${c.chars(93, base64url)}AA`,
        `gsk_${c.chars(52)}`,
        `r8_${c.chars(37)}`,
      ]),
  },
  'google api key': { make: (c) => `AIza${c.chars(35, base64url)}` },
  'google oauth': {
    make: (c) => c.pick([`GOCSPX-${c.chars(28, base64url)}`, `ya29.${c.chars(120, base64url)}`, `1//0${c.chars(60, base64url)}`]),
  },
  'google service account': {
    make: (c) =>
      `-----BEGIN PRIVATE KEY-----\\n${c.chars(600, base64).replace(/.{64}/g, '$&\\n')}\\n-----END PRIVATE KEY-----\\n`,
    names: ['{"type":"service_account","private_key":"'],
  },
  'azure storage key': {
    make: (c) => `${c.chars(86, base64)}==`,
    names: ['DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=', 'AccountKey=', 'storage key '],
  },
  'azure sas': {
    make: (c) => `${c.chars(43)}%3D`,
    names: ['https://acme.blob.core.windows.net/c/f.csv?sv=2022-11-02&se=2026-12-01&sp=r&sig=', '?sig='],
  },
  'azure client secret': { make: (c) => `${c.chars(3)}8Q~${c.chars(34, `${base62}~.-_`)}` },
  'digitalocean token': { make: (c) => `${c.pick(['dop_v1_', 'doo_v1_', 'dor_v1_'])}${c.chars(64, hex)}` },
  'heroku key': { make: uuid, names: ['HEROKU_API_KEY=', 'heroku api key: ', '"heroku_api_key": "'] },
  'cloudflare token': {
    make: (c) => c.chars(40, base64url),
    names: ['CLOUDFLARE_API_TOKEN=', 'cloudflare api token ', '"cf_api_token":"'],
  },
  'fastly token': { make: (c) => c.chars(32, base64url), names: ['FASTLY_API_TOKEN=', 'Fastly-Key: ', 'fastly token: '] },
  'datadog keys': {
    make: (c) => c.chars(c.pick([32, 40]), hex),
    names: ['DD_API_KEY=', 'datadog api key: ', 'DD_APPLICATION_KEY: '],
  },
  'new relic key': { make: (c) => c.pick([`NRAK-${c.chars(27, upper + digit)}`, `${c.chars(36, hex)}NRAL`]) },
  'sentry dsn': { make: (c) => c.chars(32, hex), names: ['https://'] },
  'sentry token': { make: (c) => `sntrys_${c.chars(80, base64)}` },
  'pagerduty key': {
    make: (c) => c.pick([`u+${c.chars(18, base64url)}`, c.chars(32, hex)]),
    names: ['PAGERDUTY_API_KEY=', 'PagerDuty API token: ', 'Authorization: Token token='],
  },
  'square token': {
    make: (c) => c.pick([`sq0atp-${c.chars(22, base64url)}`, `sq0csp-${c.chars(43, base64url)}`, `EAAA${c.chars(60)}`]),
  },
  'paypal and braintree': { make: (c) => `access_token$production$${c.chars(16, lower + digit)}$${c.chars(32, hex)}` },
  'shopify token': { make: (c) => `${c.pick(['shpat_', 'shpss_', 'shpca_', 'shppa_'])}${c.chars(32, hex)}` },
  'atlassian token': { make: (c) => `ATATT3xFfGF0${c.chars(180, base64url)}=${c.chars(8, hex).toUpperCase()}` },
  'bitbucket app password': { make: (c) => `ATBB${c.chars(32)}` },
  'linear key': { make: (c) => `lin_api_${c.chars(40)}` },
  'notion token': { make: (c) => c.pick([`secret_${c.chars(43)}`, `ntn_${c.chars(46)}`]) },
  'airtable token': { make: (c) => `pat${c.chars(14)}.${c.chars(64, hex)}` },
  'figma token': { make: (c) => `figd_${c.chars(40, base64url)}` },
  'telegram bot token': {
    make: (c) => `${c.chars(1, '123456789')}${c.chars(c.pick([8, 9]), digit)}:AA${c.chars(33, base64url)}`,
  },
  'discord bot token': {
    make: (c) => `${c.pick(['MT', 'NT', 'OT'])}${c.chars(22)}.${c.chars(6, base64url)}.${c.chars(38, base64url)}`,
  },
  'discord webhook': { make: (c) => `https://discord.com/api/webhooks/1${c.chars(18, digit)}/${c.chars(68, base64url)}` },
  'facebook token': { make: (c) => `EAA${c.chars(160)}` },
  'twitter tokens': {
    make: (c) =>
      c.pick([`AAAAAAAAAAAAAAAAAAAAA${c.chars(80)}%3D${c.chars(20)}`, `1${c.chars(18, digit)}-${c.chars(30)}${c.chars(10)}`]),
  },
  'linkedin secret': {
    make: (c) => c.chars(16),
    names: ['LINKEDIN_CLIENT_SECRET=', '"clientSecret":"', 'linkedin client secret = '],
  },
  'vault token': { make: (c) => c.pick([`hvs.${c.chars(90, base64url)}`, `s.${c.chars(24)}`]) },
  'terraform cloud token': { make: (c) => `${c.chars(14)}.atlasv1.${c.chars(67)}` },
  'pulumi token': { make: (c) => `pul-${c.chars(40, hex)}` },
  'databricks token': { make: (c) => `dapi${c.chars(32, hex)}` },
  'snowflake password': { make: password, names: ['snowflake://analyst:', 'SNOWFLAKE_PASSWORD='] },
  'grafana token': { make: (c) => c.pick([`glsa_${c.chars(32)}_${c.chars(8, hex)}`, `glc_${c.chars(60)}==`]) },
  'doppler token': { make: (c) => `dp.pt.${c.chars(43)}` },
  'postman key': { make: (c) => `PMAK-${c.chars(24, hex)}-${c.chars(34, hex)}` },
  '1password': {
    make: (c) =>
      c.pick([
        `ops_eyJ${c.chars(250)}`,
        `A3-${c.chars(6, upper + digit)}-${c.chars(6, upper + digit)}-${c.chars(5, upper + digit)}-${c.chars(5, upper + digit)}-${c.chars(5, upper + digit)}-${c.chars(5, upper + digit)}`,
      ]),
  },
  'age key': { make: (c) => `AGE-SECRET-KEY-1${c.chars(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}` },
  jwt: {
    make: (c) =>
      `${b64urltext('{"alg":"HS256","typ":"JWT"}')}.${b64urltext(`{"sub":"${c.chars(10, digit)}","iat":1760000000}`)}.${c.chars(43, base64url)}`,
  },
  'pem private keys': {
    make: (c) => {
      const name = c.pick([
        'RSA PRIVATE KEY',
        'EC PRIVATE KEY',
        'DSA PRIVATE KEY',
        'OPENSSH PRIVATE KEY',
        'PRIVATE KEY',
        'ENCRYPTED PRIVATE KEY',
        'PGP PRIVATE KEY BLOCK',
      ])
      return `-----BEGIN ${name}-----\n${lines(c.chars(c.pick([90, 500, 1600]), base64), 64)}\n-----END ${name}-----`
    },
    names: ['', 'stored as\n', 'the key was '],
  },
  'putty key': {
    make: (c) =>
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPrivate-Lines: 1\n${c.chars(48, base64)}\nPrivate-MAC: ${c.chars(64, hex)}`,
    names: [''],
  },
  'password in an address': {
    make: (c) => c.chars(14),
    names: [
      'postgres://app:',
      'postgresql://app:',
      'mysql://root:',
      'mongodb+srv://svc:',
      'redis://:',
      'amqp://guest:',
      'https://deploy:',
      'ftp://acme:',
      'smtp://mailer:',
      'mssql://sa:',
    ],
  },
  'bearer header': {
    make: (c) => c.chars(c.pick([20, 40, 64]), base64url),
    names: ['Bearer ', 'Authorization: Bearer ', 'authorization: bearer '],
  },
  'basic header': { make: (c) => b64text(`${c.chars(6, lower)}:${password(c)}`), names: ['Authorization: Basic ', 'Basic '] },
  'password assignment': {
    make: password,
    names: [
      'password=',
      'password: ',
      'pwd: ',
      'Passwort: ',
      'contraseña: ',
      'mot de passe : ',
      'senha: ',
      'the password is ',
      'DB_PASSWORD=',
      '"password":"',
      'passwd=',
      'passphrase: ',
      'wachtwoord: ',
      'пароль: ',
      '密码：',
    ],
  },
  'secret assignment': {
    make: (c) => c.chars(24),
    names: [
      'secret: ',
      'client_secret=',
      'api_key=',
      'apiKey: ',
      'API-Key: ',
      'access_token=',
      '"refreshToken":"',
      'x-api-key: ',
      'SECRET_KEY=',
      'encryption key: ',
      'https://x.example/cb?state=1&access_token=',
    ],
  },
  'connection string': {
    make: password,
    names: ['Server=tcp:db.example,1433;Database=erp;User ID=sa;Password=', 'Data Source=db;User Id=app;Pwd='],
  },
  'azure service bus': {
    make: (c) => `${c.chars(43, base64)}=`,
    names: ['Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey='],
  },
  'visa card': { make: cardOf(['4'], 16, [4, 4, 4, 4]) },
  'mastercard card': { make: cardOf(['51', '52', '53', '54', '55', '2221', '2720', '2500'], 16, [4, 4, 4, 4]) },
  'american express card': { make: cardOf(['34', '37'], 15, [4, 6, 5]) },
  'discover, jcb and unionpay cards': { make: cardOf(['6011', '65', '644', '3528', '3589', '620', '625'], 16, [4, 4, 4, 4]) },
  'diners card': { make: cardOf(['301', '305', '36', '38'], 14, [4, 6, 4]) },
  iban: {
    make: (c) =>
      c.pick<Make>([
        (r) => ibanOf(r, 'DE', r.chars(18, digit)),
        (r) => ibanOf(r, 'GB', `${r.chars(4, upper)}${r.chars(14, digit)}`),
        (r) => ibanOf(r, 'FR', `${r.chars(10, digit)}${r.chars(11, upper + digit)}${r.chars(2, digit)}`),
        (r) => ibanOf(r, 'ES', r.chars(20, digit)),
        (r) => ibanOf(r, 'NL', `${r.chars(4, upper)}${r.chars(10, digit)}`),
        (r) => ibanOf(r, 'NO', r.chars(11, digit)),
        (r) => ibanOf(r, 'PL', r.chars(24, digit)),
        (r) => ibanOf(r, 'IT', `${r.chars(1, upper)}${r.chars(10, digit)}${r.chars(12, upper + digit)}`),
      ])(c),
  },
  'security code': { make: (c) => c.chars(3, digit), names: ['CVV: ', 'cvv ', 'CVC=', 'card security code: '] },
  pin: { make: (c) => c.chars(4, digit), names: ['PIN: ', 'the PIN is ', 'pin=', '"pin":"'] },
  'one-time code': { make: (c) => c.chars(6, digit), names: ['OTP: ', 'one-time code ', 'verification code is ', 'otp='] },
  'bitcoin and wallet keys': {
    make: (c) =>
      c.pick([
        `${c.pick(['K', 'L'])}${c.chars(51, '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz')}`,
        `xprv${c.chars(107, '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz')}`,
      ]),
  },
  'ethereum private key': { make: (c) => `0x${c.chars(64, hex)}`, names: ['private key: ', 'PRIVATE_KEY=', 'wallet_key='] },
  'recovery phrase': {
    make: (c) => Array.from({ length: c.pick([12, 24]) }, () => c.chars(3 + c.below(6), lower)).join(' '),
    names: ['seed phrase: ', 'recovery phrase is ', 'mnemonic="'],
  },
  'password hash': {
    make: (c) =>
      c.pick([
        `$2b$12$${c.chars(53, `${base62}./`)}`,
        `$argon2id$v=19$m=65536,t=3,p=4$${c.chars(22, base64)}$${c.chars(43, base64)}`,
        `$6$${c.chars(16)}$${c.chars(86, `${base62}./`)}`,
      ]),
  },
  'totp secret': { make: (c) => `otpauth://totp/Acme:maria@acme.example?secret=${c.chars(32, `${upper}234567`)}&issuer=Acme` },
  'session cookie': {
    make: (c) => `s%3A${c.chars(32, base64url)}.${c.chars(43, base64)}`,
    names: ['connect.sid=', 'Cookie: connect.sid='],
  },
  'hubspot and intercom': { make: (c) => `pat-na1-${uuid(c)}` },
  'brevo key': { make: (c) => `xkeysib-${c.chars(64, hex)}-${c.chars(16)}` },
  'supabase, planetscale, netlify': {
    make: (c) => c.pick([`sbp_${c.chars(40, hex)}`, `pscale_tkn_${c.chars(43, base64url)}`, `nfp_${c.chars(40)}`]),
  },
  'dynatrace token': { make: (c) => `dt0c01.${c.chars(24, `${upper}234567`)}.${c.chars(64, `${upper}234567`)}` },
  'razorpay and mollie': { make: (c) => c.pick([`rzp_live_${c.chars(14)}`, `live_${c.chars(30)}`]) },
  'daybook key': { make: (c) => `dbk_${c.chars(16, hex)}_${c.chars(43, base64url)}` },
  'sign-in link': {
    make: (c) => c.chars(43, base64url),
    names: ['https://trail.example/welcome#', 'http://127.0.0.1:4319/welcome#'],
  },
  'rubygems, crates, nuget': {
    make: (c) => c.pick([`rubygems_${c.chars(48, hex)}`, `cio${c.chars(32)}`, `oy2${c.chars(43, lower + digit)}`]),
  },
  'plaid token': { make: (c) => `access-production-${uuid(c)}` },
  'netrc and curl': {
    make: (c) => c.chars(12),
    names: ['machine git.example login bot password ', 'curl -u admin:', "IDENTIFIED BY '"],
  },
}

const closing: Readonly<Record<string, string>> = {
  'netrc and curl': '',
  'sentry dsn': '@o12.ingest.sentry.io/4501',
  'password in an address': '@db.internal:5432/erp',
}

/** How a secret turns up in an event's texts. `query` only where nothing in it would be escaped. */
const carriers: Readonly<Record<string, (secret: string) => string>> = {
  bare: (s) => s,
  prose: (s) => `Customer sent ${s} by mistake, please rotate.`,
  'end of sentence': (s) => `Found in ticket 4711: ${s}.`,
  json: (s) => `{"note":"rotated","value":${JSON.stringify(s)},"n":3}`,
  'json in json': (s) => JSON.stringify(JSON.stringify({ v: s })),
  query: (s) => `https://app.example/callback?state=42&v=${s}&lang=de`,
  'encoded in a link': (s) => `https://app.example/find?q=${encodeURIComponent(s)}&lang=de`,
  brackets: (s) => `old value (${s}) replaced`,
  backticks: (s) => `use \`${s}\` for the deploy`,
  list: (s) => `a,${s},b`,
  'next line': (s) => `see below\n${s}\nthanks`,
}

/** `perKind` secrets of every kind, each in a carrier of its own or under one of its names. */
export const makeCorpus = (perKind: number, seed: number): readonly Planted[] => {
  const c = chance(seed)
  return Object.entries(kinds).flatMap(([kind, { make, names }]) =>
    Array.from({ length: perKind }, (_, i): Planted => {
      const secret = make(c)
      if (names === undefined) {
        const carrier = Object.keys(carriers)[(i + seed) % Object.keys(carriers).length] as string
        const write = carriers[carrier] as (secret: string) => string
        return { kind, carrier, secret, text: write(secret) }
      }
      const name = names[i % names.length] as string
      const end =
        closing[kind] ??
        (kind === 'snowflake password' && name.includes('://')
          ? '@acme/db'
          : name.endsWith('"')
            ? '"'
            : c.pick(['', '\n', ' (old)', ';']))
      return { kind, carrier: name, secret, text: `${c.pick(['', 'noted: ', 'Support wrote\n'])}${name}${secret}${end}` }
    }),
  )
}

/** The longest part of the secret that is still readable in a text, of at least `window` characters; undefined if none is. */
export const remains = (secret: string, text: string, window = 9): string | undefined => {
  const size = Math.min(window, secret.length)
  for (let at = 0; at + size <= secret.length; at++) {
    const part = secret.slice(at, at + size)
    if (!publicPart.test(part) && text.includes(part)) return part
  }
  return undefined
}
// What a mask keeps on purpose, so that a reader knows which service it was.
const publicPart =
  /hooks\.sl|slack\.c|discord|https?:\/\/|ttps:\/\/|\.com\/|ord\.co|cord\.c|oks\.sla|ks\.slac|s\.slack|lack\.co|ack\.com|ck\.com|k\.com|^scord|rd\.com|d\.com\/|\.com\/a|com\/api|om\/api|m\/api\/|tps:\/\/|ps:\/\/|s:\/\/|:\/\/|\/\/hook|\/hook/
