import { createBatch } from '@tributary/parent/routes/batch'
import { describe, expect, test } from 'vitest'

const fault = (code: string) => Object.assign(new Error(code), { code })

describe('what arrives together', () => {
  test('is written together, in the order it came, and nobody is told before it is there', async () => {
    const written: number[][] = []
    const done: number[] = []
    let finish = () => {}
    const keep = createBatch<number>(async (items) => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      written.push([...items])
    })
    const all = [1, 2, 3, 4].map((item) => keep(item).then(() => done.push(item)))
    await new Promise((resolve) => setTimeout(resolve))
    expect([written, done]).toEqual([[], []])
    finish()
    await all[0]
    expect([written, done]).toEqual([[[1]], [1]])
    finish()
    await Promise.all(all)
    expect(written).toEqual([[1], [2, 3, 4]])
  })

  test('goes on after a burst has ended', async () => {
    const keep = createBatch<number>(async () => {})
    await Promise.all(Array.from({ length: 1_200 }, (_, item) => keep(item)))
    await keep(1_201)
  })

  test('loses only the one that is at fault', async () => {
    const written: number[] = []
    const keep = createBatch<number>(async (items) => {
      if (items.includes(3)) throw fault('23503')
      written.push(...items)
    })
    const results = await Promise.allSettled([1, 2, 3, 4].map(keep))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(written).toEqual([1, 2, 4])
  })

  test('is told at once where the database is at fault, and the next is written', async () => {
    let isDown = true
    let calls = 0
    const keep = createBatch<number>(async () => {
      calls++
      if (isDown) throw fault('ECONNREFUSED')
    })
    const results = await Promise.allSettled([1, 2, 3].map(keep))
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(calls).toBe(2)
    isDown = false
    await keep(4)
  })
})
