import { Agent, request } from 'node:http'
import type { OrderAnswer } from '@tributary/protocol/order'
import { expect, test } from 'vitest'
import { openShop, orderBytes } from '../support/order-load.ts'
import { startServer } from '../support/server.ts'

const CUSTOMERS = 24

test('a server that is told to end under load leaves no request without its answer, and no answered order behind', async () => {
  const server = await startServer()
  const shop = await openShop(server)
  const agent = new Agent({ keepAlive: true })
  const answered: string[] = []
  const failures: string[] = []
  let isEnding = false
  // As a proxy does: once an answer closes its connection, the next request goes to another process.
  const customer = async () => {
    while (!isEnding) {
      const letter = orderBytes(shop)
      try {
        const { status, body, closes } = await send(`${server.origin}/v1/orders`, letter, agent)
        isEnding ||= closes
        if (status === 201) answered.push((JSON.parse(body) as OrderAnswer).orderId)
        else failures.push(`${status} ${body}`)
      } catch (error) {
        failures.push(String(error))
      }
    }
  }
  const customers = Array.from({ length: CUSTOMERS }, customer)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const ended = server.kill('SIGTERM')
  await Promise.all(customers)
  await ended
  agent.destroy()

  expect(failures).toEqual([])
  expect(answered.length).toBeGreaterThan(CUSTOMERS)
  const again = await server.restart()
  for (const id of answered.slice(-CUSTOMERS)) expect((await again.staff(`/v1/admin/orders/${id}`)).status).toBe(200)
  await again.stop()
})

function send(url: string, body: string, agent: Agent): Promise<{ status: number; body: string; closes: boolean }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent,
      headers: { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body) },
    })
    sent.once('error', reject)
    sent.once('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          closes: response.headers.connection === 'close',
        }),
      )
    })
    sent.end(body)
  })
}
