import { useState } from 'react'
import { m } from '../messages/messages.ts'

/** Copies a text; says so for two seconds, also to a screen reader. */
export function CopyButton({ text, label = m.app.copy }: { readonly text: string; readonly label?: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    setCopied(await copyText(text))
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <button type="button" className="button button-quiet" onClick={copy}>
      <span aria-live="polite">{copied ? m.app.copied : label}</span>
    </button>
  )
}

/** True when the text is on the clipboard. It is not where the browser forbids it (plain http, no permission). */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
