import { html } from 'hono/html'
import { makeAffiliateKey } from '../routes/affiliate-keys.ts'
import { siteOf } from '../routes/joining.ts'
import type { Parent } from '../routes/route.ts'
import { retireKeyByKid } from '../store/affiliate-keys.ts'
import { addOrigin, addSite, sitesOf } from '../store/sites.ts'
import { showAccount } from './account-page.ts'
import { backLink } from './account-parts.ts'
import type { Fields } from './form.ts'
import { page } from './page.ts'
import type { SignedIn } from './signed-in.ts'

const MOST_SITES = 50
const MOST_ORIGINS = 20
const LONGEST_NAME = 60

/** `POST /affiliate/websites`: one more website with a snippet of its own, or one more address of a website. */
export async function addWebsite(parent: Parent, signedIn: SignedIn, fields: Fields): Promise<Response> {
  const { program, affiliate, context } = signedIn
  const { website = '', of = '' } = fields
  const typed = website.trim()
  const site = siteOf(/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`, false)
  const [origin] = site?.origins ?? []
  const again = (website: string) => showAccount(parent, signedIn, { fields, errors: { website } }, 422)
  if (!site || origin === undefined) return again('This is no address of a website; it looks like blog.example or https://blog.example.')
  if (affiliate.state !== 'active') return again(`You are ${affiliate.state}; nothing can be sold on a new website.`)
  const sites = await sitesOf(parent.database, program.programId, affiliate.affiliateId)
  if (sites.some(({ origins, test }) => !test && origins.includes(origin))) return again('This address is one of yours already.')
  const named = sites.find(({ key }) => key === of)
  if (named && MOST_ORIGINS <= named.origins.length) return again(`A website may have ${MOST_ORIGINS} addresses.`)
  if (!named && MOST_SITES <= sites.length)
    return again(`You may have ${MOST_SITES} websites; write to ${program.policy.contact} for more.`)
  if (named) await addOrigin(parent.database, program.programId, named.key, origin)
  else await addSite(parent.database, { programId: program.programId, affiliateId: affiliate.affiliateId, ...site })
  return context.redirect('/affiliate#websites', 303)
}

/** `POST /affiliate/keys`: a key for the affiliate's own programs, shown this once. */
export async function makeKey(parent: Parent, { program, affiliate }: SignedIn, fields: Fields): Promise<Response> {
  const { policy } = program
  const name = (fields['name'] ?? '').trim().slice(0, LONGEST_NAME) || 'unnamed'
  const { key } = await makeAffiliateKey(parent, program.programId, affiliate.affiliateId, name)
  const body = html`<div class="narrow">${backLink}<div class="panel"><h1>Your new key “${name}”</h1>
<p>Copy it now: it is not shown again. Whoever has it sees your account and may write to your customers; nothing else can be changed by it.</p>
<pre>${key}</pre>
<pre>curl -H 'Authorization: Bearer ${key}' ${parent.origin}/v1/affiliate/balance</pre>
</div></div>`
  return page(body, { title: `New key · ${policy.name}`, policy, isPrivate: true })
}

/** `POST /affiliate/keys/:kid/retire`. */
export async function retireKey(parent: Parent, { program, affiliate, context }: SignedIn): Promise<Response> {
  await retireKeyByKid(parent.database, program.programId, affiliate.affiliateId, context.req.param('kid') ?? '', parent.now())
  return context.redirect('/affiliate#developers', 303)
}
