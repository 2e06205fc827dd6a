import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newDetailsKey } from '../core/payment-details.ts'
import { type Arguments, type Command, required, table, value } from './command.ts'
import { readEnvironment, UsageError } from './environment.ts'
import type { StaffClient } from './staff-client.ts'

const SECRETS = ['sign', 'seal', 'link']
const KID_LENGTH = 10
const HOURS_KEPT = '1'

interface ListedKey {
  readonly purpose: string
  readonly kid: string
  readonly name?: string
  readonly createdAt: string
  readonly goodUntil?: string
}

interface RotatedKey {
  readonly purpose: string
  readonly kid: string
  readonly usedFrom?: string
  readonly keepDays?: number
  readonly told?: string
}

/** `tributary key …`: the keys of the program. Affiliates' are under `affiliate`, those of webhooks under `webhook`. */
export const KEY_COMMANDS: Readonly<Record<string, Command>> = {
  'key add': {
    usage: 'key add --name …',
    summary: 'Make another secret key for staff; it is shown once',
    options: { name: 'value' },
    run: (client, given) => client.call('postKey', { body: JSON.stringify(required(given, 'name')) }),
    print: (answer) => `${(answer as { key: string }).key}\nKeep it now: it is not shown again.`,
  },
  'key list': {
    usage: 'key list',
    summary: 'Every key of the program by purpose, and until when the former ones are good',
    run: (client) => client.call('listKeys'),
    print: (answer) =>
      table(
        ['purpose', 'key', 'name', 'made', 'good until'],
        (answer as { keys: ListedKey[] }).keys.map(({ purpose, kid, name = '', createdAt, goodUntil }) => [
          purpose,
          kid,
          name,
          createdAt.slice(0, 10),
          goodUntil?.slice(0, 16).replace('T', ' ') ?? '–',
        ]),
      ),
  },
  'key rotate': {
    usage: 'key rotate sign|seal|link|admin|details [--keep-days …] [--keep-hours …]',
    summary: 'Make a fresh key; what the one before made stays good for a while',
    options: { 'keep-days': 'value', 'keep-hours': 'value' },
    run: (client, given) => {
      const { rest } = given
      const [purpose = '', ...more] = rest
      if (more.length > 0) throw new UsageError('Say one key.')
      if (SECRETS.includes(purpose)) return rotateSecret(client, purpose, value(given, 'keep-days'))
      if (purpose === 'admin') return rotateAdmin(client, given)
      if (purpose === 'details') return rotateDetails(client)
      throw new UsageError(
        'Say which key: sign (touches and quotes), seal (what pages seal orders to), link (customers’ links), admin (admin.key), details (payment details). The others: tributary affiliate rotate-key, tributary webhook rotate',
      )
    },
    print: (answer) => {
      const { purpose, kid, usedFrom, keepDays, told } = answer as RotatedKey
      if (told !== undefined) return told
      const former =
        keepDays === 0 ? 'The ones before are good for nothing from now on.' : `The ones before stay good for ${keepDays} days.`
      return `The fresh ${purpose} key is ${kid}, in use from ${usedFrom} on. ${former}`
    },
  },
  'key retire': {
    usage: 'key retire <key> [--keep-hours 0]',
    summary: 'End a staff key, at once or in some hours',
    options: { 'keep-hours': 'value' },
    run: (client, given) => retire(client, given.rest[0], number(value(given, 'keep-hours') ?? '0')),
    print: (answer) => {
      const { kid, keepHours } = answer as { kid: string; keepHours: number }
      return keepHours === 0 ? `The key ${kid} is good for nothing from now on.` : `The key ${kid} ends in ${keepHours} hours.`
    },
  },
}

const rotateSecret = (client: StaffClient, purpose: string, keepDays: string | undefined): Promise<unknown> =>
  client.call('rotateKey', { body: JSON.stringify({ purpose, ...(keepDays !== undefined && { keepDays: number(keepDays) }) }) })

// The file is written before the former key ends: whatever fails in between, one of the two is good.
async function rotateAdmin(client: StaffClient, given: Arguments): Promise<RotatedKey> {
  const file = join(readEnvironment(process.env).dataDir, 'admin.key')
  const former = readFileSync(file, 'utf8').trim().slice(0, KID_LENGTH)
  const { key } = (await client.call('postKey', { body: JSON.stringify({ name: 'admin' }) })) as { key: string }
  replaceFile(file, key)
  const keepHours = number(value(given, 'keep-hours') ?? HOURS_KEPT)
  await retire(client, former, keepHours)
  const kid = key.slice(0, KID_LENGTH)
  return { purpose: 'admin', kid, told: `The fresh key ${kid} is in ${file}. The one before, ${former}, ends in ${keepHours} hours.` }
}

// For a while the file holds both: the server seals with the first, opens with either, and then seals everything anew.
async function rotateDetails(client: StaffClient): Promise<RotatedKey> {
  const { dataDir, detailsKeys } = readEnvironment(process.env)
  const file = join(dataDir, 'details.key')
  const isShared = detailsKeys !== undefined || !existsSync(file)
  const former = isShared ? '' : readFileSync(file, 'utf8').trim()
  const fresh = Buffer.from(newDetailsKey()).toString('base64url')
  if (!isShared) replaceFile(file, `${fresh}\n${former}`)
  const { resealed, unreadable } = (await client.call('resealDetails')) as { resealed: number; unreadable: number }
  const done = `${resealed} payment details are sealed with the newest key.`
  if (unreadable > 0) return told(`${done} ${unreadable} open with no key that is known here; the former ones are kept.`)
  if (isShared) return told(`${done} DETAILS_KEY may be left with its first key alone.`)
  replaceFile(file, fresh)
  return told(`${done} The one before is gone from ${file}; backups from before still need it, and have it.`)
}

const told = (text: string): RotatedKey => ({ purpose: 'details', kid: '', told: text })

function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

function retire(client: StaffClient, kid: string | undefined, keepHours: number): Promise<unknown> {
  if (kid === undefined) throw new UsageError('Name the key by its first ten characters; they are listed by: tributary key list')
  return client.call('retireKey', { parameters: { kid }, body: JSON.stringify({ keepHours }) })
}

function number(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw new UsageError(`“${text}” is not a whole number.`)
}
