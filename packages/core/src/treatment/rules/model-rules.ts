import { looksMixed, looksRandom } from '../randomness.ts'
import { rule } from './rule.ts'

/** Language models and the services around them. */
export const modelRules = [
  rule(
    'openai-key',
    'api key',
    'sk-proj- sk-svcacct- sk-admin- sk-service- sk-none-',
    /sk-(?:proj|svcacct|admin|service|None)-[A-Za-z0-9_-]{20,300}/,
  ),
  rule('anthropic-key', 'api key', 'sk-ant-', /sk-ant-[A-Za-z0-9_-]{20,300}/),
  rule('openrouter-key', 'api key', 'sk-or-', /sk-or-(?:v1-)?[A-Za-z0-9_-]{20,200}/),
  rule('langsmith-key', 'api key', 'lsv0_ lsv0', /lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{8,12}/),
  rule('sk-key', 'api key', 'sk-', /sk-(?:[a-z]{2,6}-)?[A-Za-z0-9_-]{18,300}/, { apart: true, check: looksRandom }),
  rule('hugging-face-token', 'access token', 'hf_ api_org_', /(?:hf|api_org)_[A-Za-z0-9]{28,64}(?![A-Za-z0-9])/, {
    apart: true,
    check: looksRandom,
  }),
  rule('replicate-token', 'access token', 'r0_', /r8_[A-Za-z0-9]{30,64}/, { apart: true, check: looksRandom }),
  rule('groq-key', 'api key', 'gsk_', /gsk_[A-Za-z0-9]{30,80}/, { apart: true, check: looksRandom }),
  rule('perplexity-key', 'api key', 'pplx-', /pplx-[A-Za-z0-9]{30,80}/),
  rule('xai-key', 'api key', 'xai-', /xai-[A-Za-z0-9]{40,120}/, { apart: true }),
  rule('pinecone-key', 'api key', 'pcsk_', /pcsk_[A-Za-z0-9_]{30,120}/),
  rule('cerebras-key', 'api key', 'csk-', /csk-[a-z0-9]{40,64}/, { apart: true }),
  rule('nvidia-key', 'api key', 'nvapi-', /nvapi-[A-Za-z0-9_-]{40,100}/),
  rule('jina-key', 'api key', 'jina_', /jina_[A-Za-z0-9_-]{40,100}/, { check: looksMixed }),
  rule('fireworks-key', 'api key', 'fw_', /fw_[A-Za-z0-9]{20,40}(?![A-Za-z0-9])/, { apart: true, check: looksRandom }),
  rule('voyage-key', 'api key', 'pa-', /pa-[A-Za-z0-9_-]{40,64}(?![A-Za-z0-9])/, { apart: true, check: looksMixed }),
]
