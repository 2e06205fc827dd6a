import type { EndpointName } from '@tributary/protocol/endpoint'
import type { AddedWebhook, Delivery, DeliveryPage, Webhook } from '@tributary/protocol/webhook'
import { type Arguments, type Command, list, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary webhook …` */
export const WEBHOOK_COMMANDS: Readonly<Record<string, Command>> = {
  'webhook add': {
    usage: 'webhook add --url https://… [--event order.* …]',
    summary: 'Tell another system what happens, by signed requests to an address; prints its secret',
    options: { url: 'value', event: 'list' },
    run: (client, given) => {
      const url = value(given, 'url')
      if (url === undefined) throw new UsageError('Say where events are sent to: --url https://…')
      const events = list(given, 'event')
      return client.call('postWebhook', { body: JSON.stringify({ url, ...(events.length > 0 && { events }) }) })
    },
    print: (answer) => `${(answer as AddedWebhook).id} is told ${(answer as AddedWebhook).events.join(', ')}.\n${secretText(answer)}`,
  },
  'webhook list': {
    usage: 'webhook list',
    summary: 'Webhooks, with what waits and what was given up',
    run: (client) => client.call('listWebhooks'),
    print: (answer) => webhooksText((answer as { webhooks: Webhook[] }).webhooks),
  },
  'webhook remove': {
    usage: 'webhook remove <id>',
    summary: 'Remove a webhook with all its deliveries',
    run: (client, given) => client.call('removeWebhook', { parameters: { id: oneId(given) } }),
    print: (answer) => `Removed ${(answer as { removed: string }).removed}.`,
  },
  'webhook enable': change('enable', 'enableWebhook', 'Send to a webhook again; what waited is sent first'),
  'webhook disable': change('disable', 'disableWebhook', 'Send nothing to a webhook; what waits stays, nothing new is queued'),
  'webhook rotate': {
    usage: 'webhook rotate <id> [--keep-hours 24]',
    summary: 'Make a fresh secret; the old one signs too for a while',
    options: { 'keep-hours': 'value' },
    run: (client, given) => {
      const hours = value(given, 'keep-hours')
      const body = JSON.stringify(hours === undefined ? {} : { keepHours: Number(hours) })
      return client.call('rotateWebhook', { parameters: { id: oneId(given) }, body })
    },
    print: (answer) => `Both secrets sign until ${(answer as AddedWebhook).previousUntil ?? 'now'}.\n${secretText(answer)}`,
  },
  'webhook test': {
    usage: 'webhook test <id>',
    summary: 'Send a webhook.test event to one webhook',
    run: (client, given) => client.call('testWebhook', { parameters: { id: oneId(given) } }),
    print: (answer) => `Queued ${(answer as Delivery).event}. What became of it: tributary webhook deliveries`,
  },
  'webhook deliveries': {
    usage: 'webhook deliveries [--webhook whk_…] [--state dead] [--since 2026-11-25] [--until …]',
    summary: 'Deliveries, newest first: what was sent, what waits, what was given up',
    options: { webhook: 'value', state: 'value', since: 'value', until: 'value' },
    run: (client, given) => client.call('listDeliveries', { query: rangeOf(given) }),
    print: (answer) => deliveriesText(answer as DeliveryPage),
  },
  'webhook replay': {
    usage: 'webhook replay <delivery> | --since 2026-11-25 [--until …] [--webhook whk_…] [--state dead]',
    summary: 'Send a delivery again, or all of a time, under the ids that they had',
    options: { webhook: 'value', state: 'value', since: 'value', until: 'value' },
    run: (client, given) => {
      const range = rangeOf(given)
      if (given.rest.length > 0) return client.call('replayDelivery', { parameters: { id: oneId(given) } })
      if (range['since'] === undefined) throw new UsageError('Name a delivery, or say from when on: --since 2026-11-25')
      return client.call('replayDeliveries', { body: JSON.stringify(range) })
    },
    print: (answer) =>
      'replayed' in (answer as object)
        ? `${(answer as { replayed: number }).replayed} deliveries are sent again.`
        : `${(answer as Delivery).event} is sent again.`,
  },
}

function change(verb: string, endpoint: EndpointName, summary: string): Command {
  return {
    usage: `webhook ${verb} <id>${verb === 'disable' ? ' [--reason …]' : ''}`,
    summary,
    ...(verb === 'disable' && { options: { reason: 'value' } }),
    run: (client, given) =>
      client.call(endpoint, { parameters: { id: oneId(given) }, body: JSON.stringify({ reason: value(given, 'reason') }) }),
    print: (answer) => webhooksText([answer as Webhook]),
  }
}

function oneId({ rest: [id, ...more] }: Arguments): string {
  if (id && more.length === 0) return id
  throw new UsageError('Name one id; tributary webhook list and tributary webhook deliveries show them.')
}

function rangeOf(given: Arguments): Record<string, string | undefined> {
  const [webhook, state] = [value(given, 'webhook'), value(given, 'state')]
  return { webhook, state, since: instant(given, 'since'), until: instant(given, 'until') }
}

function instant(given: Arguments, name: string): string | undefined {
  const typed = value(given, name)
  if (typed === undefined) return undefined
  if (Number.isNaN(Date.parse(typed))) throw new UsageError(`--${name} is “${typed}”; write 2026-11-25 or 2026-11-25T08:00:00Z.`)
  return new Date(typed).toISOString()
}

const secretText = (answer: unknown): string => `${(answer as AddedWebhook).secret}\nKeep it now: it is not shown again.`

function webhooksText(webhooks: readonly Webhook[]): string {
  if (webhooks.length === 0) return 'No webhooks yet. Add one: tributary webhook add --url https://…'
  return table(
    ['id', 'address', 'events', 'state', 'waiting', 'dead', ''],
    webhooks.map((one) => [
      one.id,
      one.url ?? '(listens)',
      one.events.join(' '),
      one.state,
      String(one.waiting),
      String(one.dead),
      one.reason ?? '',
    ]),
  )
}

function deliveriesText({ deliveries, next }: DeliveryPage): string {
  if (deliveries.length === 0) return 'No deliveries.'
  const rows = deliveries.map((one) => [
    one.id,
    one.at,
    one.type,
    one.state,
    String(one.attempts),
    one.failure ?? '',
    one.nextAt ? `again at ${one.nextAt}` : '',
  ])
  return [
    table(['id', 'at', 'event', 'state', 'attempts', '', ''], rows),
    ...(next ? ['There are more; narrow it with --since and --until.'] : []),
  ].join('\n')
}
