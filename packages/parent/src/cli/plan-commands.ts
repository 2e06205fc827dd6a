import type { PlanFinding, PublishedPlan } from '@tributary/protocol/plan'
import { type Command, table, value } from './command.ts'
import { UsageError } from './environment.ts'
import { fileText } from './file.ts'

/** `tributary plan …` */
export const PLAN_COMMANDS: Readonly<Record<string, Command>> = {
  'plan lint': {
    usage: 'plan lint <plan.json>',
    summary: 'What is wrong with a draft of the plan, and what is worth a second thought',
    run: (client, given) => client.call('postLint', { body: JSON.stringify({ plan: parsed(fileText(given)) }) }),
    print: (answer) => findingsText((answer as { findings: PlanFinding[] }).findings),
  },
  'plan publish': {
    usage: 'plan publish <plan.json> [--effective 2027-01-01T00:00:00Z] [--note …]',
    summary: 'Publish a version of the plan; it counts for orders placed from then on',
    options: { effective: 'value', note: 'value' },
    run: (client, given) => {
      const body = { plan: parsed(fileText(given)), effectiveAt: value(given, 'effective'), note: value(given, 'note') }
      return client.call('postPlan', { body: JSON.stringify(body) })
    },
    print: (answer) => {
      const { version, plan, effectiveAt, findings } = answer as PublishedPlan
      const kept = findings.length > 0 ? `\nPublished over ${findings.length} warnings; the note is kept with it.` : ''
      return `Version ${version}, “${plan.name}”, counts from ${effectiveAt} on.${kept}`
    },
  },
  'plan list': {
    usage: 'plan list',
    summary: 'Every version of the plan, newest first',
    run: (client) => client.call('listPlans'),
    print: (answer) => {
      const { plans } = answer as { plans: PublishedPlan[] }
      if (plans.length === 0) return 'No plan yet, so nobody earns anything. Publish one: tributary plan publish plan.json'
      const rows = plans.map(({ version, plan, effectiveAt, publishedBy, note }) => [
        String(version),
        plan.name,
        effectiveAt,
        publishedBy,
        note,
      ])
      return table(['version', 'name', 'counts from', 'published by', 'note'], rows)
    },
  },
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`The file is not JSON: ${(error as Error).message}`)
  }
}

function findingsText(findings: readonly PlanFinding[]): string {
  if (findings.length === 0) return 'Nothing to say against this plan.'
  const paragraphs = findings.map(
    ({ severity, pointer, detail, rule }) => `${severity === 'error' ? 'Refused' : 'Warning'}  ${pointer}\n  ${detail}\n  ${rule}.`,
  )
  const isRefused = findings.some(({ severity }) => severity === 'error')
  return [...paragraphs, isRefused ? 'It cannot be published.' : 'It can be published with a note that says why: --note …'].join('\n\n')
}
