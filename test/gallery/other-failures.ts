import { newId } from '@tributary/protocol/id'
import { chooseFile, goOn, inSheet, sheetAt, type, until, within } from './act.ts'
import { enterIn, IN_BETWEEN, isTriedAgain, mishapsOf } from './order-failures.ts'
import { placeOrder } from './placed-order.ts'
import { type Failing, openByCard, type Scene } from './scene.ts'

const collectionFailures: readonly Failing[] = [
  ...mishapsOf('getOffers').map(([name, mishap]) => ({
    name: `collection, not to be had: ${name}`,
    async play({ parent, put }: Scene) {
      await parent.fail('getOffers', mishap)
      await within(put('tributary-collection', { search: '' }), '.foot a, a.button')
    },
  })),
  ...IN_BETWEEN.map(([name, mishap]) => ({
    name: `collection, no more to be had: ${name}`,
    async play({ parent, put }: Scene) {
      const collection = put('tributary-collection', { limit: '2' })
      const more = await within(collection, '.foot .button')
      await parent.fail('getOffers', mishap)
      more.click()
      await within(collection, '.foot:not(:has(button))')
    },
  })),
  ...IN_BETWEEN.map(([name, mishap]) => ({
    name: `collection, nothing else to be had: ${name}`,
    async play({ parent, put }: Scene) {
      const collection = put('tributary-collection', { filter: 'stock' })
      const box = await within(collection, 'input[type=checkbox]')
      await within(collection, 'li tributary-offer')
      await parent.fail('getOffers', mishap)
      box.click()
      await until('no offers', () => !collection.shadowRoot?.querySelector('li'))
    },
  })),
]

const shareFailures: readonly Failing[] = (['site_unknown', 'origin_unregistered'] as const).map((code) => ({
  name: `share, not to be had: ${code}`,
  async play({ parent, put }) {
    await parent.fail('getOffers', code)
    await within(put('tributary-share', { offer: 'mug' }), 'a')
  },
}))

const heldFailures: readonly Failing[] = [
  ...mishapsOf('getPlacements').map(([name, mishap]) => ({
    name: `kept at the parent, not to be had: ${name}`,
    async play({ parent, put }: Scene) {
      await parent.fail('getPlacements', mishap)
      await within(put('tributary-placement', { placement: newId('placement') }), 'a')
    },
  })),
  {
    name: 'kept at the parent, not to be had: placement_unknown',
    play: ({ put }) => within(put('tributary-placement', { placement: newId('placement') }), 'a'),
  },
]

async function follow(scene: Scene): Promise<HTMLElement> {
  const { orderId, statusUrl } = await placeOrder(scene)
  const secret = statusUrl.split('/').at(-1) ?? ''
  return scene.put('tributary-status', { order: orderId, secret })
}

const press = async (host: Element, selector: string): Promise<void> => (await within(host, selector)).click()

const statusFailures: readonly Failing[] = [
  ...mishapsOf('getOrder').map(([name, mishap]) => ({
    name: `status, not to be had: ${name}`,
    async play(scene: Scene) {
      await scene.parent.fail('getOrder', mishap)
      await within(await follow(scene), 'a.button, [role=alert]')
    },
  })),
  ...mishapsOf('postCancellation').map(([name, mishap]) => ({
    name: `status, not cancelled: ${name}`,
    async play(scene: Scene) {
      const status = await follow(scene)
      await press(status, '.actions .button')
      await scene.parent.fail('postCancellation', mishap)
      await press(status, '.actions .primary')
      await within(status, '[role=alert]')
    },
  })),
  ...mishapsOf('postWithdrawal').map(([name, mishap]) => ({
    name: `status, not withdrawn: ${name}`,
    async play(scene: Scene) {
      const status = await follow(scene)
      await press(status, '.actions .button + .button')
      await enterIn(status, 'input[autocomplete=name]', 'Ada Muster')
      await enterIn(status, 'input[type=email]', 'ada@customer.example')
      await press(status, '.actions .primary')
      await within(status, 'section:not(:has(form)) .primary')
      await scene.parent.fail('postWithdrawal', mishap)
      await press(status, '.actions .primary')
      await within(status, '[role=alert]')
    },
  })),
]

const ADA = { name: 'Ada Muster', email: 'ada@customer.example' }
// What may be tried again later is kept and tried again, as an order is.
const askable = mishapsOf('postLead').filter(([, mishap]) => !isTriedAgain(mishap))

async function toRequest(scene: Scene): Promise<void> {
  await openByCard(scene, 'kitchen')
  await sheetAt('filling')
  type(ADA)
}

/** Through the steps of a request, of which a wide screen has one and a phone two. */
async function toReview(): Promise<void> {
  for (let step = 0; step < 2; step++) {
    if ((await inSheet('form')).dataset['state'] === 'filling') await goOn()
  }
  await sheetAt('review')
}

const requestFailures: readonly Failing[] = [
  ...askable.map(([name, mishap]) => ({
    name: `request, not sent: ${name}`,
    async play(scene: Scene) {
      await toRequest(scene)
      await toReview()
      await scene.parent.fail('postLead', mishap)
      await goOn()
      await inSheet('form:is([data-state=refused], [data-state=filling]:has(.notice, .error))')
    },
  })),
  ...mishapsOf('postUpload').map(([name, mishap]) => ({
    name: `request, a file that did not arrive: ${name}`,
    async play(scene: Scene) {
      await toRequest(scene)
      await scene.parent.fail('postUpload', mishap)
      chooseFile('q-plan', new File(['a plan'], 'plan.pdf', { type: 'application/pdf' }))
      await inSheet('.field .error')
    },
  })),
]

const joinFailures: readonly Failing[] = [
  {
    name: 'join, without facts',
    async play(scene) {
      await scene.parent.fail('getJoining', 'network')
      await join(scene)
    },
  },
  ...mishapsOf('postApplication').map(([name, mishap]) => ({
    name: `join, not sent: ${name}`,
    async play(scene: Scene) {
      await join(scene)
      await scene.parent.fail('postApplication', mishap)
      await goOn()
      await inSheet('[role=alert], .error')
    },
  })),
  {
    name: 'join, not sent: fields that the parent refuses',
    async play(scene) {
      await join(scene)
      await scene.parent.fail('postApplication', { code: 'request_invalid', errors: [{ pointer: '/name', detail: 'This name is taken.' }] })
      await goOn()
      await inSheet('.field .error')
    },
  },
]

async function join({ shop, parent }: Scene): Promise<void> {
  const link = document.createElement('a')
  link.href = `${parent.origin}/join?via=${parent.site}`
  link.dataset['tributaryJoin'] = ''
  await (await shop.load('more')).place(shop, link)
  link.click()
  await inSheet('form')
  type(ADA)
}

/** Every failure of what is not an order, come about on the way of a visitor. */
export const otherFailures: readonly Failing[] = [
  ...collectionFailures,
  ...shareFailures,
  ...heldFailures,
  ...statusFailures,
  ...requestFailures,
  ...joinFailures,
]
