import type { Change, EventInput } from '../../src/event/event.ts'
import { base64, base64url, type Chance, chance, digit, hex, lower, upper } from './random.ts'

/**
 * Invented events of an ordinary back office, without a single secret: all that looks a little like one is in them (hashes,
 * tracking numbers, long ids, image ids, phone numbers, tax numbers, sentences about passwords and keys). Anything the net finds
 * here is a false alarm.
 */
const words = (text: string): readonly string[] => text.split(/\s*[|\n]\s*/).filter((word) => word !== '')
const first = words(
  'Maria|Jürgen|Aïsha|Zoë|Søren|Łukasz|José|Nguyễn|李娜|田中|Мария|محمد|Ngozi|Saoirse|Ömer|Pin|Tan|Token|Björn|Pat',
)
const last = words(
  "O'Brien|van der Berg|Müller|García-Lopez|Schlüssel|Keyes|Secretan|Pass|de Souza|Kowalski|Smith|Çelik|Passmore|Tokenhouse",
)
const streets = words('Hauptstraße|Rue de la Clé|Via Segreta|Pine Street|Calle Mayor|Keizersgracht|Passwell Road|Cookie Lane')
const cities = words('Zürich|São Paulo|Kraków|Lyon|Łódź|Springfield|北京|Düsseldorf')
const talk = words(`
  Password reset requested by phone | password changed | Password expired, user asked for a new one | API key rotated by admin | API key: revoked
  2FA enabled for 3 users | token expired after 3600 seconds | Access token: revoked | new secret santa list 2026 | pin the ticket to the top
  Authorization: approved by finance | authorization required for amounts over 10000 EUR | Basic plan changed to Premium 2026 | bearer of bad news
  card ending 4242 declined | card 1111 expired 12/27 | credit card expired, customer will call back | session timed out after 30 minutes
  Password policy: minimum 12 characters, rotation 90 days | password is too short | the password is wrong | password: required | Secret: none
  keys handed to tenant, 3 sets | PIN pad terminal 7 replaced | CVV check failed | cvv: missing | cookie banner accepted | OTP sent | otp: expired
  Token count: 1250 of 4000 | key account manager changed | private key ceremony planned for 2026-12-01 | secretary on leave until 14:30
  passport checked, visa until 2027-01-31 | visa 45 days | Master data cleaned, 51 rows | see https://wiki.example/security/password-policy?version=12
  login failed 5 times from 10.0.0.12 | user logged in with SSO | locked out after 3 attempts | IBAN missing on invoice | bank account verified on 2026-03-04
  reset link sent to jane.roe@example.com | temporary password sent by mail | changed password to a stronger one | password hint: removed
  reference key: customer_id | primary key id=1842 | sort key: created_at | public key fingerprint checked | license key renewed for 25 seats
  Passwort zurückgesetzt | Passwort: geändert | contraseña: cambiada | mot de passe : oublié | le mot de passe est expiré | Schlüssel 14 ausgegeben
  code review done, 12 comments | promo code SUMMER25 applied | verification code sent | security code wrong | recovery codes printed | tan: beige
`)

type Make = (c: Chance) => string
const two = (n: number): string => String(n).padStart(2, '0')
const date: Make = (c) => `20${two(20 + c.below(9))}-${two(1 + c.below(12))}-${two(1 + c.below(28))}`
const time: Make = (c) => `${two(c.below(24))}:${two(c.below(60))}:${two(c.below(60))}`
const name: Make = (c) => `${c.pick(first)} ${c.pick(last)}`
const uuid: Make = (c) => [8, 4, 4, 4, 12].map((length) => c.chars(length, hex)).join('-')

