import type { Amounts, LevelRate, Plan, PlanFinding } from '@tributary/protocol/plan'

const RETAIL_ONLY = 'Design D14: a commission comes from a real customer’s paid order'
const PYRAMID = 'Directive 2005/29/EC, Annex I, point 14: pay that comes from recruiting rather than from sales is a pyramid scheme'
const FTC = 'FTC, Business Guidance Concerning Multi-Level Marketing: pay must come from sales to real customers'
const SOLVENT = 'The parent never pays a cent that it did not receive'
const WHOLE = 10_000
const SHARE_WORTH_A_NOTE = 5_000
const USUAL_MARGIN = 3_000

/**
 * What is wrong with a plan, and what is worth a second thought, each with the rule behind it. Errors first. The document has passed its schema; `currency`
 * is the program's.
 */
export function lintPlan(plan: Plan, currency: string): PlanFinding[] {
  const ladders = [
    { pointer: '/levels', levels: plan.levels },
    ...plan.rules.map(({ levels }, index) => ({ pointer: `/rules/${index}/levels`, levels })),
  ]
  const findings = [
    ...recruiting(plan),
    ...ownQualification(plan),
    ...currencies(plan, currency),
    ...ladders.flatMap(({ pointer, levels }) => [...rates(plan, pointer, levels), ...rising(pointer, levels)]),
    ...ownPurchases(plan),
    ...unreachable(plan),
  ]
  return [...findings.filter(({ severity }) => severity === 'error'), ...findings.filter(({ severity }) => severity === 'warning')]
}

const error = (code: string, pointer: string, detail: string, rule: string): PlanFinding => ({
  severity: 'error',
  code,
  pointer,
  detail,
  rule,
})
const warning = (code: string, pointer: string, detail: string, rule: string): PlanFinding => ({
  severity: 'warning',
  code,
  pointer,
  detail,
  rule,
})

const recruiting = ({ recruitingBonusMinor }: Plan): PlanFinding[] =>
  recruitingBonusMinor
    ? [
        error(
          'pays_for_recruiting',
          '/recruitingBonusMinor',
          'Nobody is paid for recruiting. Leave it out; sponsors earn from what their network sells.',
          PYRAMID,
        ),
      ]
    : []

const ownQualification = ({ qualification }: Plan): PlanFinding[] =>
  qualification?.counts === 'own'
    ? [
        error(
          'qualifies_by_own_purchases',
          '/qualification/counts',
          'Whoever must buy to be paid is the customer. Count sales to customers: "retail".',
          FTC,
        ),
      ]
    : []

const ownPurchases = (plan: Plan): PlanFinding[] =>
  plan.ownPurchases === 'pay'
    ? [
        warning(
          'pays_on_own_purchases',
          '/ownPurchases',
          'It pays on what the network itself buys, households included. "exclude" pays on customers’ orders only.',
          RETAIL_ONLY,
        ),
      ]
    : []

function currencies(plan: Plan, currency: string): PlanFinding[] {
  const known = plan.currencies.includes(currency)
    ? []
    : [
        error(
          'currency_missing',
          '/currencies',
          `The program sells in ${currency}; no order in it would earn anything. Add "${currency}".`,
          SOLVENT,
        ),
      ]
  return [...known, ...amountsOf(plan).flatMap(({ pointer, amounts }) => missingIn(plan, pointer, amounts))]
}

const missingIn = (plan: Plan, pointer: string, amounts: Amounts): PlanFinding[] =>
  plan.currencies
    .filter((code) => !Object.hasOwn(amounts, code))
    .map((code) => error('amount_missing', pointer, `It says no amount in ${code}, which the plan pays in. Add "${code}".`, SOLVENT))

