import { ENDPOINTS } from '@tributary/protocol/endpoint'
import { PROBLEMS } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

describe('the app', () => {
  test('describes every endpoint of the table in its OpenAPI document, and no other', async () => {
    const document = (await (await app.fetch(`${app.origin}/openapi.json`)).json()) as {
      openapi: string
      paths: Record<string, Record<string, unknown>>
    }
    expect(document.openapi).toBe('3.1.0')
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const table = Object.values(ENDPOINTS).map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.sort()).toEqual(table.sort())
  })

  test('is alive and ready, and not ready without its database', async () => {
    expect((await app.fetch(`${app.origin}/healthz`)).status).toBe(200)
    expect((await app.fetch(`${app.origin}/readyz`)).status).toBe(200)
    const other = await createTestApp()
    await other.close()
    expect((await other.fetch(`${other.origin}/readyz`)).status).toBe(503)
    const offers = await other.fetch(`${other.origin}/v1/offers?site=${other.site.key}&ids=lamp`)
    expect([offers.status, offers.headers.get('Retry-After'), offers.headers.get('Access-Control-Allow-Origin')]).toEqual([503, '2', '*'])
  })

  test('explains every problem code on the page that their types lead to', async () => {
    const page = await (await app.fetch(`${app.origin}/problems`)).text()
    expect(Object.keys(PROBLEMS).filter((code) => !page.includes(`id="${code}"`))).toEqual([])
  })

  test('keeps its pages under a strict policy', async () => {
    const page = await app.fetch(`${app.origin}/o/mug?via=${app.site.key}`)
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    // Data for search engines are no script; nothing in them looks like markup.
    const html = (await page.text()).replace(/<script type="application\/ld\+json">[^<]*<\/script>/, '')
    expect(html).not.toMatch(/<script|<style| style=| on\w+=/)
  })

  test('shows mails only where it is reached by a loopback name', async () => {
    expect((await app.fetch(`${app.origin}/dev/mail`)).status).toBe(404)
  })

  test('hides an order from whoever has the wrong secret, on the page and in the API', async () => {
    for (const path of ['/order/ord_x/secret', '/v1/orders/ord_x?secret=secret'])
      expect((await app.fetch(app.origin + path)).status).toBe(404)
  })
})
