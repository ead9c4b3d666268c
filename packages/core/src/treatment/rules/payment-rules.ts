import { looksMixed, looksRandom } from '../randomness.ts'
import { rule } from './rule.ts'

const uuid = '[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}'

/** Payments, shops, banks and carriers. */
export const paymentRules = [
  rule(
    'stripe-key',
    'api key',
    'sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_ sk_prod_ rk_prod_',
    /[srp]k_(?:live|test|prod)_[A-Za-z0-9]{10,255}/,
  ),
  rule('stripe-webhook-secret', 'secret', 'whsec_', /whsec_[A-Za-z0-9+/=_-]{20,128}/),
  rule('stripe-client-secret', 'secret', '_secret_', /_secret_[A-Za-z0-9]{16,64}/, {
    before: { of: 'token', least: 8, most: 64 },
  }),
  rule(
    'square-token',
    'access token',
    'sq0atp- sq0csp- sq0idp- sq0asp- eaaa',
    /(?:sq0[a-z]{3}-[A-Za-z0-9_-]{20,64}|(?<![A-Za-z0-9+/])EAAA[A-Za-z0-9_-]{56,80}(?![A-Za-z0-9_-]))/,
  ),
  rule('braintree-token', 'access token', 'access_token$', /access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}/),
  rule(
    'plaid-token',
    'access token',
    'access-sandbox- access-production- access-development-',
    new RegExp(`access-(?:sandbox|development|production)-${uuid}`, 'i'),
  ),
  rule(
    'shopify-token',
    'access token',
    'shpat_ shpca_ shppa_ shpss_ shpua_ shptka_ shprt_',
    /shp(?:at|ca|pa|ss|ua|tka|rt)_[A-Za-z0-9]{24,64}/,
  ),
  rule('woocommerce-key', 'api key', 'ck_ cs_', /c[ks]_[a-f0-9]{40}(?![A-Za-z0-9])/, { apart: true }),
  rule('razorpay-key', 'api key', 'rzp_live_ rzp_test_', /rzp_(?:live|test)_[A-Za-z0-9]{14,40}/),
  rule('flutterwave-key', 'api key', 'flwseck flwpubk', /FLW(?:SECK|PUBK)(?:_TEST|_LIVE)?-[A-Za-z0-9]{12,64}(?:-X)?/i),
  rule('live-or-test-key', 'api key', 'live_ test_', /(?:live|test)_[A-Za-z0-9]{28,64}(?![A-Za-z0-9_])/, {
    apart: true,
    check: looksRandom,
  }),
  rule('adyen-key', 'api key', 'aqe', /(?<![+/])AQE[A-Za-z0-9+/=]{60,}[A-Za-z0-9+/=._<>{}:;!?#()*^$-]{0,200}/, {
    apart: true,
    check: looksMixed,
  }),
  rule('klarna-key', 'api key', 'klarna_live_api_ klarna_test_api_', /klarna_(?:live|test)_api_[A-Za-z0-9_-]{20,512}/),
  rule('paypal-token', 'access token', 'a00aa', /A21AA[A-Za-z0-9_-]{60,512}/),
  rule('easypost-key', 'api key', 'ezak ezta eztk', /EZ(?:AK|TK|TA)[A-Za-z0-9]{54}/, { apart: true }),
  rule('shippo-token', 'access token', 'shippo_live_ shippo_test_', /shippo_(?:live|test)_[a-f0-9]{40}/),
  rule('duffel-token', 'access token', 'duffel_live_ duffel_test_', /duffel_(?:live|test)_[A-Za-z0-9_=-]{40,64}/),
  rule('coinbase-key', 'private key', 'cb_live_', /cb_live_[A-Za-z0-9]{20,64}/),
  rule('lob-key', 'api key', 'live_pub_ test_pub_', /(?:live|test)_pub_[a-f0-9]{30,36}/),
  rule('stytch-secret', 'secret', 'secret-live- secret-test-', /secret-(?:live|test)-[A-Za-z0-9_=-]{32,64}/),
  rule('hubspot-token', 'access token', 'pat-na pat-eu pat-ap', new RegExp(`pat-[a-z]{2}\\d-${uuid}`, 'i')),
  rule('salesforce-session', 'access token', '00d', /00D[A-Za-z0-9]{9,15}![A-Za-z0-9._]{60,200}/, { apart: true }),
  rule('klaviyo-key', 'api key', 'pk_', /pk_[a-f0-9]{34}(?![A-Za-z0-9])/, { apart: true }),
  rule('sk-underscore-key', 'api key', 'sk_ rk_', /[sr]k_[A-Za-z0-9]{24,128}(?![A-Za-z0-9])/, {
    apart: true,
    check: looksRandom,
  }),
]
