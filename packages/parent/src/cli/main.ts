import { parseArgs } from 'node:util'
import { rowNote } from './catalogue-commands.ts'
import type { Arguments, Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { readEnvironment, UsageError } from './environment.ts'
import { openStaffClient, ProblemError } from './staff-client.ts'

/** Runs the `tributary` command; answers the exit code. Every expected failure is one sentence on standard error and exit code 1. */
export async function main(argv: readonly string[]): Promise<number> {
  const asJson = argv.includes('--json')
  try {
    if (argv[0] === 'serve') {
      const { serve } = await import('./serve.ts')
      await serve(readEnvironment(process.env))
      return 0
    }
    if (argv[0] === 'restore') {
      const { restore } = await import('./restore.ts')
      process.stdout.write(`${await restore(readEnvironment(process.env), argv.slice(1))}\n`)
      return 0
    }
    const found = find(argv)
    if (!found) {
      const wantsHelp = argv.length === 0 || argv.includes('--help') || argv[0] === 'help'
      ;(wantsHelp ? process.stdout : process.stderr).write(wantsHelp ? help() : `There is no verb “${argv.join(' ')}”.\n\n${help()}`)
      return wantsHelp ? 0 : 1
    }
    const answer = await run(found.command, found.rest)
    process.stdout.write(`${asJson ? JSON.stringify(answer, null, 2) : found.command.print(answer)}\n`)
    return found.command.failed?.(answer) ? 1 : 0
  } catch (error) {
    return report(error, asJson)
  }
}

function find(argv: readonly string[]): { command: Command; rest: string[] } | undefined {
  for (const words of [2, 1]) {
    const command = COMMANDS[argv.slice(0, words).join(' ')]
    if (command) return { command, rest: argv.slice(words) }
  }
  return undefined
}

async function run(command: Command, rest: string[]): Promise<unknown> {
  const given = parse(command, rest)
  const client = await openStaffClient(readEnvironment(process.env))
  try {
    return await command.run(client, given)
  } finally {
    await client.close()
  }
}

function parse(command: Command, args: string[]): Arguments {
  const declared = Object.entries({ ...command.options, json: 'flag' as const })
  const options = Object.fromEntries(
    declared.map(([name, kind]) => [
      name,
      kind === 'flag' ? { type: 'boolean' as const } : { type: 'string' as const, multiple: kind === 'list' },
    ]),
  )
  // A number below zero is no option: it is put where only words are.
  const below = args.filter((word) => /^-\d+$/.test(word))
  const words = below.length === 0 ? args : [...args.filter((word) => !below.includes(word)), '--', ...below]
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true, strict: true })
    const { json: _json, ...given } = values
    return { options: given as Arguments['options'], rest: positionals }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nUsage: tributary ${command.usage}`)
  }
}

function report(error: unknown, asJson: boolean): number {
  if (error instanceof ProblemError) {
    const { problem } = error
    if (asJson) process.stdout.write(`${JSON.stringify(problem, null, 2)}\n`)
    const details = [
      ...(problem.errors ?? []).map(({ pointer, detail }) => `  ${pointer}: ${detail}`),
      ...(problem.rows ?? []).map(rowNote),
    ]
    process.stderr.write(`${[error.message, ...details].join('\n')}\n`)
    return 1
  }
  const sentence = error instanceof UsageError ? error.message : ((error as Error).stack ?? String(error))
  process.stderr.write(`${sentence}\n`)
  return 1
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'tributary <verb> [--json]',
    '',
    `  ${'serve'.padEnd(width)}  Serve the parent: PORT, DATABASE_URL, DATA_DIR, PUBLIC_URL, SMTP_URL, MEDIA_DIR`,
    `  ${'restore'.padEnd(width)}  Bring a backup back into an empty database; no server is running meanwhile`,
    ...lines,
    '',
  ].join('\n')
}
