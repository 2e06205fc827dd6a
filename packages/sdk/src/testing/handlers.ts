import { ENDPOINTS } from '@tributary/protocol/endpoint'
import { type HttpHandler, http } from 'msw'
import type { PublicEndpointName, Route, Routes } from './endpoint.ts'

const METHODS = { GET: http.get, POST: http.post } as const

/** An msw handler for every route, at the method and path that the table of endpoints has for it. */
export const handlersOf = (origin: string, routes: Routes, around: (route: Route) => Route): HttpHandler[] =>
  (Object.keys(routes) as PublicEndpointName[]).map((name) => {
    const { method, path } = ENDPOINTS[name]
    const route = around(routes[name])
    return METHODS[method](origin + path, ({ request, params }) =>
      route({ name, request, url: new URL(request.url), parameters: params as Record<string, string> }),
    )
  })
