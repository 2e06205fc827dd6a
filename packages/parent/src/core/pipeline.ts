import { DEAL_TRANSITIONS, type DealState } from '@tributary/protocol/deal'
import type { Pipeline, PipelineFigures, StateFigures } from '@tributary/protocol/lead'

/** How many leads of one owner are in a state, and what they are worth. */
export interface CountedState {
  readonly affiliate: string | null
  readonly name: string | null
  readonly affiliateId: number | null
  readonly state: DealState
  readonly leads: number
  readonly valueMinor: number
}

/** How many leads left a state after about `1.05 ^ step` seconds. */
export interface CountedTime {
  readonly affiliateId: number | null
  readonly state: DealState
  readonly step: number
  readonly leads: number
}

const STEP = 1.05
const SECONDS_PER_HOUR = 3_600

/** The figures of everybody together and, where it is asked for, of each affiliate, the one with the most leads first. */
export function pipelineOf(
  currency: string,
  counts: readonly CountedState[],
  times: readonly CountedTime[],
  isByAffiliate: boolean,
): Pipeline {
  const total = figuresOf(counts, times)
  if (!isByAffiliate) return { currency, total }
  const owners = new Map(counts.flatMap((row) => (row.affiliateId === null ? [] : [[row.affiliateId, row] as const])))
  const affiliates = [...owners].map(([affiliateId, { affiliate, name }]) => ({
    affiliate: affiliate ?? '',
    name: name ?? '',
    figures: figuresOf(
      counts.filter((row) => row.affiliateId === affiliateId),
      times.filter((row) => row.affiliateId === affiliateId),
    ),
  }))
  return { currency, total, affiliates: affiliates.toSorted((a, b) => leadsIn(b.figures) - leadsIn(a.figures)) }
}

function figuresOf(counts: readonly CountedState[], times: readonly CountedTime[]): PipelineFigures {
  const states = (Object.keys(DEAL_TRANSITIONS) as DealState[]).map((state): StateFigures => {
    const own = counts.filter((row) => row.state === state)
    const median = medianSeconds(times.filter((row) => row.state === state))
    return {
      state,
      leads: sum(own.map(({ leads }) => leads)),
      valueMinor: sum(own.map(({ valueMinor }) => valueMinor)),
      ...(median !== undefined && { medianHours: Math.round((median / SECONDS_PER_HOUR) * 10) / 10 }),
    }
  })
  const of = (state: DealState) => states.find((one) => one.state === state)?.leads ?? 0
  const ended = of('won') + of('lost') + of('expired')
  return { states, ...(0 < ended && { conversionBasisPoints: Math.floor((of('won') * 10_000) / ended) }) }
}

// The middle of the step in which the middle lead is.
function medianSeconds(times: readonly CountedTime[]): number | undefined {
  const all = sum(times.map(({ leads }) => leads))
  if (all === 0) return undefined
  let seen = 0
  for (const { step, leads } of times.toSorted((a, b) => a.step - b.step)) {
    seen += leads
    if (all <= seen * 2) return STEP ** (step + 0.5)
  }
  return undefined
}

const leadsIn = ({ states }: PipelineFigures): number => sum(states.map(({ leads }) => leads))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
