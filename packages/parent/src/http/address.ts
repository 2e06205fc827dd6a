import type { Context } from 'hono'

// What @hono/node-server hands on; absent where an app is called without a port.
interface Bindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } }
}

/**
 * The network address of whoever calls. Behind a proxy that is trusted it is the last that the proxy wrote into `X-Forwarded-For`: those before it came
 * with the request and may be anything.
 */
export function addressOf(context: Context, trustsProxy: boolean): string | undefined {
  const forwarded = trustsProxy ? context.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined
  return forwarded || (context.env as Bindings | undefined)?.incoming?.socket?.remoteAddress
}