function amountsOf(plan: Plan): { pointer: string; amounts: Amounts }[] {
  const { caps, minimumMinor, qualification } = plan
  const ladders = [
    { at: '/levels', levels: plan.levels },
    ...plan.rules.map(({ levels }, index) => ({ at: `/rules/${index}/levels`, levels })),
  ]
  const fixed = ladders.flatMap(({ at, levels }) =>
    levels.flatMap((rate, level) => ('fixedMinor' in rate ? [{ pointer: `${at}/${level}/fixedMinor`, amounts: rate.fixedMinor }] : [])),
  )
  const steps = (qualification?.steps ?? []).flatMap(({ minimum }, index) =>
    typeof minimum === 'number' ? [] : [{ pointer: `/qualification/steps/${index}/minimum`, amounts: minimum }],
  )
  const named = {
    '/caps/orderMinor': caps.orderMinor,
    '/caps/affiliateOrderMinor': caps.affiliateOrderMinor,
    '/caps/affiliateMonthMinor': caps.affiliateMonthMinor,
    '/minimumMinor': minimumMinor,
  }
  const limits = Object.entries(named).flatMap(([pointer, amounts]) => (amounts ? [{ pointer, amounts }] : []))
  return [...fixed, ...steps, ...limits]
}

function rates(plan: Plan, pointer: string, levels: readonly LevelRate[]): PlanFinding[] {
  const share = shareOf(plan, levels)
  if (WHOLE < share)
    return [
      error('rates_over_whole', pointer, `All levels together pay ${percent(share)} of the sale. Lower them to 100 % at most.`, SOLVENT),
    ]
  const paid = Math.min(share, plan.caps.orderBasisPoints ?? share)
  const margin = plan.marginBasisPoints ?? USUAL_MARGIN
  const known = plan.marginBasisPoints === undefined ? 'a usual margin' : 'the margin of the plan'
  return [
    ...(SHARE_WORTH_A_NOTE < paid
      ? [
          warning(
            'pays_most_of_the_sale',
            pointer,
            `It pays up to ${percent(paid)} of a sale to the network. A price that carries this is rarely a fair one.`,
            FTC,
          ),
        ]
      : []),
    ...(margin < paid
      ? [
          warning(
            'pays_more_than_margin',
            pointer,
            `Every level earning, it pays ${percent(paid)} of a sale; ${known} is ${percent(margin)}. Lower it, cap orders (caps.orderBasisPoints), or say the margin (marginBasisPoints).`,
            SOLVENT,
          ),
        ]
      : []),
  ]
}

// Fixed amounts are a share of an unknown price; the engine cuts them to the line.
function shareOf({ levelBase }: Plan, levels: readonly LevelRate[]): number {
  const [direct = 0, ...above] = levels.map((rate) => ('basisPoints' in rate ? rate.basisPoints : 0))
  const sum = above.reduce((total, one) => total + one, 0)
  return levelBase === 'direct' ? direct + Math.floor((direct * sum) / WHOLE) : direct + sum
}

// Who recruits would earn more than who sells.
const rising = (pointer: string, levels: readonly LevelRate[]): PlanFinding[] =>
  levels.flatMap((rate, level) => {
    const before = levels[level - 1]
    return before && 'basisPoints' in rate && 'basisPoints' in before && before.basisPoints < rate.basisPoints
      ? [
          warning(
            'level_earns_more_than_the_one_below',
            `${pointer}/${level}`,
            `Level ${level} earns ${percent(rate.basisPoints)}, the level below it ${percent(before.basisPoints)}: whoever is further from the sale earns more.`,
            PYRAMID,
          ),
        ]
      : []
  })

const unreachable = ({ qualification, levels, compression }: Plan): PlanFinding[] => {
  const deepest = qualification?.steps.at(-1)?.depth
  return deepest !== undefined && compression === 'dynamic' && deepest < levels.length - 1
    ? [
        warning(
          'level_out_of_reach',
          '/qualification/steps',
          `No step opens level ${levels.length - 1}; the last one opens ${deepest}. Nobody can ever earn it.`,
          'A promise that cannot come true is a misleading one',
        ),
      ]
    : []
}

const percent = (basisPoints: number): string => `${basisPoints / 100} %`
