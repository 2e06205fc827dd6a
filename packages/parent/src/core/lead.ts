import { isSame, type Keyring, mac } from './keyring.ts'

/** The secret of a lead's page. Made from the id, so that a replay can return it and nothing is stored. */
export const leadSecret = (keyring: Keyring, leadId: string): string => mac(keyring.program, `lead:${leadId}`)

/** Whether `secret` opens the page of this lead. */
export const isLeadSecret = (keyring: Keyring, leadId: string, secret: string): boolean => isSame(secret, leadSecret(keyring, leadId))

/** Where the customer follows the request, talks, and decides about proposals. */
export const leadUrl = (origin: string, keyring: Keyring, leadId: string): string =>
  `${origin}/request/${leadId}/${leadSecret(keyring, leadId)}`
