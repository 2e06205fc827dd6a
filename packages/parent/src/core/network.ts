import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Refusal } from './order.ts'

/** A network is at most so deep; the database holds it too. */
export const MOST_LEVELS = 50

/** An affiliate as a move sees it: `path` its ancestors, the sponsor last; `deepest` the longest path in its network. */
export interface Movable {
  readonly affiliateId: number
  readonly code: string
  readonly state: string
  readonly sponsorId: number | null
  readonly path: readonly number[]
  readonly deepest: number
}

/** The path that a move leads to, or why it cannot be: no affiliate comes under its own network, under a closed one, or too deep. */
export function decideSponsor(affiliate: Movable, sponsor: Movable | undefined): Result<readonly number[], Refusal> {
  const { affiliateId, code, sponsorId, path, deepest } = affiliate
  if ((sponsor?.affiliateId ?? null) === sponsorId) {
    return fail({
      code: 'sponsor_unchanged',
      detail: `${code} is ${sponsor ? `sponsored by ${sponsor.code}` : 'sponsored by nobody'} already.`,
    })
  }
  if (!sponsor) return ok([])
  if (sponsor.affiliateId === affiliateId || sponsor.path.includes(affiliateId)) {
    return fail({
      code: 'sponsor_in_downline',
      detail: `${sponsor.code} is ${code} itself or below it. Move ${sponsor.code} elsewhere first, or choose another sponsor.`,
    })
  }
  const refusal = refusalToRecruit(sponsor)
  if (refusal) return fail(refusal)
  const deepestAfter = sponsor.path.length + 1 + (deepest - path.length)
  if (MOST_LEVELS < deepestAfter) {
    return fail({
      code: 'network_too_deep',
      detail: `The network below ${code} would be ${deepestAfter} levels deep; at most ${MOST_LEVELS} are.`,
    })
  }
  return ok([...sponsor.path, sponsor.affiliateId])
}

/** A refusal that says why. */
export type SponsorRefusal = Refusal & { readonly detail: string }

/** Why somebody cannot sponsor a newcomer: closed, not approved yet, or at the bottom of the deepest network there may be. */
export function refusalToRecruit({ code, state, path }: Pick<Movable, 'code' | 'state' | 'path'>): SponsorRefusal | undefined {
  if (state === 'closed') return { code: 'sponsor_closed', detail: `${code} is closed and recruits nobody any more.` }
  if (state === 'applied')
    return { code: 'sponsor_closed', detail: `${code} has applied and is not approved yet; it recruits nobody before.` }
  if (path.length < MOST_LEVELS) return undefined
  return { code: 'network_too_deep', detail: `${code} is ${MOST_LEVELS} levels down, which is as deep as a network may be.` }
}
