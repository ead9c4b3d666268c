import type { SecretLabel } from './secret-mask.ts'

/**
 * Names under which a secret is kept, as lower-case words without accents. A name is compared word by word (`apiKey`, `API_KEY`
 * and `x-api-key` all hold `api key`) and also run together (`apikey`). The rules that make `tokenCount` harmless: secret-name.ts.
 */
const words = (text: string): readonly string[] => text.split(',').map((phrase) => phrase.trim())

/** Services whose `<name> key` is an API key, where the bare word key would be anything. */
const keyServices: readonly string[] = words(
  `adafruit, adobe, airtable, alchemy, algolia, amplitude, anthropic, asana, auth0, aws, azure, bitbucket, bugsnag, cloudflare, codecov, cohere, coinbase,
   contentful, databricks, datadog, deepl, discord, dropbox, easypost, etherscan, fastly, figma, firebase, flickr, freshdesk, gcp, gemini, github, gitlab,
   google, grafana, heroku, honeycomb, hubspot, infura, intercom, klaviyo, launchdarkly, linear, lob, mailchimp, mailgun, mapbox, maxmind, messagebird,
   mistral, mixpanel, netlify, newrelic, new relic, notion, okta, openai, opsgenie, pagerduty, paypal, pinecone, plaid, postman, postmark, pusher, rapidapi,
   rollbar, segment, sendbird, sendgrid, sentry, shippo, shopify, slack, snyk, splunk, square, stripe, sumologic, supabase, telegram, travis, trello,
   twilio, twitter, typeform, vercel, vonage, yandex, zendesk`,
)

export const secretPhrases: readonly (readonly [SecretLabel, readonly string[]])[] = [
  [
    'password',
    words(
      `password, passwords, passwd, pwd, pswd, passphrase, pass phrase, passcode, pass code, pass word, passwort, kennwort, zugangscode,
       contrasena, clave secreta, clave de acceso, clave privada, mot de passe, motdepasse, mdp, senha, palavra passe, palavrapasse,
       parola d ordine, wachtwoord, losenord, adgangskode, kodeord, passord, salasana, haslo, heslo, jelszo, lozinka, geslo, sifre,
       parool, slaptazodis, kata sandi, mat khau, db pass, user pass, admin pass, root pass, smtp pass, ftp pass, mysql pass,
       postgres pass, postgresql pass, pg pass, redis pass, mongo pass, sql pass, ldap pass, mail pass, email pass, ssh pass, sudo pass, vpn pass,
       wifi pass, login pass, account pass, service pass, keystore pass, proxy pass, auth pass, http pass, secret answer, security answer, wifi key, wpa key, psk, pre shared key, preshared key`,
    ),
  ],
  [
    'token',
    words(
      `token, jeton, access tokens, refresh tokens, api tokens, auth tokens, bearer tokens, session tokens, jwt, jwts, bearer, sas url,
       sas signature, shared access signature, magic link, client assertion, saml response, code verifier`,
    ),
  ],
  [
    'secret',
    words(
      `secret, secrets, geheimnis, segredo, segreto, secreto, client secrets, totp seed, mfa seed, otp seed,
       connection string, sentry dsn, database url, db url, redis url, mongo url, mongodb uri, mongo uri`,
    ),
  ],
  [
    'api key',
    words(
      `api key, api keys, app key, application key, secret key, secret keys, access key, access keys, secret access key, account key,
       shared key, shared access key, auth key, authentication key, master key, service key, service role key, subscription key, session key, deploy key, webhook key, integration key, integrations key, chave api, chave secreta, cle api, cle secrete,
       api schlussel, clave api, global key, server key, admin key, ingest key, maps key, consumer key`,
    ),
  ],
  [
    'private key',
    words(
      `private key, private keys, priv key, privkey, private key pem, encryption key, decryption key, signing key, ssh key, rsa key, pgp key,
       gpg key, aes key, hmac key, des key, symmetric key, wallet key, extended private key, xprv, keystore, client key data,
       privater schlussel, cle privee, chave privada, chiave privata, age key, host key private, cookie key`,
    ),
  ],
  ['api key', keyServices.map((service) => `${service} key`)],
  [
    'recovery phrase',
    words('seed phrase, recovery phrase, mnemonic, mnemonic phrase, recovery key, backup phrase, secret phrase'),
  ],
  ['authorization', words('authorization, authorization header, proxy authorization, auth header, www authorization')],
  ['cookie', words('cookie, cookies, set cookie, session cookie, connect sid, phpsessid, jsessionid')],
  ['credential', words('credential, credentials, creds, login data, zugangsdaten')],
  [
    'card number',
    words(
      `card number, card no, card num, card pan, credit card, creditcard, creditcards, credit cards, debit card, debitcard, cc number,
       cc no, cc num, ccnum, ccnumber, pan, pan number, primary account number, kartennummer, kreditkarte, kreditkartennummer, numero de tarjeta,
       tarjeta de credito, numero de carte, carte bancaire, carte de credit, numero carta, numero do cartao, kaartnummer, track data,
       track1, track2, track 1, track 2, magstripe, card track, card data, full card`,
    ),
  ],
  [
    'security code',
    words(
      `cvv, cvv2, cvc, cvc2, cvn, csc, cid code, card security code, card verification value, card verification code, security code,
       card code, prufziffer karte, kartenprufnummer, codigo de seguridad, cryptogramme`,
    ),
  ],
  ['PIN', words('pin, pin number, pin code, pincode, pin no, pin nummer, geheimzahl')],
  [
    'one-time code',
    words(
      `otp, otp code, totp, totp code, one time password, one time passcode, one time code, onetime code, verification code, mfa code,
       mfa token, 2fa code, two factor code, second factor code, authenticator code, sms code, login code, recovery code, recovery codes,
       backup code, backup codes, scratch codes, einmalcode, einmalpasswort, tan, sms tan`,
    ),
  ],
  ['id number', words('ssn, social security number, social security no, social security, social security nr')],
]

