import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { EventView, ListedEvent } from '../api/event-view.ts'
import { widget } from '../messages/en/widget.ts'
import { fill } from '../messages/fill.ts'
import { safeAddress } from '../text/safe-address.ts'
import { type Formats, formatsFor } from './formats.ts'
import rules from './history.css?inline'
import { addressOf, type EventPage, type Filter, filters, joined, readPage } from './record-events.ts'
import { showEvent } from './show-event.ts'
import { HistoryProblem, type Renew, TokenCalls } from './token-calls.ts'

/** Coming back to the page brings the history up to date, but not more often than this. */
const refreshMs = 15_000

const sheet = new CSSStyleSheet()
sheet.replaceSync(rules)

const usualLimit = 20
const mostLimit = 100

/**
 * `<daybook-history object="order:1842" server="https://…/v1/trails/orders" token="…">`: the history of one record on the
 * page of the tool it belongs to. Sentences and masks come from the server; nothing that is shown is markup.
 *
 * Fires `daybook-open` (`detail`: id, seq and sentence of the event whose details are opened; preventing it keeps them
 * closed) and `daybook-error` (`detail`: code, status, message). Asks for nothing while nobody looks: it reads when it is
 * put on a page, when what it shows is changed, and when somebody comes back to the page.
 */
export class DaybookHistory extends LitElement {
  static override styles = sheet
  static override properties = {
    object: {},
    server: {},
    token: {},
    heading: {},
    limit: { type: Number },
    locale: {},
    filter: {},
    href: {},
    renew: { attribute: false },
  }

  /** The record: its type, a colon, its id. */
  declare object: string
  /** Address of the trail: `https://daybook.example/v1/trails/orders`. */
  declare server: string
  declare token: string
  declare heading: string
  /** Events at a time, 1 to 100. */
  declare limit: number
  /** How days, numbers and amounts are written; as the page's own `lang` where it is not said. */
  declare locale: string
  declare filter: string
  /** Of the record's full page; without it there is no link. */
  declare href: string
  /** Gets a new token from the tool's server; is told the object. */
  declare renew: Renew | undefined

  readonly #calls = new TokenCalls()
  readonly #open = new Set<number>()
  #formats: Formats = formatsFor()
  #words = ''
  #events: readonly ListedEvent[] = []
  #page: EventPage | undefined
  #problem: HistoryProblem | undefined
  #call: AbortController | undefined
  #readAt = 0

