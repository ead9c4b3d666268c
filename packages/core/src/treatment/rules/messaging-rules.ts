import { looksMixed, looksRandom } from '../randomness.ts'
import { rule } from './rule.ts'

/** Chat, mail, telephony and social networks. */
export const messagingRules = [
  rule(
    'slack-token',
    'access token',
    'xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxe- xoxe. xoxc- xoxd-',
    /xox[abcdeoprs](?:\.xox[abp])?-(?:[A-Za-z0-9%+/=]{1,64}-){0,4}[A-Za-z0-9%+/=]{8,512}/,
  ),
  rule('slack-app-token', 'access token', 'xapp-', /xapp-[A-Za-z0-9-]{20,256}/),
  rule(
    'slack-webhook',
    'webhook address',
    'hooks.slack.com/',
    /(?<keep>hooks\.slack(?:-gov)?\.com\/)(?:services|workflows|triggers)\/[A-Za-z0-9+/_-]{20,128}/,
  ),
  rule(
    'discord-webhook',
    'webhook address',
    'discord.com/api discordapp.com/api',
    /(?<keep>discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?)webhooks\/\d{15,21}\/[A-Za-z0-9_-]{30,128}/,
  ),
  rule(
    'teams-webhook',
    'webhook address',
    'webhook.office.com/',
    /(?<keep>webhook\.office\.com\/)webhookb?2?\/[A-Za-z0-9@/_-]{36,400}/,
  ),
  rule(
    'google-chat-webhook',
    'webhook address',
    'chat.googleapis.com/',
    /(?<keep>chat\.googleapis\.com\/)v1\/spaces\/[A-Za-z0-9_-]{4,64}\/messages\?[^\s"'<>]{20,400}/,
  ),
  rule('zapier-webhook', 'webhook address', 'hooks.zapier.com/', /(?<keep>hooks\.zapier\.com\/)hooks\/catch\/[A-Za-z0-9/]{8,80}/),
  rule('telegram-bot-token', 'access token', '000000:', /\d{6}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/, {
    before: { of: 'digit', least: 0, most: 6 },
    check: looksRandom,
  }),
  rule('sendgrid-key', 'api key', 'sg.', /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/),
  rule('mailgun-key', 'api key', 'key- pubkey-', /(?:pub)?key-[a-f0-9]{32}(?![A-Za-z0-9])/),
  rule('mailchimp-key', 'api key', '-us0', /-us\d{1,2}(?![A-Za-z0-9])/, { before: { of: 'alphanumeric', least: 32, most: 32 } }),
  rule('brevo-key', 'api key', 'xkeysib- xsmtpsib-', /x(?:key|smtp)sib-[a-f0-9]{64}-[A-Za-z0-9]{16}/),
  rule('resend-key', 'api key', 're_', /re_[A-Za-z0-9]{6,10}_[A-Za-z0-9]{20,32}(?![A-Za-z0-9])/, { apart: true }),
  rule('facebook-token', 'access token', 'eaa', /(?<![+/])EAA[A-Za-z0-9_-]{24,400}/, { apart: true, check: looksMixed }),
  rule('facebook-app-token', 'access token', '0000000000000|', /\d{13}\|[A-Za-z0-9_-]{24,32}(?![A-Za-z0-9_-])/, {
    before: { of: 'digit', least: 0, most: 4 },
  }),
  rule('instagram-token', 'access token', 'igq igaa', /(?<![+/])IG(?:Q|AA)[A-Za-z0-9_-]{50,300}/, {
    apart: true,
    check: looksMixed,
  }),
  rule('twitter-bearer', 'access token', 'aaaaaaaaaaaaaaaaaaaa', /A{20,40}[A-Za-z0-9%_-]{40,200}/, {
    apart: true,
    check: looksMixed,
  }),
  rule('twitter-access-token', 'access token', '000000000-', /\d{9}-[A-Za-z0-9]{36,45}(?![A-Za-z0-9])/, {
    before: { of: 'digit', least: 0, most: 16 },
    check: looksMixed,
  }),
  rule(
    'linkedin-token',
    'access token',
    'wpl_ap0. aqe aqu aqv aqw aqx',
    /(?:WPL_AP1\.[A-Za-z0-9]{16}\.[A-Za-z0-9+/=]{6,12}|(?<![+/])AQ[EUVWXT][A-Za-z0-9_-]{60,500})/,
    { check: looksMixed, apart: true },
  ),
  rule('twitch-token', 'access token', 'oauth:', /(?<keep>oauth:)[a-z0-9]{30}(?![A-Za-z0-9])/),
  rule('dropbox-token', 'access token', 'sl.', /sl\.(?:u\.)?[A-Za-z0-9_=-]{60,1500}/, { apart: true }),
  rule('tavily-key', 'api key', 'tvly-', /tvly-[A-Za-z0-9-]{20,64}/, { check: looksRandom }),
]
