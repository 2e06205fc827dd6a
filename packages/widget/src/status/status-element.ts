import type { ReturnId } from '@tributary/protocol/id'
import { ORDER_PATH } from '@tributary/protocol/order-path'
import type { Failure, OrderStatus, Result } from '@tributary/sdk'
import { h } from 'preact'
import { pageLocale } from '../locale.ts'
import { PlacementElement } from '../placement-element.ts'
import type { Shop } from '../shop.ts'
import { cancelOrder, newReturnId, withdraw } from './order-change.ts'
import { type OrderLink, orderOfPage, readOrderLink } from './order-link.ts'
import { statusSheet } from './status.css.ts'
import { Status } from './status.tsx'
import { type OrderView, type StatusActions, type StatusView, withdrawn } from './status-view.ts'
import { speakStatus } from './status-words.ts'

/** `<tributary-status order="ord_…" secret="…">`: an order as its customer follows it, cancels it or withdraws from it. */
export class TributaryStatus extends PlacementElement {
  static readonly observedAttributes = ['order', 'secret', 'parent', 'site', 'consent']

  // Which order it is of, to tell that from what else an attribute may say.
  #key: string | undefined
  #view: StatusView = { kind: 'loading' }
  #order: OrderLink | undefined
  // Of the withdrawal that is being confirmed: pressed twice it is one.
  #returnId: ReturnId | undefined

  protected override load(): void {
    const shop = this.shop
    if (!this.isConnected || !shop) return
    const key = JSON.stringify([shop.parent, shop.site, this.getAttribute('order'), this.getAttribute('secret'), this.link?.href])
    // A customer may be stating a withdrawal: that stays.
    if (key === this.#key && this.#view.kind === 'order') {
      this.#show(this.#view)
      return
    }
    this.#key = key
    this.guard(async () => {
      await speakStatus(shop)
      if (!this.isConnected) return
      this.#order = this.#named()
      if (this.#order) await this.#read(shop)
      else this.#show({ kind: 'asking' })
    })
  }

  protected override showLink(): void {
    this.#show({ kind: 'link', href: this.#hosted() })
  }

  #named(): OrderLink | undefined {
    const [order, secret] = [this.getAttribute('order'), this.getAttribute('secret')]
    return orderOfPage(location) ?? readOrderLink(order && secret ? `${order}/${secret}` : (this.link?.href ?? ''))
  }

  async #read(shop: Shop): Promise<void> {
    const order = this.#order
    if (!order) return
    this.#show({ kind: 'loading' })
    const [status, facts] = await Promise.all([
      readOrder(shop, order),
      // Who sells, and how its currency is written.
      shop.offers.facts(),
    ])
    if (order !== this.#order) return
    if (!status.ok && status.error.code === 'order_unknown') return this.#show({ kind: 'asking', mistake: 'unknown' })
    if (!status.ok) return this.fail(status.error.code, status.error.detail ?? status.error.title)
    if (!facts.ok) return this.fail(facts.error.code, facts.error.detail ?? facts.error.title)
    this.removeAttribute('data-tributary-error')
    this.#show({
      kind: 'order',
      order: status.value,
      program: facts.value.program,
      locale: pageLocale(),
      href: this.#hosted(),
      step: 'reading',
      draft: { name: '', email: '', pieces: {} },
      isBusy: false,
    })
  }

  readonly #actions: StatusActions = {
    open: (link) => {
      const shop = this.shop
      this.#order = readOrderLink(link)
      if (this.#order && shop) this.guard(() => this.#read(shop))
      else this.#show({ kind: 'asking', mistake: 'notALink' })
    },
    go: (step) => {
      if (step === 'confirming') this.#returnId = newReturnId()
      this.#change({ step, problem: undefined, done: undefined })
      if (step === 'stating') this.#fillIn()
      // What was pressed is gone: whoever reads by ear or keyboard goes on where the new part begins.
      this.root?.querySelector<HTMLElement>('h3, h2')?.focus()
    },
    type: (typed) => {
      if (this.#view.kind === 'order') this.#change({ draft: { ...this.#view.draft, ...typed } })
    },
    cancel: () => this.#send('cancelled', ({ client }, order) => cancelOrder(client, order)),
    withdraw: () =>
      this.#send('withdrawn', ({ client }, order, { draft }) => {
        const { name, email } = draft
        return withdraw(client, order, { id: this.#returnId ?? newReturnId(), name, email, lines: withdrawn(draft) })
      }),
  }

  // Everything that is left, until somebody says that it is less.
  #fillIn(): void {
    const view = this.#view
    if (view.kind !== 'order' || Object.keys(view.draft.pieces).length > 0) return
    const lines = view.order.may?.withdraw?.lines ?? []
    this.#actions.type({ pieces: Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity])) })
  }

  #send(
    done: NonNullable<OrderView['done']>,
    act: (shop: Shop, order: OrderLink, view: OrderView) => Promise<Result<OrderStatus, Failure>>,
  ): void {
    const view = this.#view
    const [shop, order] = [this.shop, this.#order]
    if (view.kind !== 'order' || view.isBusy || !shop || !order) return
    this.#change({ isBusy: true, problem: undefined })
    this.guard(async () => {
      const answer = await act(shop, order, view)
      if (answer.ok) this.#change({ order: answer.value, step: 'reading', isBusy: false, done, draft: { ...view.draft, pieces: {} } })
      else await this.#refuse(shop, order, answer.error, view)
    })
  }

  // Pressed again, what may be tried again may succeed. A definite no stays one: then the order is read again, and shows what can be done instead.
  async #refuse(shop: Shop, order: OrderLink, { code, final }: Failure, view: OrderView): Promise<void> {
    const refused = { isBusy: false, problem: code }
    if (!final) return this.#change(refused)
    if (code === 'order_unknown') return this.#show({ kind: 'asking', mistake: 'unknown' })
    const now = await readOrder(shop, order)
    if (order !== this.#order) return
    // A statement that was not taken may be put right.
    const step = code === 'request_invalid' && view.step === 'confirming' ? 'stating' : 'reading'
    this.#change({ ...refused, step, order: now.ok ? now.value : { ...view.order, may: { cancel: false } } })
    this.root?.querySelector<HTMLElement>('h3, h2')?.focus()
  }

  #hosted(): string {
    const order = this.#order
    if (order) return `${this.shop?.parent}/order/${order.id}/${order.secret}`
    return this.link?.href ?? `${this.shop?.parent}/`
  }

  #change(change: Partial<OrderView>): void {
    if (this.#view.kind === 'order') this.#show({ ...this.#view, ...change })
  }

  #show(view: StatusView): void {
    this.#view = view
    this.paint(h(Status, { view, actions: this.#actions }), statusSheet())
    if (this.link) this.link.hidden = true
  }
}

const readOrder = ({ client }: Shop, { id, secret }: OrderLink): Promise<Result<OrderStatus, Failure>> =>
  client.call<OrderStatus>({ path: ORDER_PATH.replace(':id', id), hallmark: 'orderId' }, { query: { secret } })
