import { findSecrets } from './find-secrets.ts'
import { secretMask } from './secret-mask.ts'

const mostPasses = 8

/**
 * The text with each secret replaced by a mask that says what stood there; the same string when there is none. Idempotent: the
 * net is passed until it finds nothing more.
 *
 * @example
 * hideSecrets('card 4111 1111 1111 1111') // 'card [hidden: card number]'
 */
export const hideSecrets = (text: string): string => {
  let current = text
  for (let pass = 0; pass < mostPasses; pass++) {
    const found = findSecrets(current)
    if (found.length === 0) return current
    let shown = ''
    let at = 0
    for (const { start, end, label } of found) {
      shown += current.slice(at, start) + secretMask(label)
      at = end
    }
    current = shown + current.slice(at)
  }
  return secretMask('secret')
}
