// The parents of the gallery's failure states: what affiliates test against (`@tributary/sdk/testing`), behind a real network.
import { createTestParent } from '@tributary/sdk/testing'
import { getResponse } from 'msw'

const HOST = /^p(\d+)\.localhost:\d+$/
const CONTROL = /^\/parents(?:\/(\d+))?$/

/**
 * Test parents by number; each answers at a host of its own below `localhost`, which a browser finds on the loopback without asking anybody. `POST
 * /parents` with its options makes one, `POST /parents/3` with a method and its arguments changes it.
 */
export function createGalleryParents() {
  const parents = []

  async function control(number, body, port) {
    if (number === undefined) {
      const parent = createTestParent({ ...body, origin: `http://p${parents.length}.localhost:${port}` })
      return { number: parents.push(parent) - 1, origin: parent.origin, site: parent.site }
    }
    const [method, ...args] = body
    parents[number][method](...args)
    return {}
  }

  return {
    /** Answers what is asked of a parent, or of their maker; `false`: it is for somebody else. */
    async answer(request, response) {
      const { host = '' } = request.headers
      const number = HOST.exec(host)?.[1]
      const path = CONTROL.exec(request.url ?? '')
      if (number === undefined && !(path && request.method === 'POST')) return false
      const body = await read(request)
      if (number === undefined) {
        const made = await control(path[1], JSON.parse(body.toString()), host.split(':')[1])
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(made))
      } else {
        await send(response, await getResponse(parents[number]?.handlers ?? [], asFetched(request, body)))
      }
      return true
    },
  }
}

async function read(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}

function asFetched({ method, url, headers }, body) {
  const pairs = Object.entries(headers).filter(([name]) => name !== 'connection')
  return new Request(`http://${headers.host}${url}`, { method, headers: pairs, ...(body.length > 0 && { body }) })
}

async function send(response, answer) {
  // A connection that breaks.
  if (answer?.type === 'error') response.destroy()
  else if (answer) response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  else response.writeHead(404, { 'Access-Control-Allow-Origin': '*' }).end()
}
