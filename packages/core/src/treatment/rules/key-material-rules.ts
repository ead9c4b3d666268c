import { printableFromBase64 } from '../base64-text.ts'
import { looksMixed } from '../randomness.ts'
import { rule } from './rule.ts'

const holdsPair = (text: string): boolean => printableFromBase64(text)?.includes(':') ?? false

/** Keys, hashes, signed tokens, sessions and addresses with a password in them: not one vendor's, but forms of their own. */
export const keyMaterialRules = [
  rule('jwt', 'access token', 'eyj', /eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,16384}(?:\.[A-Za-z0-9_-]{0,8192}){0,3}/, {
    apart: true,
  }),
  rule('pem-private-key', 'private key', '-----begin ---- begin', /-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/),
  rule('putty-key', 'private key', 'putty-user-key-file-', /PuTTY-User-Key-File-\d[^\0]{0,65536}/),
  rule('age-key', 'private key', 'age-secret-key-', /AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{40,200}/i),
  rule('bip32-key', 'private key', 'xprv yprv zprv tprv', /[xyzt]prv[1-9A-HJ-NP-Za-km-z]{80,120}/),
  rule('minisign-key', 'private key', 'rwrtkkj', /RWRTK[A-Za-z0-9+/=]{150,300}/i),
  rule(
    'password-hash',
    'password hash',
    '$0a$ $0b$ $0y$ $argon0 $scrypt$ $0$ $apr0$ $pbkdf0 $y$ $gy$',
    /\$(?:2[abxy]\$\d\d\$[./A-Za-z0-9]{40,53}|argon2(?:id|i|d)\$[^\s"'<>]{30,400}|scrypt\$[^\s"'<>]{20,400}|(?:1|5|6|apr1|y|gy)\$[^\s"'<>$]{1,64}\$[^\s"'<>]{16,200}|pbkdf2(?:-sha\d{1,3})?\$[^\s"'<>]{20,400})/,
  ),
  rule(
    'password-hash',
    'password hash',
    'pbkdf0_sha argon0$ bcrypt_sha scrypt:',
    /(?:pbkdf2_sha\d{1,3}\$|argon2\$argon2|bcrypt_sha256\$|scrypt:\d{1,8}:)[^\s"'<>]{20,400}/,
  ),
  rule(
    'ldap-hash',
    'password hash',
    'ssha} sha} ssha000} crypt} smd0}',
    /(?<=\{)(?:S?SHA(?:256|512)?|CRYPT|S?MD5)\}[A-Za-z0-9+/=$.]{20,200}/i,
  ),
  rule('otpauth', 'secret', 'otpauth:// otpauth-migration', /otpauth(?:-migration)?:\/\/[^\s"'<>]{8,2048}/i),
  rule('bearer', 'access token', 'bearer', /(?<keep>bearer(?:\s{1,4}|%20|\+))[A-Za-z0-9._~+/=|-]{8,8192}/i, {
    check: (secret) => (/\d/.test(secret) && /[a-z]/i.test(secret)) || /^\d{12,}$/.test(secret) || looksMixedCase(secret),
  }),
  rule('basic-credentials', 'authorization', 'basic', /(?<keep>basic(?:\s{1,4}|%20|\+))[A-Za-z0-9+/_-]{6,2048}={0,2}/i, {
    check: holdsPair,
  }),
  rule('docker-auth', 'authorization', 'auth":', /(?<keep>auth\\?"\s{0,4}:\s{0,4}\\?")[A-Za-z0-9+/_-]{6,2048}={0,2}/, {
    check: holdsPair,
  }),
  rule(
    'authorization-header',
    'authorization',
    'authorization',
    /(?<keep>authorization\\?["']?\s{0,4}(?::|=|=>|%3A)\s{0,4}\\?["']?)(?:(?:basic|bearer|token|digest|apikey|api-key|key|negotiate|ntlm|oauth|hawk|sswsession|ssws|geniekey|splunk|aws4-hmac-sha256|bot|jwt|sharedaccesssignature|sharedkey|sharedkeylite|hmac[a-z0-9-]{0,12})(?:\s{1,3}|%20|\+))[^\n\r"'<>]{6,8192}/i,
  ),
  rule(
    'session-cookie',
    'cookie',
    'connect.sid= phpsessid= jsessionid= sessionid= session_id= asp.net_sessionid= laravel_session= _session= aspnetcore. session= sid= asp.net_core auth_session= next-auth.session-token= csrftoken= xsrf-token= wordpress_logged_in',
    /(?<keep>(?:connect\.sid|phpsessid|jsessionid|session_?id|asp\.net_sessionid|laravel_session|_session|session|sid|aspnetcore\.[a-z.]{1,40}|auth_session|next-auth\.session-token|csrftoken|xsrf-token|wordpress_logged_in_[a-f0-9]{0,40})(?:=|%3D))[^\s;,"'<>&]{12,4096}/i,
    {
      check: (secret) => /\d/.test(secret) && /[a-z]/i.test(secret),
    },
  ),
  rule('cookie-header', 'cookie', 'cookie:', /(?<keep>cookie:\s{0,4})[A-Za-z0-9_.%!#$&*+^|~-]{1,128}=[^\n\r"'<>]{4,8192}/i),
  // Outside the web, passwords are put into addresses unescaped too.
  rule(
    'service-address-password',
    'connection password',
    '://',
    /(?<keep>(?<=\b(?!https?:)[a-z][a-z0-9+.-]{1,24}):\/\/[^\s/?#:@"'<>]{0,256}:)(?!\d{1,5}[/?])[^\s"'<>]{1,256}(?=@[A-Za-z0-9_.[*%{$-])/i,
  ),
  rule(
    'address-password',
    'connection password',
    '://',
    /(?<keep>:\/\/[^\s/?#:@"'<>]{0,256}:)[^\s/?#"'<>]{1,512}(?=@[A-Za-z0-9_.[*%{$-])/,
  ),
  rule('address-token', 'access token', '://', /(?<keep>:\/\/)[A-Za-z0-9_~.-]{20,512}(?=@[A-Za-z0-9[])/, {
    check: (secret) => /\d/.test(secret) && !secret.includes('..'),
  }),
  rule(
    'oracle-address',
    'connection password',
    'jdbc:oracle:',
    /(?<keep>jdbc:oracle:[a-z]{1,8}:[^\s/"'@]{1,128}\/)[^\s"'@]{1,256}(?=@)/i,
  ),
  rule(
    'curl-user',
    'password',
    'curl',
    /(?<keep>curl(?=\s)[^\n]{0,200}?\s(?:-u|--user)[ =]{0,2}["']?[^\s:"']{1,128}:)[^\s"']{1,256}/,
  ),
  rule('netrc', 'password', 'login', /(?<keep>login\s{1,8}\S{1,128}\s{1,8}password\s{1,8})\S{1,256}/i),
  rule(
    'sql-password',
    'password',
    'identified',
    /(?<keep>identified\s{1,4}(?:with\s{1,4}\S{1,64}\s{1,4})?by\s{1,4}(?:password\s{1,4})?["'])[^"'\n]{1,256}/i,
  ),
  rule('jwk-private', 'private key', 'd":', /(?<keep>(?<=["{,\s\\])d\\?"\s{0,4}:\s{0,4}\\?")[A-Za-z0-9_-]{40,1024}/, {
    check: looksMixed,
  }),
  rule('kube-key-data', 'private key', 'client-key-data:', /(?<keep>client-key-data:\s{0,4})[A-Za-z0-9+/=]{32,16384}/),
]

function looksMixedCase(secret: string): boolean {
  return secret.length >= 16 && /[a-z][A-Z]/.test(secret) && /[A-Z][a-z]/.test(secret)
}
