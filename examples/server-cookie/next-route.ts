// Goes to `app/tributary/touch/route.ts`.
import { createTouchHandler } from '@tributary/sdk/server'

const touches = createTouchHandler({
  parent: process.env['TRIBUTARY_PARENT'] ?? 'https://shop.example',
  site: process.env['TRIBUTARY_SITE'] ?? '',
})

const answer = async (request: Request): Promise<Response> => (await touches(request)) ?? new Response(null, { status: 404 })

export { answer as DELETE, answer as GET, answer as POST }
