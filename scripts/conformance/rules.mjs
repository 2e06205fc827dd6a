// Every rule of the wire contract that can be asked of a running parent.
import { CORS_RULES, ORIGIN_RULES } from './doors.mjs'
import { OFFER_RULES } from './offers.mjs'
import { ORDER_BODY_RULES } from './order-bodies.mjs'
import { ORDER_RULES } from './orders.mjs'
import { QUOTE_RULES } from './quotes.mjs'
import { REFUSAL_RULES } from './refusals.mjs'
import { SEALING_RULES } from './sealing.mjs'
import { STATUS_RULES } from './status.mjs'
import { TOUCH_RULES } from './touches.mjs'

/** Where the contract is written. */
export const CONTRACT = 'packages/protocol/README.md'

/**
 * The rules by the section of the contract that they stand in; an id begins with its section's name. A rule has `must`, what a parent does,
 * and `check(ground)`, which returns where the parent does, and throws a `Departure` or a `Skip` (`verdict.mjs`). What `isLast` looks at all that
 * was answered to the others.
 */
export const SECTIONS = {
  offers: OFFER_RULES,
  touches: TOUCH_RULES,
  quotes: QUOTE_RULES,
  orders: [...ORDER_RULES, ...ORDER_BODY_RULES],
  status: STATUS_RULES,
  sealing: SEALING_RULES,
  origins: ORIGIN_RULES,
  cors: CORS_RULES,
  refusals: REFUSAL_RULES,
}

/** All rules. */
export const RULES = Object.values(SECTIONS).flat()

/** The address of the section that a rule stands in. */
export const sectionOf = ({ id }) => `${CONTRACT}#${id.split('.')[0]}`

/** The table of one section's rules, as the contract has it. */
export const ruleTable = (name, rules) =>
  [
    `| rule | ${name === 'refusals' ? 'refusals' : 'a parent'} |`,
    '|---|---|',
    ...rules.map(({ id, must }) => `| \`${id}\` | ${must} |`),
  ].join('\n')
