import type { Language } from '../language.ts'
import { cart } from './cart.ts'
import { order } from './order.ts'
import { request } from './request.ts'

/** Every text of the widget in German. */
export const texts = { ...cart, ...order, ...request } satisfies Language
