import { keepPostback } from '../routes/postbacks.ts'
import type { Parent } from '../routes/route.ts'
import { removePostback } from '../store/postbacks.ts'
import { showAccount } from './account-page.ts'
import type { Fields } from './form.ts'
import type { SignedIn } from './signed-in.ts'

/** `POST /affiliate/postbacks`: an address to call about all kinds of events. */
export async function addOwnPostback(parent: Parent, signedIn: SignedIn, fields: Fields): Promise<Response> {
  const { program, affiliate, context } = signedIn
  const url = (fields['postback'] ?? '').trim()
  const kept = await keepPostback(parent, program.programId, affiliate.affiliateId, url, undefined)
  if (kept.ok) return context.redirect('/affiliate#postbacks', 303)
  return showAccount(parent, signedIn, { fields, errors: { postback: kept.error } }, 422)
}

/** `POST /affiliate/postbacks/:id/remove`. */
export async function dropPostback(parent: Parent, { program, affiliate, context }: SignedIn): Promise<Response> {
  await removePostback(parent.database, program.programId, affiliate.affiliateId, context.req.param('id') ?? '')
  return context.redirect('/affiliate#postbacks', 303)
}
