import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { newPostback, postbackList } from './postback.schema.ts'

const LIST = {
  summary: 'The addresses that are called about an affiliate’s own events',
  answers: { 200: postbackList },
  problems: [],
} as const

const ADD = {
  summary: 'Add an address with macros that is called when something of the affiliate’s happens',
  body: newPostback,
  answers: { 201: postbackList },
  problems: ['webhook_url_refused'],
} as const

const REMOVE = {
  summary: 'Remove such an address with what waits for it',
  answers: { 200: postbackList },
  problems: ['webhook_unknown'],
} as const

/** The shapes of the endpoints of affiliates' postbacks, for an affiliate itself and for staff. */
export const POSTBACK_SHAPES = {
  listOwnPostbacks: LIST,
  postOwnPostback: ADD,
  removeOwnPostback: REMOVE,
  listPostbacks: { ...LIST, problems: ['affiliate_unknown'] },
  postPostback: { ...ADD, problems: ['affiliate_unknown', ...ADD.problems] },
  removePostback: { ...REMOVE, problems: ['affiliate_unknown', ...REMOVE.problems] },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
