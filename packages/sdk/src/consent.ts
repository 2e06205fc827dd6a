import type { ConsentMode } from '@tributary/protocol/order'

/**
 * Whether attribution may be kept on the device: what the page says, unless the browser's owner has said no to everybody (Global Privacy Control,
 * https://www.w3.org/TR/gpc/). Attribution only: the outbox keeps what the customer asked to have sent.
 */
export const consentMode = (said: ConsentMode): ConsentMode =>
  (globalThis.navigator as { globalPrivacyControl?: boolean } | undefined)?.globalPrivacyControl ? 'denied' : said

/** What an attribute says: nothing written is `granted`, and what cannot be read must not be taken for a yes. */
export const readConsent = (said: string | null | undefined): ConsentMode =>
  said === 'denied' || said === 'granted' ? said : said == null ? 'granted' : 'required'
