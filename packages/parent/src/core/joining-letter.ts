import type { ProgramPolicy } from '@tributary/protocol/program'
import { type Letter, writeLetter } from './letter.ts'
import { joinLink, scriptTag, shareLink } from './snippet.ts'

/** Who is written to about joining. */
export interface Applicant {
  readonly name: string
  readonly email: string
  readonly test: boolean
}

/** To a business that staff invite. `until` is a calendar day. */
export const affiliateInvited = (
  policy: ProgramPolicy,
  invited: { readonly email: string; readonly sponsor?: string | undefined; readonly url: string; readonly until: string },
): Letter =>
  writeLetter({
    kind: 'affiliate_invited',
    recipient: invited.email,
    subject: `${policy.name} invites you to sell its products`,
    paragraphs: [
      `${policy.name} invites you to become an affiliate.`,
      `You show its products on your website and your visitors order there. ${policy.name} ships, and you earn a commission on each sale.`,
      ...(invited.sponsor === undefined ? [] : [`You would join the network of ${invited.sponsor}.`]),
      `The link is good once, until ${invited.until}. If you do not want it, do nothing.`,
    ],
    link: { label: 'Look at it and join', url: invited.url },
    footer: footerOf(policy),
    test: false,
  })

/** To an applicant: we have it. */
export const applicationReceived = (policy: ProgramPolicy, { name, email, test }: Applicant): Letter =>
  writeLetter({
    kind: 'application_received',
    recipient: email,
    subject: `Your application at ${policy.name}`,
    paragraphs: [
      `${name}, your application has arrived.`,
      `${policy.name} reads it and answers by mail. You need do nothing until then.`,
      'Was it not you who applied? Then do nothing either; without an answer nothing comes of it.',
    ],
    footer: footerOf(policy),
    test,
  })

/** To staff: somebody applied. */
export const applicationArrived = (
  policy: ProgramPolicy,
  applicant: Applicant & {
    readonly code: string
    readonly website: string | null
    readonly about: string
    readonly sponsor?: string | undefined
  },
  recipient: string,
): Letter =>
  writeLetter({
    kind: 'application_arrived',
    recipient,
    subject: `${applicant.name} wants to become an affiliate`,
    paragraphs: [
      `${applicant.name} wants to become an affiliate.`,
      ...(applicant.about === '' ? [] : [`“${applicant.about}”`]),
      `Approve it with: tributary affiliate approve ${applicant.code}`,
      `Decline it with: tributary affiliate decline ${applicant.code} --reason "…"`,
    ],
    rows: [
      ['E-mail', applicant.email],
      ['Website', applicant.website ?? 'none named'],
      ['Recruited by', applicant.sponsor ?? 'nobody'],
    ],
    footer: policy.name,
    test: applicant.test,
  })

/** To an applicant: no, and why. */
export const applicationDeclined = (policy: ProgramPolicy, { name, email, test }: Applicant, reason: string): Letter =>
  writeLetter({
    kind: 'application_declined',
    recipient: email,
    subject: `Your application at ${policy.name}`,
    paragraphs: [
      `${name}, ${policy.name} has declined your application.`,
      reason === '' ? `If you would like to know why, write to ${policy.contact}.` : `The reason: ${reason}`,
    ],
    footer: footerOf(policy),
    test,
  })

/** To a new affiliate: its links, and the line to paste where a site is known. */
export function affiliateWelcome(
  policy: ProgramPolicy,
  origin: string,
  affiliate: Applicant & { readonly code: string },
  site: { readonly key: string; readonly origin: string } | undefined,
): Letter {
  const { name, email, code, test } = affiliate
  const paste = site && {
    label: `This line goes once into the pages of ${site.origin}. What to write where a product shall stand is shown at ${origin}/embed/${site.key}`,
    text: scriptTag(origin, site.key),
  }
  return writeLetter({
    kind: 'affiliate_welcome',
    recipient: email,
    subject: `You are an affiliate of ${policy.name} now`,
    paragraphs: [
      `${name}, you are an affiliate of ${policy.name} now.`,
      'Share your link: whoever follows it and orders is your customer. On your own page you see what you earned, and why.',
      ...(site ? [] : ['You named no website. Add it on your page; you then get the lines that show the products there.']),
    ],
    rows: [
      ['Your code', code],
      ['Your link', shareLink(origin, code)],
      ['For recruiting', joinLink(origin, code)],
      ...(site ? [['Your site key', site.key] as const] : []),
    ],
    ...(paste && { copy: paste }),
    link: { label: 'Open your page', url: `${origin}/affiliate` },
    footer: footerOf(policy),
    test,
  })
}

/** To an affiliate that wants to see its page. The link is good once. */
export const signInLink = (policy: ProgramPolicy, { name, email, test }: Applicant, url: string, minutes: number): Letter =>
  writeLetter({
    kind: 'sign_in_link',
    recipient: email,
    subject: `Sign in at ${policy.name}`,
    paragraphs: [
      `${name}, this link opens your page.`,
      `It is good once and for ${minutes} minutes. If you did not ask for it, do nothing: nobody gets in without it.`,
    ],
    link: { label: 'Sign in', url },
    footer: footerOf(policy),
    test,
  })

const footerOf = (policy: ProgramPolicy): string => `${policy.name} · ${policy.contact}`
