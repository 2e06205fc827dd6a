import type { ENDPOINTS, EndpointName } from '@tributary/protocol/endpoint'

/** The endpoints that anybody may call from any page. */
export type PublicEndpointName = {
  readonly [Name in EndpointName]: (typeof ENDPOINTS)[Name]['access'] extends 'public' ? Name : never
}[EndpointName]

/** A request that reached an endpoint; path parameters are decoded, the body is not read yet. */
export interface Call {
  readonly name: PublicEndpointName
  readonly request: Request
  readonly url: URL
  readonly parameters: Readonly<Record<string, string>>
}

/** What answers one endpoint. */
export type Route = (call: Call) => Promise<Response>

/** The route of every public endpoint; a missing one does not compile. */
export type Routes = { readonly [Name in PublicEndpointName]: Route }
