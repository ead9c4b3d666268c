import { CopyButton } from './copy-button.tsx'

/** Lines to type in a terminal, with a button that copies them. */
export function Command({ text }: { readonly text: string }) {
  return (
    <div className="command">
      <pre>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} />
    </div>
  )
}
