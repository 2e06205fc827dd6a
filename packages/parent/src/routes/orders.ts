import { isId, isSiteKey } from '@tributary/protocol/id'
import type { Customer, OrderLetter, PlaceOrder } from '@tributary/protocol/order'
import { customer as customerSchema, placeOrder } from '@tributary/protocol/order.schema'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { addressProblems } from '../core/customer.ts'
import { orderUnreadable } from '../core/message.ts'
import { isStatusSecret } from '../core/order.ts'
import { orderStatus } from '../core/order-view.ts'
import { unseal } from '../core/seal.ts'
import { readText } from '../http/body.ts'
import { json } from '../http/json.ts'
import { fieldProblems, problemResponse } from '../http/problem-response.ts'
import { orderById } from '../store/order-reads.ts'
import { keepUnreadable } from '../store/orders.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import { takeOrder } from './order-intake.ts'
import type { Call, Parent, PublicRoute } from './route.ts'

const SECONDS_UNTIL_RETRY = '60'

/** `POST /v1/orders`: 201 the first time an order id is seen, 200 for each repeat of the same order. */
export const postOrder =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const body = await readText(call.request, parent.bodyLimits)
    if (!body.ok) return problemResponse(body.error.code, { detail: body.error.detail })
    const parsed = parseOrder(body.value)
    if (!parsed.ok) return parsed.error
    const { letter } = parsed.value
    const orderId = letter.id

    const key = call.request.headers.get('Idempotency-Key')
    if (key !== null && key.replace(/^"(.*)"$/, '$1') !== orderId) return problemResponse('idempotency_key_mismatch', { orderId })

    const access = await accessOf(parent, call, letter)
    if (!access.ok) return access.error
    const { program, site, flags } = access.value
    if (letter.program !== program.id) {
      return problemResponse('program_mismatch', { orderId, errors: [{ pointer: '/program', detail: `Expected ${program.id}.` }] })
    }

    const opened = await openCustomer(parent, program, site, parsed.value, body.value)
    if (!opened.ok) return opened.error
    const errors = addressProblems(opened.value, letter.country)
    if (errors.length > 0) return problemResponse('request_invalid', { orderId, errors })

    const taken = await takeOrder(parent, { program, site, letter, customer: opened.value, flags })
    return taken.ok ? json(taken.value.answer, taken.value.created ? 201 : 200) : problemResponse(taken.error.code, taken.error)
  }

/** `GET /v1/orders/:id?secret=…`. A wrong secret is answered like an unknown order. */
export const getOrder =
  (parent: Parent): PublicRoute =>
  async ({ parameters: { id = '' }, url }) => {
    const program = await firstProgram(parent.database)
    const keyring = program && (await parent.keyring(program.programId))
    if (!program || !keyring || !isStatusSecret(keyring, id, url.searchParams.get('secret') ?? '')) return problemResponse('order_unknown')
    const order = await orderById(parent.database, program.programId, id)
    return order ? json(orderStatus(order)) : problemResponse('order_unknown')
  }

interface Parsed {
  readonly letter: OrderLetter
  readonly personal: { readonly customer: Customer } | { readonly sealed: string }
}

function parseOrder(text: string): Result<Parsed, Response> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    return fail(problemResponse('body_not_json', { detail: (error as Error).message.slice(0, 300) }))
  }
  const parsed = placeOrder.safeParse(body)
  if (parsed.success) return ok(splitOrder(parsed.data))
  const claimedId = (body as { id?: unknown } | null)?.id
  const orderId = typeof claimedId === 'string' && isId('order', claimedId) ? { orderId: claimedId } : {}
  return fail(problemResponse('request_invalid', { ...orderId, errors: fieldProblems(parsed.error) }))
}

function splitOrder(order: PlaceOrder): Parsed {
  if ('customer' in order && order.customer) {
    const { customer, sealed: _none, ...letter } = order as OrderLetter & { customer: Customer; sealed?: undefined }
    return { letter, personal: { customer } }
  }
  const { sealed, customer: _none, ...letter } = order as OrderLetter & { sealed: string; customer?: undefined }
  return { letter, personal: { sealed } }
}

interface Access {
  readonly program: Program
  readonly site: SiteRow | undefined
  readonly flags: string[]
}

async function accessOf(parent: Parent, call: Call, letter: OrderLetter): Promise<Result<Access, Response>> {
  const orderId = letter.id
  if (letter.site !== undefined && isSiteKey(letter.site)) {
    const found = await parent.findSite(call, letter.site, { orderId })
    if (!found.ok) return found
    const { program, site, originVerified } = found.value
    return ok({ program, site, flags: originVerified ? [] : ['origin_unverified'] })
  }
  const origin = call.request.headers.get('Origin')
  const program = await firstProgram(parent.database)
  if (program && (origin === null || origin === parent.origin)) return ok({ program, site: undefined, flags: [] })
  const detail = 'An order from another site’s page names the site.'
  return fail(problemResponse('request_invalid', { orderId, errors: [{ pointer: '/site', detail }] }))
}

async function openCustomer(
  parent: Parent,
  program: Program,
  site: SiteRow | undefined,
  { letter, personal }: Parsed,
  body: string,
): Promise<Result<Customer, Response>> {
  if ('customer' in personal) return ok(personal.customer)
  const orderId = letter.id
  const opened = unseal(await parent.keyring(program.programId), orderId, personal.sealed)
  if (!opened.ok) {
    const kept = { orderId, body, reason: opened.error, receivedAt: parent.now(), test: site?.test ?? false }
    const letters = program.policy.staffEmails.map((email) => orderUnreadable(program.policy, orderId, opened.error, email, kept.test))
    await keepUnreadable(parent.database, program.programId, kept, letters)
    parent.log.error({ orderId, reason: opened.error }, 'an order cannot be unsealed; it is kept')
    parent.wake()
    return fail(problemResponse('seal_unreadable', { orderId }, { 'Retry-After': SECONDS_UNTIL_RETRY }))
  }
  const parsed = parseCustomer(opened.value)
  if (parsed.ok) return parsed
  return fail(problemResponse('request_invalid', { orderId, errors: parsed.error }))
}

function parseCustomer(text: string): Result<Customer, ReturnType<typeof fieldProblems>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail([{ pointer: '/sealed', detail: 'What was sealed is not JSON.' }])
  }
  const parsed = customerSchema.safeParse(value)
  if (parsed.success) return ok(parsed.data as Customer)
  return fail(fieldProblems(parsed.error).map(({ pointer, detail }) => ({ pointer: `/customer${pointer}`, detail })))
}
