import { readFileSync } from 'node:fs'
import type { Context, Hono } from 'hono'
import { addressOf } from '../http/address.ts'
import { problemResponse } from '../http/problem-response.ts'
import { publishedOffers } from '../routes/offers.ts'
import type { Parent } from '../routes/route.ts'
import type { Program } from '../store/programs.ts'
import { addAffiliatePages } from './affiliate-pages.ts'
import { askByForm, showAsk } from './ask-page.ts'
import { addCustomerPages } from './customer-pages.ts'
import type { Fields } from './form.ts'
import { showHome } from './home-page.ts'
import { acceptByForm, applyByForm, showInvitation, showJoin } from './join-page.ts'
import { EMPTY_FORM } from './lead-form.ts'
import { readLeadForm } from './lead-upload.ts'
import { followLink } from './link-redirect.ts'
import { isMailShown, showMail, showMailHtml, showMails } from './mail-page.ts'
import { orderOffer, reviewOrder, showOffer, type Visit } from './offer-page.ts'
import { addOrderPages } from './order-pages.ts'
import { failurePage } from './page.ts'
import { followPlacement } from './placement-redirect.ts'
import { showProblems } from './problems-page.ts'
import { formOf, withProgram } from './request.ts'
import { askForService, isService, showService } from './service-page.ts'
import { addSharePages } from './share-pages.ts'
import { addStudio } from './studio-routes.ts'
import { visitorOf, whatLed, withVisit } from './visitor.ts'

const ASSETS = new URL('../../assets/', import.meta.url)

/** Every page that a person opens at the parent; all of them work without a script. */
export function addPages(app: Hono, parent: Parent): void {
  app.get(
    '/',
    withProgram(parent, async (program, context) => {
      const collection = context.req.query('collection')?.slice(0, 200)
      const { offers } = await publishedOffers(parent, program, undefined, collection)
      return withVisit(parent, program, context.req.raw, await showHome(program, offers, collection))
    }),
  )
  app.get(
    '/problems',
    withProgram(parent, (program) => showProblems(program.policy)),
  )
  addSharePages(app, parent)
  addOfferPages(app, parent)
  app.get(
    '/l/:id',
    withProgram(parent, (program, context) => followLink(parent, program, context.req.param('id') ?? '')),
  )
  app.get(
    '/p/:id',
    withProgram(parent, (program, context) => followPlacement(parent, program, context.req.param('id') ?? '', new URL(context.req.url))),
  )
  addOrderPages(app, parent)
  addStudio(app, parent)
  addJoinPages(app, parent)
  addCustomerPages(app, parent)
  addAffiliatePages(app, parent)
  addMailPages(app, parent)
  addAsset(app, 'pages.css', 'text/css; charset=utf-8')
  addAsset(app, 'preview.css', 'text/css; charset=utf-8')
  addAsset(app, 'embed.js', 'text/javascript; charset=utf-8')
  addAsset(app, 'studio.js', 'text/javascript; charset=utf-8')
}

function addOfferPages(app: Hono, parent: Parent): void {
  const offerPage = (answer: (visit: Visit, fields: Fields) => Promise<Response>, isForm: boolean) =>
    withProgram(parent, async (program, context) => {
      const fields = isForm ? await formOf(context) : Object.fromEntries(new URL(context.req.url).searchParams)
      const { offers } = await publishedOffers(parent, program, [context.req.param('handle') ?? ''])
      const { linkedFrom, test } = await whatLed(parent, program, fields['via'])
      const [offer] = offers
      const visitor = visitorOf(program, context.req.raw)
      const page = offer
        ? await answer({ program, offer, linkedFrom, visitor, test }, fields)
        : await failurePage(program.policy, 'This is not sold any more', 'The offer was taken out of the shop, or the link is wrong.', 404)
      // Whoever sent somebody to what is gone sent them all the same.
      return isForm ? page : withVisit(parent, program, context.req.raw, page)
    })
  app.get(
    '/o/:handle',
    offerPage((visit, fields) => (isService(visit) ? showService(visit, { ...EMPTY_FORM, fields }) : showOffer(visit, fields)), false),
  )
  app.post(
    '/o/:handle',
    offerPage((visit, fields) => reviewOrder(parent, visit, fields), true),
  )
  app.get(
    '/ask/:handle',
    offerPage((visit, fields) => showAsk(parent, visit, fields), false),
  )
  app.post(
    '/ask/:handle',
    offerPage((visit, fields) => askByForm(parent, visit, fields), true),
  )
  app.post(
    '/o/:handle/ask',
    withProgram(parent, (program, context) => askForOffer(parent, program, context)),
  )
  app.post(
    '/o/:handle/edit',
    offerPage((visit, fields) => showOffer(visit, fields), true),
  )
  app.post(
    '/o/:handle/order',
    offerPage((visit, fields) => orderOffer(parent, visit, fields), true),
  )
}

async function askForOffer(parent: Parent, program: Program, context: Context): Promise<Response> {
  const { offers } = await publishedOffers(parent, program, [context.req.param('handle') ?? ''])
  const [offer] = offers
  const testOf = async (via: string) => (await whatLed(parent, program, via)).test
  const { form, errors } = await readLeadForm(parent, context.req.raw, program.programId, testOf)
  const { linkedFrom, test } = await whatLed(parent, program, form.fields['via'])
  const visit = offer && { program, offer, linkedFrom, visitor: visitorOf(program, context.req.raw), test }
  if (visit && isService(visit)) return askForService(parent, visit, form, addressOf(context, parent.trustsProxy), errors)
  return failurePage(program.policy, 'This is not offered any more', 'The service was taken out of the shop, or the link is wrong.', 404)
}

function addJoinPages(app: Hono, parent: Parent): void {
  app.get(
    '/join',
    withProgram(parent, (program, context) => showJoin(parent, program, context.req.query())),
  )
  app.post(
    '/join',
    withProgram(parent, async (program, context) => applyByForm(parent, program, await formOf(context))),
  )
  app.get(
    '/join/:secret',
    withProgram(parent, (program, context) => showInvitation(parent, program, context.req.param('secret') ?? '')),
  )
  app.post(
    '/join/:secret',
    withProgram(parent, async (program, context) =>
      acceptByForm(parent, program, context.req.param('secret') ?? '', await formOf(context)),
    ),
  )
}

function addMailPages(app: Hono, parent: Parent): void {
  const shown = (answer: (program: Program, context: Context) => Promise<Response>) =>
    withProgram(parent, async (program, context) =>
      isMailShown(parent, new URL(context.req.url)) ? answer(program, context) : problemResponse('not_found'),
    )
  app.get(
    '/dev/mail',
    shown((program) => showMails(parent, program)),
  )
  app.get(
    '/dev/mail/:id',
    shown((program, context) => showMail(parent, program, Number(context.req.param('id')))),
  )
  app.get(
    '/dev/mail/:id/html',
    shown((program, context) => showMailHtml(parent, program, Number(context.req.param('id')))),
  )
}

function addAsset(app: Hono, name: string, type: string): void {
  const bytes = readFileSync(new URL(name, ASSETS))
  const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=300', 'X-Content-Type-Options': 'nosniff' }
  app.get(`/assets/${name}`, () => new Response(bytes, { headers }))
}
