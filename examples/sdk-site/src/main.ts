import { createTributary } from '@tributary/sdk'
import { showBag } from './bag.ts'
import { startCheckout } from './checkout.ts'
import { byId } from './page.ts'
import { showShelf } from './shelf.ts'

const { parent = '', site = '' } = document.documentElement.dataset
const shop = createTributary({ parent, site })

const answer = await shop.offers({ limit: 12 })
if (answer.ok) {
  const { offers, program } = answer.value
  showShelf(shop, offers, program)
  showBag(shop, offers, program)
  startCheckout(shop, program)
  byId('disclosure').textContent = `Sold and shipped by ${program.name}. This site earns a commission.`
} else {
  byId('shelf-note').textContent = `${answer.error.title} Please come back in a moment.`
}
