import * as sdk from '@tributary/sdk'
import { test } from 'vitest'
import { createTestApp } from '../support/app.ts'
import { buildCatalogue } from '../support/build.ts'
import { simulate } from './simulate.ts'

test('t', async () => {
  const app = await createTestApp()
  await app.staff('postCatalogue', { body: JSON.stringify(buildCatalogue()).replace('"stock":1000', '"stock":100000000') })
  const faults = new Map<string, number>()
  let orders = 0
  for (let s = 1; s < 260; s++) {
    const o = await simulate(app, s, sdk)
    orders += o.orders
    for (const [k, v] of o.faults) faults.set(k, (faults.get(k) ?? 0) + v)
    if (o.untrue.length) console.log('SEED', s, o.untrue, o.trace.slice(-60).join('\n'))
  }
  console.log(orders, [...faults])
}, 400000)
