import { AFFILIATE_COMMANDS } from './affiliate-commands.ts'
import { BACKUP_COMMANDS } from './backup-commands.ts'
import { CATALOGUE_COMMANDS } from './catalogue-commands.ts'
import { CHECK_COMMANDS } from './check-command.ts'
import type { Command } from './command.ts'
import { CONVERSATION_COMMANDS } from './conversation-commands.ts'
import { CUSTOMER_COMMANDS } from './customer-commands.ts'
import { DEAL_COMMANDS } from './deal-commands.ts'
import { DISCOUNT_COMMANDS } from './discount-commands.ts'
import { fileText } from './file.ts'
import { JOINING_COMMANDS } from './joining-commands.ts'
import { KEY_COMMANDS } from './key-commands.ts'
import { LEAD_COMMANDS } from './lead-commands.ts'
import { LEDGER_COMMANDS } from './ledger-commands.ts'
import { LINK_COMMANDS } from './link-commands.ts'
import { LISTEN_COMMANDS } from './listen-command.ts'
import { ORDER_COMMANDS } from './order-commands.ts'
import { ORDER_EXPORT_COMMANDS } from './order-export-command.ts'
import { PAYOUT_COMMANDS } from './payout-commands.ts'
import { PLAN_COMMANDS } from './plan-commands.ts'
import { POSTBACK_COMMANDS } from './postback-commands.ts'
import { REFUND_COMMANDS } from './refund-commands.ts'
import { RETURN_COMMANDS } from './return-commands.ts'
import { SIMULATE_COMMANDS } from './simulate-command.ts'
import { SITE_COMMANDS } from './site-commands.ts'
import { STATEMENT_COMMANDS } from './statement-commands.ts'
import { STOCK_COMMANDS } from './stock-commands.ts'
import { WEBHOOK_COMMANDS } from './webhook-commands.ts'

/** Every verb but `serve`: each is a client of the staff's endpoints. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'program show': {
    usage: 'program show',
    summary: 'The program’s policy',
    run: (client) => client.call('getProgram'),
    print: (answer) => JSON.stringify(answer, null, 2),
  },
  'program set': {
    usage: 'program set <file.json>',
    summary: 'Set the policy: who sells, shipping, tax, links',
    run: (client, given) => client.call('putProgram', { body: fileText(given) }),
    print: (answer) => `The policy of “${(answer as { name: string }).name}” is set.`,
  },
  ...CATALOGUE_COMMANDS,
  ...STOCK_COMMANDS,
  ...AFFILIATE_COMMANDS,
  ...JOINING_COMMANDS,
  ...POSTBACK_COMMANDS,
  ...SITE_COMMANDS,
  ...CHECK_COMMANDS,
  ...DISCOUNT_COMMANDS,
  ...LINK_COMMANDS,
  ...ORDER_COMMANDS,
  ...ORDER_EXPORT_COMMANDS,
  ...CONVERSATION_COMMANDS,
  ...REFUND_COMMANDS,
  ...RETURN_COMMANDS,
  ...LEAD_COMMANDS,
  ...DEAL_COMMANDS,
  ...PLAN_COMMANDS,
  ...SIMULATE_COMMANDS,
  ...LEDGER_COMMANDS,
  ...PAYOUT_COMMANDS,
  ...STATEMENT_COMMANDS,
  ...WEBHOOK_COMMANDS,
  ...LISTEN_COMMANDS,
  ...BACKUP_COMMANDS,
  ...CUSTOMER_COMMANDS,
  ...KEY_COMMANDS,
  'test purge': {
    usage: 'test purge',
    summary: 'Remove everything that test sites caused',
    run: (client) => client.call('purgeTest'),
    print: (answer) => {
      const { orders, touches, messages } = answer as { orders: number; touches: number; messages: number }
      return `Removed ${orders} test orders, ${touches} touches, ${messages} messages.`
    },
  },
}
