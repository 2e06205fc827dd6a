import { createTouchHandler } from '@tributary/sdk/server'
import { Hono } from 'hono'

const touches = createTouchHandler({
  parent: process.env['TRIBUTARY_PARENT'] ?? 'https://shop.example',
  site: process.env['TRIBUTARY_SITE'] ?? '',
})

/** The site: one middleware answers `/tributary/touch`, everything else goes on as before. */
export const app = new Hono()
app.use(async (context, next) => (await touches(context.req.raw)) ?? next())
app.get('/', (context) => context.html('<h1>A blog</h1>'))
