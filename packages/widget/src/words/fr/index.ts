import type { Language } from '../language.ts'
import { browse } from './browse.ts'
import { order } from './order.ts'
import { request } from './request.ts'

/** Every text of the widget in French. */
export const texts = { ...order, ...request, ...browse } satisfies Language
