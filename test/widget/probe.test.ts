// @vitest-environment happy-dom
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
let app: TestApp
beforeAll(async () => { app = await createTestApp() })
afterAll(() => app.close())
test('x', async () => {
  const r = await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}&ids=mug`)
  console.log(r.status, (await r.text()).slice(0,100))
  const d = document.createElement('dialog'); document.body.append(d); console.log(typeof d.showModal, typeof CSSStyleSheet, typeof document.adoptedStyleSheets, typeof IntersectionObserver, typeof CSS)
  const s = new CSSStyleSheet(); s.replaceSync('a{color:red}'); d.showModal(); console.log(d.open)
  expect(1).toBe(1)
})
