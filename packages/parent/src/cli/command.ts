import { UsageError } from './environment.ts'
import type { StaffClient } from './staff-client.ts'

/** What was typed after the verb: options by name (a repeated one as a list), and the rest in order. */
export interface Arguments {
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly rest: readonly string[]
}

/** A verb of the command. `run` answers what `--json` prints; `print` turns it into lines for a person. */
export interface Command {
  readonly usage: string
  readonly summary: string
  /** Options beside `--json`: `value`, `flag`, or `list` for one that may be repeated. */
  readonly options?: Readonly<Record<string, 'value' | 'flag' | 'list'>>
  run(client: StaffClient, given: Arguments): Promise<unknown>
  print(answer: unknown): string
  /** Whether the answer is bad news, for whoever reads only the exit code. */
  failed?(answer: unknown): boolean
}

/** The value of an option that was given once. */
export const value = ({ options }: Arguments, name: string): string | undefined => {
  const given = options[name]
  return typeof given === 'string' ? given : undefined
}

/** Whether a flag was given. */
export const flag = ({ options }: Arguments, name: string): boolean => options[name] === true

/** Every value of an option that may be repeated. */
export const list = ({ options }: Arguments, name: string): readonly string[] => {
  const given = options[name]
  return Array.isArray(given) ? (given as readonly string[]) : []
}

/** The options as a body, once those that are needed were given. */
export function required(given: Arguments, ...names: string[]): Record<string, unknown> {
  for (const name of names) if (!value(given, name)) throw new UsageError(`--${name} is missing.`)
  return { ...given.options }
}

/** Columns under headings, each as wide as its widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, index) => Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(headings), ...rows.map(line)].join('\n')
}
