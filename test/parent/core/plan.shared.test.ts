import { readFileSync } from 'node:fs'
import { reversedMinor } from '@tributary/parent/core/commission'
import { earn } from '@tributary/parent/core/plan'
import { allotMinor } from '@tributary/protocol/money'
import type { Compression, LevelRate } from '@tributary/protocol/plan'
import { describe, expect, test } from 'vitest'
import { buildEarner, buildLine, buildPlan, buildSale } from '../../support/plan.ts'
import { isSharedHere } from '../../support/shared-data.ts'

interface Vectors {
  readonly unilevel: {
    readonly worked: readonly {
      readonly id: string
      readonly compression: Compression
      readonly unqualified: readonly string[]
      readonly qualifiedDepth?: Readonly<Record<string, number>>
      readonly expect: Readonly<Record<string, number>>
      readonly breakage: number
    }[]
    readonly published: readonly {
      readonly id: string
      readonly source: string
      readonly base: string
      readonly levels: readonly number[]
      readonly saleMinor: number
      readonly expectByLevel: readonly number[]
    }[]
  }
  readonly split: {
    readonly allot: readonly { readonly amount: number; readonly basisPoints: readonly number[]; readonly expect: readonly number[] }[]
    readonly partialRefund: {
      readonly earned: number
      readonly total: number
      readonly refunds: readonly number[]
      readonly expect: readonly number[]
    }
    readonly cap: { readonly lines: readonly number[]; readonly cap: number; readonly expect: readonly number[] }
  }
}

const vectors = isSharedHere
  ? (JSON.parse(readFileSync(new URL('../../../../shared/vectors/commissions.json', import.meta.url), 'utf8')) as Vectors)
  : undefined

// The chain of the vectors: R sponsors A sponsors B sponsors C sponsors D sponsors S, the seller.
const CHAIN = ['D', 'C', 'B', 'A', 'R']
const LEVELS: readonly LevelRate[] = [{ basisPoints: 0 }, ...[1_000, 500, 300, 200].map((basisPoints) => ({ basisPoints }))]

describe.runIf(isSharedHere)('the published and worked vectors of', () => {
  test.each(vectors?.unilevel.worked ?? [])('unilevel, $id: compression $compression', (vector) => {
    const upline = CHAIN.map((name, index) =>
      buildEarner(index + 2, { qualifiedDepth: vector.unqualified.includes(name) ? 0 : (vector.qualifiedDepth?.[name] ?? 50) }),
    )
    const earnings = earn(buildPlan({ levels: LEVELS, compression: vector.compression }), buildSale({ upline }))
    const byName = Object.fromEntries(earnings.earned.map(({ affiliateId, earnedMinor }) => [CHAIN[affiliateId - 2], earnedMinor]))
    expect(byName).toEqual(vector.expect)
    expect(earnings.breakageMinor).toBe(vector.breakage)
  })

  test.each(vectors?.unilevel.published ?? [])('unilevel, $id: $source', ({ base, levels, saleMinor, expectByLevel }) => {
    const plan = buildPlan({
      levels: levels.map((basisPoints) => ({ basisPoints })),
      levelBase: base === 'sale' ? 'base' : 'direct',
    })
    const earnings = earn(plan, buildSale({ lines: [buildLine({ baseMinor: saleMinor })] }, levels.length - 1))
    expect(earnings.earned.map(({ earnedMinor }) => earnedMinor)).toEqual(expectByLevel)
  })

  test.each(vectors?.split.allot ?? [])('a full allotment of $amount over $basisPoints', ({ amount, basisPoints, expect: parts }) => {
    expect(allotMinor(amount, basisPoints)).toEqual(parts)
  })

  test('a cap over lines', () => {
    const { lines = [], cap = 0, expect: parts } = vectors?.split.cap ?? {}
    expect(allotMinor(cap, lines)).toEqual(parts)
  })

  test('partial refunds: each reverses what the whole formula says beyond the ones before', () => {
    const { earned = 0, total = 0, refunds = [], expect: parts } = vectors?.split.partialRefund ?? {}
    const sums = refunds.map((_, index) => refunds.slice(0, index + 1).reduce((sum, refund) => sum + refund, 0))
    const reversed = sums.map((refunded) => reversedMinor(earned, total - refunded, total))
    expect(reversed.map((sum, index) => sum - (reversed[index - 1] ?? 0))).toEqual(parts)
  })
})
