import type { Hono } from 'hono'
import type { Parent } from '../routes/route.ts'
import { addWebsite, makeKey, retireKey } from './account-changes.ts'
import { showAccount } from './account-page.ts'
import { addAffiliateConversations } from './affiliate-conversations.ts'
import { showCommissions, showOrders } from './commission-page.ts'
import { addOwnPostback, dropPostback } from './postback-changes.ts'
import { formOf, withProgram } from './request.ts'
import { enter, leave, sendLink, showLink } from './sign-in-page.ts'
import { isFromElsewhere, refused, type SignedIn, signedIn } from './signed-in.ts'
import { sendStatementFile, showOwnStatementPage } from './statement-page.ts'
import { showWhy } from './why-page.ts'

/** The pages of an affiliate: how it signs in, and its account. All of them are private and work without a script. */
export function addAffiliatePages(app: Hono, parent: Parent): void {
  addDoor(app, parent)
  addAffiliateConversations(app, parent)
  const own = (answer: (signedIn: SignedIn) => Promise<Response>) => signedIn(parent, answer)
  app.get(
    '/affiliate',
    own((who) => showAccount(parent, who)),
  )
  app.get(
    '/affiliate/commissions',
    own((who) => showCommissions(parent, who)),
  )
  app.get(
    '/affiliate/orders',
    own((who) => showOrders(parent, who)),
  )
  app.get(
    '/affiliate/why/:id',
    own((who) => showWhy(parent, who)),
  )
  app.get(
    '/affiliate/statements/:period/:file{[A-Z]{3}\\.(?:csv|json)}',
    own((who) => sendStatementFile(parent, who)),
  )
  app.get(
    '/affiliate/statements/:period/:currency',
    own((who) => showOwnStatementPage(parent, who)),
  )
  app.post(
    '/affiliate/websites',
    own(async (who) => addWebsite(parent, who, await formOf(who.context))),
  )
  app.post(
    '/affiliate/keys',
    own(async (who) => makeKey(parent, who, await formOf(who.context))),
  )
  app.post(
    '/affiliate/keys/:kid/retire',
    own((who) => retireKey(parent, who)),
  )
  app.post(
    '/affiliate/postbacks',
    own(async (who) => addOwnPostback(parent, who, await formOf(who.context))),
  )
  app.post(
    '/affiliate/postbacks/:id/remove',
    own((who) => dropPostback(parent, who)),
  )
}

function addDoor(app: Hono, parent: Parent): void {
  app.post(
    '/affiliate/sign-in',
    withProgram(parent, async (program, context) =>
      isFromElsewhere(context) ? refused(program) : sendLink(parent, program, await formOf(context)),
    ),
  )
  app.get(
    '/affiliate/sign-in/:secret',
    withProgram(parent, (program, context) => showLink(parent, program, context)),
  )
  app.post(
    '/affiliate/sign-in/:secret',
    withProgram(parent, (program, context) => (isFromElsewhere(context) ? refused(program) : enter(parent, program, context))),
  )
  app.post(
    '/affiliate/sign-out',
    withProgram(parent, (program, context) => (isFromElsewhere(context) ? refused(program) : leave(parent, context))),
  )
}
