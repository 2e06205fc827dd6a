import { h } from 'preact'
import { complain, reasonOf } from '../complaint.ts'
import { PlacementElement } from '../placement-element.ts'
import type { Standing } from '../standing.ts'
import { networkLinks, sharedUrl } from './networks.ts'
import { shareSheet } from './share.css.ts'
import { Share, type ShareActions, type ShareOpen, type ShareView } from './share.tsx'

/** What became of a press on a way to share. */
export type ShareOutcome = 'shared' | 'copied' | 'cancelled' | 'failed'

/** `<tributary-share offer="handle" via="…">`: shares an offer, or this page, by a link that names who earns. */
export class TributaryShare extends PlacementElement implements Standing {
  static readonly observedAttributes = ['offer', 'campaign', 'networks', 'instance', 'theme', 'density', 'via', 'parent', 'site', 'consent']

  #view: ShareView = { kind: 'closed' }
  #title: string | undefined

  /** Shares. */
  proceed(): void {
    this.root?.querySelector('button')?.focus()
    this.#actions.share()
  }

  protected override load(): void {
    const { shop } = this
    if (!this.isConnected || !shop) return
    this.guard(async () => {
      this.removeAttribute('data-tributary-error')
      await (await shop.load('more')).dress(this, shop)
      this.#show(this.#view.kind === 'open' ? this.#open() : { kind: 'closed' })
      if (this.link) this.link.hidden = true
      const offer = this.getAttribute('offer')
      if (!offer) return
      // What it is called. Without the parent it can be shared all the same.
      const found = await shop.find(offer)
      if (found.ok) this.#title = found.value.offer.title
      else if (found.error.final) this.fail(found.error.code, reasonOf(found.error))
      else complain(this.link ?? this, found.error.code, reasonOf(found.error))
    })
  }

  #url(): string {
    const [offer, via, campaign] = ['offer', 'via', 'campaign'].map((name) => this.getAttribute(name))
    const page = offer ? `${this.shop?.parent}/o/${encodeURIComponent(offer)}` : location.href
    return sharedUrl(page, via || this.shop?.site || '', campaign)
  }

  #open(): ShareOpen {
    const url = this.#url()
    const shared = { url, title: this.#title ?? document.title }
    const { origin, pathname, search } = new URL(url)
    return {
      kind: 'open',
      url,
      networks: networkLinks(shared, this.getAttribute('networks'), this.getAttribute('instance')),
      code: this.getAttribute('offer') ? `${origin}${pathname}/qr.svg${search}` : undefined,
      isCopied: false,
    }
  }

  readonly #actions: ShareActions = {
    share: () => this.guard(() => this.#share()),
    copy: () => this.guard(() => this.#copy()),
    // Where it leads to, what becomes of it is nobody's to see.
    sharedBy: (network) => this.#tell(network, Promise.resolve('shared')),
  }

  async #share(): Promise<void> {
    if (this.#view.kind === 'open') return this.#show({ kind: 'closed' })
    if ('share' in navigator) {
      const outcome = shareByDevice({ title: this.#title ?? document.title, url: this.#url() })
      this.#tell('device', outcome)
      // A device that cannot gets the other ways.
      if ((await outcome) !== 'failed') return
    }
    this.#show(this.#open())
  }

  async #copy(): Promise<void> {
    const outcome = this.#write()
    this.#tell('copy', outcome)
    if ((await outcome) === 'copied' && this.#view.kind === 'open') this.#show({ ...this.#view, isCopied: true })
  }

  async #write(): Promise<ShareOutcome> {
    const field = this.root?.querySelector('input')
    field?.select()
    try {
      await navigator.clipboard.writeText(this.#url())
    } catch {
      // Where the page may not write to the clipboard, what is selected can be copied by hand.
      if (!document.execCommand('copy')) return 'failed'
    }
    return 'copied'
  }

  #tell(by: string, outcome: Promise<ShareOutcome>): void {
    const offer = this.getAttribute('offer')
    const detail = Object.freeze({ by, url: this.#url(), ...(offer && { offer }), outcome })
    this.dispatchEvent(new CustomEvent('tributary:share', { detail, bubbles: true, composed: true }))
  }

  #show(view: ShareView): void {
    this.#view = view
    this.paint(h(Share, { view, actions: this.#actions }), shareSheet())
  }

  protected override showLink(): void {
    this.#show({ kind: 'link', href: this.#url() })
  }
}

/** Shares by what the device has. Whoever thought better of it has cancelled. */
async function shareByDevice(shared: ShareData): Promise<ShareOutcome> {
  try {
    await navigator.share(shared)
    return 'shared'
  } catch (cause) {
    return (cause as Error).name === 'AbortError' ? 'cancelled' : 'failed'
  }
}