  constructor() {
    super()
    this.object = this.server = this.token = this.locale = this.href = ''
    this.heading = widget.heading
    this.limit = usualLimit
    this.filter = 'all'
    this.renew = undefined
  }

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('focus', this.#refresh)
    document.addEventListener('visibilitychange', this.#refresh)
    if (this.hasUpdated) this.#page === undefined ? void this.#read('all') : this.#refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('focus', this.#refresh)
    document.removeEventListener('visibilitychange', this.#refresh)
    this.#call?.abort()
    this.#call = undefined
  }

  protected override willUpdate(changed: PropertyValues<DaybookHistory>): void {
    const { renew, object } = this
    if (changed.has('locale')) this.#formats = formatsFor(this.locale || this.closest<HTMLElement>('[lang]')?.lang)
    if (changed.has('renew') || changed.has('object')) this.#calls.renew = renew && (() => renew(object))
    // A token is for one record: that of another is asked for anew.
    if (changed.has('token')) this.#calls.take(this.token)
    else if (changed.has('object') && renew) this.#calls.take('')
    const isOther = (['object', 'server', 'limit', 'filter'] as const).some((name) => changed.has(name))
    if (isOther) this.#forget()
    if (isOther || ((changed.has('token') || changed.has('renew')) && !this.#page)) void this.#read('all')
  }

  protected override render(): TemplateResult {
    const { heading } = this
    const href = this.href && safeAddress(URL.parse(this.href, document.baseURI)?.href)
    return html`<div part="history" role="group" lang=${widget.language} aria-label=${heading || widget.heading}>
      <div class="line" part="header">
        ${heading ? html`<h2 part="heading">${heading}</h2>` : nothing}
        ${href ? html`<a part="link" href=${href}>${widget.whole}</a>` : nothing}
      </div>
      ${this.#showFilters()}${this.#showProblem()}
      <ol part="list" ?hidden=${this.#events.length === 0}>
        ${this.#events.map((event) =>
          showEvent(event, { formats: this.#formats, isOpen: this.#open.has(event.seq), toggle: this.#toggle }),
        )}
      </ol>
      <div class="line" part="footer"><span role="status">${this.#status()}</span>${this.#showMore()}</div>
    </div>`
  }

  #showFilters(): TemplateResult {
    return html`<div class="line" part="filter" role="group" aria-label=${widget.filters}>
      ${filters.map(
        (name) =>
          html`<button part="button" aria-pressed=${this.#filter() === name} @click=${() => (this.filter = name)}>${widget.filter[name]}</button>`,
      )}<input part="words" type="search" aria-label=${widget.words} placeholder=${widget.words} .value=${this.#words} @change=${this.#search} />
    </div>`
  }

  #showProblem(): TemplateResult | typeof nothing {
    if (!this.#problem) return nothing
    const { code } = this.#problem
    return html`<p part="problem" role="alert">${this.#page ? widget.stale : widget.problems[code]}
      ${code === 'setup' ? nothing : html`<button part="button" @click=${() => this.#read(this.#page ? 'newest' : 'all')}>${widget.retry}</button>`}</p>`
  }

  #showMore(): TemplateResult | typeof nothing {
    if (!this.#page?.nextCursor) return nothing
    return html`<button part="button more" ?disabled=${this.#call !== undefined} @click=${() => this.#read('more')}>${widget.more}</button>`
  }

  /** What there is, in words; said aloud when it changes. */
  #status(): string {
    if (!this.#page) return this.#problem ? '' : widget.loading
    const { value, exact } = this.#page.total
    if (this.#events.length === 0) return this.#filter() === 'all' && this.#words === '' ? widget.empty : widget.emptyFilter
    if (value === 1) return widget.shownOne
    const { count } = this.#formats
    return fill(widget.shown, { shown: count(this.#events.length), total: (exact ? '' : widget.about) + count(value) })
  }

  #filter(): Filter {
    return filters.find((name) => name === this.filter) ?? 'all'
  }

  #forget(): void {
    this.#events = []
    this.#page = undefined
    this.#problem = undefined
    this.#open.clear()
  }

  readonly #search = (event: Event): void => {
    const words = (event.target as HTMLInputElement).value.trim()
    if (words === this.#words) return
    this.#words = words
    this.#forget()
    void this.#read('all')
  }

  readonly #toggle = (event: EventView): void => {
    const { id, seq, sentence } = event
    if (!this.#open.delete(seq) && this.#tell('daybook-open', { id, seq, sentence })) this.#open.add(seq)
    this.requestUpdate()
  }

  readonly #refresh = (): void => {
    if (document.visibilityState === 'hidden' || this.#call || performance.now() - this.#readAt < refreshMs) return
    void this.#read(this.#page ? 'newest' : 'all')
  }

  /** Reads everything anew, the newest page, or the next older one. A later reading calls an earlier one off. */
  async #read(what: 'all' | 'newest' | 'more'): Promise<void> {
    const address = addressOf(this.server, this.object)
    if (address === undefined) return this.#failed(new HistoryProblem('setup', 0, ''))
    // The page may be about to say: a token that is fetched comes later.
    if (!this.isConnected || (!this.#calls.hasToken && !this.renew)) return
    this.#call?.abort()
    const call = new AbortController()
    this.#call = call
    this.requestUpdate()
    const limit = Math.min(mostLimit, Math.max(1, Math.floor(this.limit) || usualLimit))
    const wanted = { address, filter: this.#filter(), words: this.#words, limit }
    try {
      const page = await readPage(this.#calls, wanted, what === 'more' && this.#page?.nextCursor, call.signal)
      if (this.#call !== call) return
      this.#call = undefined
      this.#readAt = performance.now()
      this.#take(page, what)
    } catch (error) {
      if (this.#call !== call) return
      this.#call = undefined
      this.#failed(error instanceof HistoryProblem ? error : new HistoryProblem('failed', 0, ''))
    }
  }

  #take(page: EventPage, what: 'all' | 'newest' | 'more'): void {
    const before = this.#events.length
    const focused = this.shadowRoot?.activeElement?.id
    const together = what === 'newest' ? joined(page.data, this.#events) : undefined
    this.#problem = undefined
    this.#events = together ?? (what === 'more' ? [...this.#events, ...page.data] : page.data)
    this.#page = together && this.#page ? { ...page, nextCursor: this.#page.nextCursor } : page
    this.requestUpdate()
    // Rows have moved down, or the button that was pressed is gone: whoever was there goes on where it led.
    if (what === 'newest' && focused) void this.#focusOn(`#${focused}`)
    if (what === 'more' && page.nextCursor === null) void this.#focusOn(`li:nth-child(${before + 1}) button`)
  }

  async #focusOn(selector: string): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }

  #failed(problem: HistoryProblem): void {
    this.#problem = problem
    if (problem.code === 'expired' || problem.code === 'not_found' || problem.code === 'forbidden') {
      // What may not be read any more is not left standing.
      this.#events = []
      this.#page = undefined
    }
    this.requestUpdate()
    const { code, status, message } = problem
    this.#tell('daybook-error', { code, status, message })
  }

  #tell(name: string, detail: object): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }))
  }
}
