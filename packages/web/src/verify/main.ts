import '../styles/tokens.css'
import './page.css'
import { isMalformed, parsePolicy } from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { verifyBundle } from '@daybook/core/verify'
import { showCount } from '../format/quantity.ts'
import { fill, language, m } from '../messages/messages.ts'
import { element } from './element.ts'
import { bundleReader, chosenFolder, droppedFolder, type Folder } from './folder.ts'
import { reportView } from './report-view.ts'

let folder: Folder | undefined

const policy = element('textarea', {
  id: 'policy',
  rows: '5',
  spellcheck: 'false',
  autocomplete: 'off',
  'aria-describedby': 'policy-help',
})
const input = element('input', {
  id: 'folder',
  type: 'file',
  webkitdirectory: true,
  change: () => choose(chosenFolder(input.files)),
})
const chosen = element('p', { class: 'quiet', role: 'status' })
const outcome = element('div', { 'aria-live': 'polite' })
const button = element('button', { type: 'button', class: 'button', click: () => void check() }, m.verify.check)
const zone = element(
  'div',
  { class: 'zone', dragover: (event: DragEvent) => event.preventDefault(), drop: (event: DragEvent) => void drop(event) },
  element('label', { for: 'folder' }, m.verify.folder),
  input,
  element('p', { class: 'quiet' }, m.verify.drop),
  chosen,
)

function choose(next: Folder | undefined): void {
  folder = next
  chosen.textContent = next ? fill(m.verify.chosen, { files: showCount(next.files.size), name: next.name }) : ''
}

async function drop(event: DragEvent): Promise<void> {
  event.preventDefault()
  if (event.dataTransfer) choose(await droppedFolder(event.dataTransfer.items))
}

async function check(): Promise<void> {
  if (!folder) return say(m.verify.noFolder)
  if (policy.value.trim() === '') return say(m.verify.noPolicy)
  const trusted = parsePolicy(policy.value, nobleCrypto)
  if (isMalformed(trusted)) return say(fill(m.verify.badPolicy, { why: trusted.why }))
  say(m.verify.working)
  button.disabled = true
  // One frame, so that the page says what it does before it does it.
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  try {
    const report = await verifyBundle(bundleReader(folder), trusted, nobleCrypto)
    outcome.replaceChildren(reportView(report))
    document.getElementById('verdict')?.focus()
  } catch (error) {
    say(fill(m.verify.stopped, { why: error instanceof Error ? error.message : String(error) }))
  } finally {
    button.disabled = false
  }
}

const say = (sentence: string) => outcome.replaceChildren(element('p', {}, sentence))

document.documentElement.lang = language
document.title = `${m.verify.title} · ${m.app.name}`
document
  .getElementById('root')
  ?.append(
    element('h1', {}, m.verify.title),
    element('p', {}, m.verify.lead),
    element('label', { for: 'policy' }, m.verify.policy),
    element('p', { class: 'quiet', id: 'policy-help' }, m.verify.policyHelp),
    policy,
    zone,
    element('p', {}, button),
    outcome,
  )
