import { Readable } from 'node:stream'
import { createTouchHandler } from '@tributary/sdk/server'
import express from 'express'

const touches = createTouchHandler({
  parent: process.env.TRIBUTARY_PARENT ?? 'https://shop.example',
  site: process.env.TRIBUTARY_SITE ?? '',
})

const app = express()

// Before any body parser: the handler reads the body itself.
app.all('/tributary/touch', async (request, response) => {
  const answer = await touches(webRequest(request))
  response
    .status(answer.status)
    .set(Object.fromEntries(answer.headers))
    .send(await answer.text())
})
app.get('/', (_, response) => response.send('<h1>A blog</h1>'))

app.listen(process.env.PORT ?? 3000)

// Express has requests of its own kind; the handler takes the Web's.
function webRequest(request) {
  const { method, headers, protocol, originalUrl } = request
  const body = method === 'POST' ? { body: Readable.toWeb(request), duplex: 'half' } : {}
  return new Request(`${protocol}://${headers.host}${originalUrl}`, { method, headers, ...body })
}
