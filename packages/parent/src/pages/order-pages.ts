import type { Hono } from 'hono'
import { addressOf } from '../http/address.ts'
import type { Parent } from '../routes/route.ts'
import { askOfOrder } from './order-ask.ts'
import { formOf } from './request.ts'
import { decide, showStatus } from './status-page.ts'
import { askToCancel, cancelByForm, showWithdrawal, withdrawByForm } from './withdrawal-page.ts'

// What a page that led here has just done.
const NOTICES = {
  placed: 'Thank you. Your order has arrived; a confirmation is on its way to you.',
  withdrawn: 'Your withdrawal has arrived. The receipt is on its way to you by mail.',
} as const

/** The customer's pages of an order, opened by the secret in their address. */
export function addOrderPages(app: Hono, parent: Parent): void {
  app.get('/order/:id/:secret', (context) => {
    const { id, secret } = context.req.param()
    const told = (['placed', 'withdrawn'] as const).find((name) => context.req.query(name) !== undefined)
    return showStatus(parent, id, secret, told ? NOTICES[told] : '')
  })
  app.post('/order/:id/:secret', async (context) => {
    const { id, secret } = context.req.param()
    return decide(parent, id, secret, (await formOf(context))['decision'] ?? '')
  })
  app.post('/order/:id/:secret/question', async (context) => {
    const { id, secret } = context.req.param()
    return askOfOrder(parent, id, secret, await formOf(context))
  })
  app.get('/order/:id/:secret/cancel', (context) => askToCancel(parent, context.req.param('id'), context.req.param('secret')))
  app.post('/order/:id/:secret/cancel', (context) => {
    const { id, secret } = context.req.param()
    return cancelByForm(parent, id, secret, addressOf(context, parent.trustsProxy))
  })
  app.get('/order/:id/:secret/withdrawal', (context) => showWithdrawal(parent, context.req.param('id'), context.req.param('secret')))
  app.post('/order/:id/:secret/withdrawal', async (context) => {
    const { id, secret } = context.req.param()
    return withdrawByForm(parent, id, secret, await formOf(context), addressOf(context, parent.trustsProxy))
  })
}
