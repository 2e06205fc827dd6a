import { CHECKOUT_TRANSITIONS, type CheckoutState, checkoutAfter, isUnderWay } from '@tributary/widget/sheet/checkout'
import { describe, expect, test } from 'vitest'

const states = Object.keys(CHECKOUT_TRANSITIONS) as CheckoutState[]
const nextOf = (state: CheckoutState): CheckoutState[] => Object.values(CHECKOUT_TRANSITIONS[state])

describe('a checkout', () => {
  test('reaches every state from closed', () => {
    const reached = new Set<CheckoutState>(['closed'])
    for (const state of reached) for (const next of nextOf(state)) reached.add(next)
    expect([...reached].sort()).toEqual([...states].sort())
  })

  test('has a way on from every state', () => expect(states.filter((state) => nextOf(state).length === 0)).toEqual([]))

  test('cannot be changed or closed by the customer while an order is under way', () => {
    for (const state of states.filter(isUnderWay)) {
      for (const event of ['choose', 'price', 'close', 'save'] as const) expect(checkoutAfter(state, event)).toBeUndefined()
    }
  })

  test('sends only what was reviewed and saved, or tried to', () => {
    const before = (wanted: CheckoutState) => states.filter((state) => nextOf(state).includes(wanted))
    expect(before('saving')).toEqual(['review'])
    expect(before('sending')).toEqual(['saving', 'queued', 'unknown'])
    expect(checkoutAfter('saving', 'retry')).toBeUndefined()
  })
})
