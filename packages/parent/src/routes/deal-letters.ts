import type { DealFacts } from '../core/deal-message.ts'
import type { Keyring } from '../core/keyring.ts'
import { leadUrl } from '../core/lead.ts'
import type { StoredLead } from '../store/leads.ts'

/** What letters about a deal must know of its lead. */
export const dealFacts = (origin: string, keyring: Keyring, { id, number, title, contact, test }: StoredLead): DealFacts => ({
  number,
  title,
  customerEmail: contact.email,
  url: leadUrl(origin, keyring, id),
  test,
})

/** The affiliate that owns a lead, as letters address it; nobody where none does. */
export const ownerOf = ({ affiliateName, affiliateEmail }: StoredLead): { readonly name: string; readonly email: string } | undefined =>
  affiliateName !== null && affiliateEmail !== null ? { name: affiliateName, email: affiliateEmail } : undefined
