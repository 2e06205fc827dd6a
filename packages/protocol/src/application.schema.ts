import { z } from 'zod'
import { AFFILIATE_STATES } from './affiliate.ts'
import type { Application, ApplicationAnswer, Invitation, JoiningFacts, NewApplication, NewInvitation } from './application.ts'
import { normalizedCode } from './id.schema.ts'
import { httpUrl } from './program.schema.ts'
import { text } from './text.schema.ts'

const email = z.email('An e-mail address, like name@example.com.')
const name = text(120, 1)

/** A website as people type it: `blog.example` is `https://blog.example`. */
const website = z
  .string()
  .max(300)
  .transform((typed) => (/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`))
  .pipe(httpUrl)

/** `NewApplication` on the wire. */
export const newApplication = z.strictObject({
  name,
  email,
  website: website.optional(),
  about: text(2_000).optional(),
  via: z.string().max(100).optional(),
  sharesName: z.boolean().optional(),
}) satisfies z.ZodType<NewApplication>

/** `ApplicationAnswer` on the wire. */
export const applicationAnswer = z.strictObject({ received: z.literal(true) }) satisfies z.ZodType<ApplicationAnswer>

/** The query of `GET /v1/joining`. */
export const joiningQuery = z.strictObject({ via: z.string().max(100).optional() })

/** `JoiningFacts` on the wire. */
export const joiningFacts = z.strictObject({
  name: z.string(),
  contact: z.string(),
  applications: z.enum(['open', 'closed']),
  directBasisPoints: z.int().exactOptional(),
  sponsor: z.string().exactOptional(),
  terms: z.string().exactOptional(),
  test: z.boolean(),
}) satisfies z.ZodType<JoiningFacts>

/** `Application` on the wire. */
export const application = z.strictObject({
  code: z.string(),
  name: z.string(),
  email: z.string(),
  website: z.string().exactOptional(),
  about: z.string(),
  via: z.string(),
  sponsor: z.string().exactOptional(),
  state: z.enum(AFFILIATE_STATES),
  appliedAt: z.string(),
  test: z.boolean(),
}) satisfies z.ZodType<Application>

/** `NewInvitation` on the wire. */
export const newInvitation = z.strictObject({
  email,
  name: name.optional(),
  sponsor: normalizedCode.optional(),
}) satisfies z.ZodType<NewInvitation>

/** `Invitation` on the wire. */
export const invitation = z.strictObject({
  email: z.string(),
  sponsor: z.string().exactOptional(),
  url: z.string(),
  expiresAt: z.string(),
}) satisfies z.ZodType<Invitation>
