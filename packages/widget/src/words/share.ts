import { inLanguage } from './spoken.ts'

/** What somebody reads who shares an offer or a page, in English. */
export const words = inLanguage('share', {
  share: 'Share',
  copy: 'Copy the link',
  copied: 'The link is copied.',
  link: 'The link',
  by: (network: string) => `Share by ${network}`,
  email: 'E-mail',
  code: 'QR code',
  scan: 'Scan this to open the link on another device.',
})
