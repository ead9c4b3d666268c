import { html, nothing, type TemplateResult } from 'lit'
import { cutAtUnseen } from '../text/unseen.ts'

/** A text from outside: only ever text, isolated in its direction, with unseen characters shown by their codes. */
export const showText = (text: string): TemplateResult =>
  html`<bdi>${cutAtUnseen(text).map((piece) => html`${piece.text}${piece.code ? html`<span class="unseen">${piece.code}</span>` : nothing}`)}</bdi>`
