import { CHECKOUT_TRANSITIONS, type CheckoutState, checkoutAfter } from '@tributary/widget/sheet/checkout'
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

  test('cannot be changed or closed while an outcome is unknown', () => {
    expect(Object.keys(CHECKOUT_TRANSITIONS.unknown)).toEqual(['send'])
    for (const event of ['choose', 'price', 'close', 'send'] as const) expect(checkoutAfter('sending', event)).toBeUndefined()
  })

  test('sends only what was reviewed', () => {
    const before = states.filter((state) => nextOf(state).includes('sending'))
    expect(before).toEqual(['review', 'unknown'])
  })
})
