import { describe, expect, it } from 'vitest'
import { isSecretName } from '../../src/treatment/secret-name.ts'

const list = (text: string): readonly string[] => text.trim().split(/\s*[,\n]\s*/)

const secret = list(`
  password, Password, PASSWORD, passwd, pwd, userPassword, user_password, new-password, passwordConfirmation, password_hash, passwordHash, db.password, dbpassword
  DB_PASSWORD, passphrase, passcode, secret, clientSecret, client_secret, CLIENT-SECRET, clientsecret, secretKey, secret_access_key, webhookSecret, mfaSecret
  totpSecret, token, accessToken, access_token, refreshToken, idToken, apiToken, authToken, x-auth-token, csrfToken, sessionToken, bearerToken, token2, tokenHash
  resetPasswordToken, passwordResetToken, oauth2Token, jwt, bearer, authorization, Authorization, Proxy-Authorization, apiKey, api_key, APIKey, API_KEY, apikey
  x-api-key, X-Api-Key, stripeApiKey, privateKey, private_key, privatekey, sshKey, signingKey, encryptionKey, accessKey, accountKey, SharedAccessKey, masterKey
  cookie, Set-Cookie, sessionCookie, cvv, CVV2, cvc, securityCode, cardSecurityCode, pin, PIN, cardPin, pinCode, pinHash, pan, primaryAccountNumber
  cardNumber, card_number, creditCardNumber, creditCard, ccNumber, track2, otp, oneTimePassword, verificationCode, mfaCode, twoFactorCode, backupCodes, recoveryCodes
  ssn, SSN, socialSecurityNumber, credentials, connectionString, seedPhrase, mnemonic, passwort, Kennwort, contraseña, contrasena, mot de passe, motDePasse
  senha, wachtwoord, lösenord, hasło, heslo, şifre, salasana, пароль, 密码, パスワード, 비밀번호, pw, pass, magicLink
`)

const harmless = list(`
  tokenCount, token_count, tokens, maxTokens, inputTokens, tokenizer, tokenized, tokenType, tokenExpiresAt, nextPageToken, pageToken, designToken, hasToken
  passwordChangedAt, password_changed_at, passwordPolicy, passwordExpiresAt, passwordStrength, passwordReset, requirePassword, hasPassword, isPassword, passwordless
  secretary, secretaryName, secretSanta, hasSecret, secretsRotatedAt, pinned, pins, pinnedAt, spin, shipping, pinterestUrl, opinion, author, authorId, authority
  authorized, authorizedBy, authorizationLevel, authorizedAt, paymentAuthorization, key, keys, keyId, publicKey, apiKeyId, apiKeyName, apiKeyCount, primaryKey, foreignKey
  sortKey, keyword, keyAccount, monkey, card, cardBrand, cardLast4, cardExpiry, cardId, cardHolder, loyaltyCardNumber, membershipCardNumber, scorecard, panel, span
  company, pancake, cookieConsent, cookieBannerAccepted, session, sessionId, mfa, mfaEnabled, otpEnabled, otpSentAt, passport, passportNumber, passenger, compass
  bypass, passed, passRate, status, owner, email, phone, iban, bank_account, vat_number, notes, credit_limit, credentialType, zip, postcode, name, a, id, label
  constructor, toString, valueOf, hasOwnProperty, __proto__, prototype, securityLevel, security_officer, tan_color, decode, code, reason_code, promoCode, permission_level, assignee, verified, accessLevel, access_role
`)

describe('the name of a secret', () => {
  it.each(secret)('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each(harmless)('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  it('is judged the same however often and in whatever order it is asked', () => {
    const names = [...secret, ...harmless]
    const first = names.map(isSecretName)
    for (let i = 0; i < 20_000; i++) isSecretName(`field_${i}`)
    expect(names.toReversed().map(isSecretName).toReversed()).toEqual(first)
  })

  it('may be of any length', () => {
    expect(isSecretName(`${'very_'.repeat(15)}long_password`)).toBe(true)
    expect(isSecretName('password_'.repeat(10_000))).toBe(false)
    expect(isSecretName('')).toBe(false)
  })
})