const ordinaryValues: Readonly<Record<string, Make>> = {
  name,
  address: (c) => `${c.pick(streets)} ${1 + c.below(200)}, ${c.chars(5, digit)} ${c.pick(cities)}`,
  phone: (c) =>
    c.pick([
      `+49 ${c.chars(3, digit)} ${c.chars(8, digit)}`,
      `+1 (${c.chars(3, digit)}) ${c.chars(3, digit)}-${c.chars(4, digit)}`,
      `+33 ${c.chars(1, digit)} ${c.chars(2, digit)} ${c.chars(2, digit)} ${c.chars(2, digit)} ${c.chars(2, digit)}`,
      `0${c.chars(10, digit)}`,
    ]),
  email: (c) => `${c.chars(6, lower)}.${c.chars(7, lower)}${c.chars(2, digit)}@${c.chars(8, lower)}.example`,
  order: (c) =>
    c.pick([
      `Order #${c.chars(6, digit)}`,
      `SO-2026-${c.chars(6, digit)}`,
      `${c.chars(3, digit)}-${c.chars(7, digit)}-${c.chars(7, digit)}`,
      `order ${c.chars(16, digit)}`,
      c.chars(13, digit),
    ]),
  sku: (c) => `${c.chars(3, upper)}-${c.chars(4, digit)}-${c.chars(2, upper)}-${c.pick(['S', 'M', 'L', 'XL'])}`,
  uuid,
  commit: (c) => c.pick([c.chars(40, hex), c.chars(8, hex), `merged ${c.chars(40, hex)} into main`]),
  digest: (c) =>
    c.pick([
      c.chars(32, hex),
      c.chars(64, hex),
      `sha256:${c.chars(64, hex)}`,
      `${c.chars(43, base64)}=`,
      `sha512-${c.chars(86, base64)}==`,
    ]),
  timestamp: (c) =>
    c.pick([
      `${date(c)}T${time(c)}Z`,
      `${date(c)} ${time(c)}`,
      `17${c.chars(11, digit)}`,
      `17${c.chars(14, digit)}`,
      `17${c.chars(17, digit)}`,
      `${date(c)}T${time(c)}.${c.chars(6, digit)}+02:00`,
      `${date(c).replaceAll('-', '')}${time(c).replaceAll(':', '')}`,
    ]),
  tracking: (c) =>
    c.pick([
      `1Z${c.chars(16, upper + digit)}`,
      `00${c.chars(18, digit)}`,
      `JD${c.chars(18, digit)}`,
      `${c.chars(2, upper)}${c.chars(9, digit)}${c.chars(2, upper)}`,
      c.chars(12, digit),
      `94${c.chars(20, digit)}`,
    ]),
  vat: (c) =>
    c.pick([
      `DE${c.chars(9, digit)}`,
      `FR${c.chars(2, digit)}${c.chars(9, digit)}`,
      `ESX${c.chars(7, digit)}${c.chars(1, upper)}`,
      `ATU${c.chars(8, digit)}`,
      `GB${c.chars(9, digit)}`,
      `NL${c.chars(9, digit)}B01`,
    ]),
  plate: (c) => `${c.chars(2, upper)}-${c.chars(2, upper)} ${c.chars(4, digit)}`,
  barcode: (c) => c.pick([`4${c.chars(12, digit)}`, c.chars(8, digit), `978${c.chars(10, digit)}`]),
  longId: (c) =>
    c.pick([
      `1${c.chars(17, digit)}`,
      `1${c.chars(18, digit)}`,
      `cus_${c.chars(14)}`,
      `pi_${c.chars(24)}`,
      `req_${c.chars(12, lower + digit)}`,
      `01${c.chars(24, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')}`,
      `c${c.chars(24, lower + digit)}`,
      c.chars(21, base64url),
      `arn:aws:iam::${c.chars(12, digit)}:role/ops`,
    ]),
  image: (c) =>
    c.pick([
      `img/${c.chars(22, base64url)}.png`,
      `https://cdn.example/i/${c.chars(27, base64url)}/w_400,h_300.jpg`,
      c.chars(11, base64url),
      `1${c.chars(32, base64url)}`,
      `1${c.chars(43, base64url)}`,
    ]),
  inline: (c) => `data:image/png;base64,iVBORw0KGgo${c.chars(200, base64)}=`,
  color: (c) => `#${c.chars(6, hex)}`,
  price: (c) =>
    c.pick([
      `${c.below(100000)}.${two(c.below(100))} EUR`,
      `€ ${c.below(999)}.${c.chars(3, digit)},${c.chars(2, digit)}`,
      `0.${c.chars(16, digit)}`,
      `${c.below(9)}.${c.chars(15, digit)}`,
    ]),
  ip: (c) =>
    c.pick([
      `10.${c.below(256)}.${c.below(256)}.${c.below(256)}`,
      `2001:db8:${c.chars(4, hex)}:${c.chars(4, hex)}::${c.chars(4, hex)}`,
      Array.from({ length: 6 }, () => c.chars(2, hex)).join(':'),
    ]),
  url: (c) =>
    c.pick([
      `https://shop.example:8443/orders/${c.chars(6, digit)}?tab=history&page=2#L${c.below(99)}`,
      `https://docs.example/d/${c.chars(44, base64url)}/edit`,
      `https://example.com/@${c.chars(6, lower)}/${c.chars(12, hex)}`,
      `mailto:${c.chars(6, lower)}@example.com`,
      `https://maps.example/?q=48.${c.chars(6, digit)},11.${c.chars(6, digit)}`,
    ]),
  agent: (c) =>
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + c.below(50)}.0.${c.chars(4, digit)}.${c.chars(3, digit)} Safari/537.36`,
  trace: (c) => `00-${c.chars(32, hex)}-${c.chars(16, hex)}-01`,
  file: (c) => `customers_${date(c)}_v${c.below(9)}.${c.pick(['csv', 'xlsx', 'json.gz'])}`,
  talk: (c) => c.pick(talk),
  sentence: (c) => `${c.pick(talk)}, ${name(c)} on ${date(c)}`,
  json: (c) =>
    JSON.stringify({
      id: uuid(c),
      tokenCount: c.below(5000),
      passwordChangedAt: date(c),
      hasPassword: true,
      keys: 3,
      pinned: false,
      author: name(c),
      key: `${c.chars(5, lower)}_${c.chars(4, lower)}`,
    }),
  imei: (c) => `35${c.chars(13, digit)}`,
  siret: (c) => `${c.pick(['362521879', '732829320', '552100554'])}000${c.chars(2, digit)}`,
  swift: (c) => `${c.chars(4, upper)}DE${c.chars(2, upper + digit)}XXX`,
  level: (c) =>
    c.pick(['approved', 'pending_review', 'on_hold', 'key_account', 'basic', 'token-ring', `q${1 + c.below(4)}-2026`]),
}

const kinds = Object.entries(ordinaryValues)

/** A function that returns the next event; same seed, same events. */
export const ordinaryEvents = (seed: number): (() => EventInput) => {
  const c = chance(seed)
  const value = (): string => c.pick(kinds)[1](c)
  const of = (kind: string): string => ordinaryValues[kind]?.(c) ?? ''
  return () => ({
    id: uuid(c),
    action: c.pick(['order.updated', 'user.password_reset', 'api_client.token_rotated', 'customer.card_removed']),
    occurredAt: `${date(c)}T${time(c)}.000Z`,
    actor: { type: 'user', id: `u_${c.below(4000)}`, name: name(c), email: of('email'), roles: ['ops', 'key_user'] },
    source: {
      type: 'user_action',
      name: 'back-office',
      ip: of('ip'),
      userAgent: of('agent'),
      requestId: of('longId'),
      sessionId: uuid(c),
      traceparent: of('trace'),
    },
    object: { type: 'order', id: c.pick([of('order'), of('longId'), String(c.below(9999))]), name: of('order'), url: of('url') },
    related: [{ type: 'product', id: of('sku'), name: of('talk'), relation: 'item' }],
    customer: { id: of('longId'), name: name(c) },
    changes: Array.from({ length: 1 + c.below(5) }, (): Change => {
      const [field, make] = c.pick(kinds)
      return { field, label: field, before: make(c), after: make(c) }
    }),
    reason: c.pick([of('talk'), of('sentence'), `${value()} / ${value()}`]),
    context: {
      note: value(),
      batchRef: of('tracking'),
      counts: { tokenCount: c.below(100), pins: 3 },
      at: 1_760_000_000_000 + c.below(1e9),
      micros: 1_760_000_000_000_000 + c.below(1e9),
      ratio: 0.4532015112830366,
      list: [value(), value()],
    },
  })
}