/** Words that may follow a secret's name and still mean the secret itself: `passwordHash`, `token_value`, `password2`. */
export const stillSecret: ReadonlySet<string> = new Set(
  words(
    `value, text, plain, plaintext, clear, cleartext, raw, string, str, hash, hashed, hashes, digest, salt, salted, encrypted, enc, cipher, base64, b64,
     hex, pem, header, field, input, confirm, confirmation, confirmed, again, repeat, repeated, verify, new, old, current, previous, prev, next, primary,
     secondary, backup, default, temp, temporary, initial, prod, production, live, test, staging, dev, sandbox, json, bytes, blob, body, content,
     contents, data, number, no, nr, code, key, env, secret, parameter, param, hint, en clair, neu, alt, nuevo, nueva, nouveau`,
  ),
)

/** First words that make a name a question about a secret, or a count: `hasPassword`, `maxTokenAge`. */
export const notSecretBefore: ReadonlySet<string> = new Set(
  words(
    'is, has, had, have, requires, require, required, needs, need, can, should, must, allow, allows, allowed, enable, enables, enabled, disable, disabled, use, uses, used, show, min, max, num, count, forgot, force, no, without',
  ),
)

/** What a name must not be preceded by, where the word alone has a harmless meaning too. */
export const harmlessAfter: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'token',
    new Set(
      words(
        'page, next, previous, prev, continuation, cursor, design, sync, prompt, completion, input, output, total, per, fungible, nft, gas, erc20, governance, queue, parking, css, color, colour, resume, pagination',
      ),
    ),
  ],
  [
    'card number',
    new Set(
      words(
        'loyalty, membership, member, library, id, identity, business, time, score, report, sim, fidelity, bonus, employee, access, index, insurance, health',
      ),
    ),
  ],
  [
    'card no',
    new Set(
      words(
        'loyalty, membership, member, library, id, identity, business, time, score, report, sim, fidelity, bonus, employee, insurance, health',
      ),
    ),
  ],
  [
    'pin',
    new Set(
      words('map, drop, push, pull, gpio, pogo, lapel, hair, bowling, cotter, firing, location, geo, rolling, line, fabric, tie'),
    ),
  ],
  ['secret', new Set(words('top, no, trade'))],
  ['cookies', new Set(words('accept, consent, functional, marketing, analytics, tracking, third, party'))],
  ['cookie', new Set(words('accept, consent, functional, marketing, analytics, tracking, party'))],
  ['tan', new Set(words('color, colour, sun, fake, light, dark, spray'))],
  ['pan', new Set(words('frying, sauce, baking, drip, bed, dust, oil, camera, roasting'))],
  ['authorization', new Set(words('payment, prior, expense, travel, purchase, work, return, spending, budget, leave, overtime'))],
])

/** Run together, these end (or begin) a single word that still names a secret: `dbpassword`, `accesstoken`, `passwordhash`. */
export const runTogether: readonly (readonly [string, SecretLabel])[] = [
  ['password', 'password'],
  ['passwd', 'password'],
  ['passphrase', 'password'],
  ['passcode', 'password'],
  ['passwort', 'password'],
  ['kennwort', 'password'],
  ['contrasena', 'password'],
  ['motdepasse', 'password'],
  ['wachtwoord', 'password'],
  ['pwd', 'password'],
  ['token', 'token'],
  ['secret', 'secret'],
  ['apikey', 'api key'],
  ['secretkey', 'api key'],
  ['accesskey', 'api key'],
  ['accountkey', 'api key'],
  ['authkey', 'api key'],
  ['masterkey', 'api key'],
  ['privatekey', 'private key'],
  ['signingkey', 'private key'],
  ['encryptionkey', 'private key'],
  ['sshkey', 'private key'],
  ['cardnumber', 'card number'],
  ['sessioncookie', 'cookie'],
  ['setcookie', 'cookie'],
]

/** Secret only as the whole name: inside longer names these words mean too many other things. */
export const wholeNames: ReadonlyMap<string, SecretLabel> = new Map([
  ['pass', 'password'],
  ['pw', 'password'],
  ['clave', 'password'],
  ['parola', 'password'],
  ['auth', 'authorization'],
  ['x auth', 'authorization'],
  ['dsn', 'secret'],
  ['sas', 'token'],
  ['psk', 'password'],
])

/** Names for a password in scripts that have no case and, some of them, no spaces. */
export const passwordInOtherScripts =
  /парол[ьяией]|密\s?[码碼]|口令|パスワード|暗証番号|비밀번호|암호|סיסמ[הא]|كلمة (?:المرور|السر)|الرقم السري|رمز عبور|รหัสผ่าน|κωδικ[όο]ς|पासवर्ड|密鑰|密钥|秘密鍵|токен|секрет/giu
