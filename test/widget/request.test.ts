import { REQUEST_TRANSITIONS, type RequestState, requestAfter } from '@tributary/widget/lead/request'
import { isUnderWay } from '@tributary/widget/sheet/checkout'
import { describe, expect, test } from 'vitest'

const states = Object.keys(REQUEST_TRANSITIONS) as RequestState[]
const nextOf = (state: RequestState): RequestState[] => Object.values(REQUEST_TRANSITIONS[state])

describe('a request', () => {
  test('reaches every state from closed', () => {
    const reached = new Set<RequestState>(['closed'])
    for (const state of reached) for (const next of nextOf(state)) reached.add(next)
    expect([...reached].sort()).toEqual([...states].sort())
  })

  test('has a way on from every state', () => expect(states.filter((state) => nextOf(state).length === 0)).toEqual([]))

  test('cannot be closed by the customer while it is under way', () => {
    for (const state of states.filter(isUnderWay)) expect(requestAfter(state, 'close')).toBeUndefined()
  })

  test('is sent only after it was checked', () => {
    expect(states.filter((state) => nextOf(state).includes('saving'))).toEqual(['review'])
    expect(states.filter((state) => nextOf(state).includes('sending'))).toEqual(['saving', 'queued', 'unknown'])
  })
})
