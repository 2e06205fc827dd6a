import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONVERSATION_COMMANDS } from '@tributary/parent/cli/conversation-commands'
import { type StaffClient, staffClientOf } from '@tributary/parent/cli/staff-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildLead, FILES } from '../../support/conversation.ts'

let app: TestApp
let client: StaffClient
let lead: Awaited<ReturnType<typeof buildLead>>
beforeAll(async () => {
  app = await createTestApp()
  const made = await app.staff('postKey', { body: { name: 'test' } })
  const { key } = (await made.json()) as { key: string }
  client = { origin: app.origin, ...staffClientOf(app.origin, key, async (request) => app.app.request(request)), close: async () => {} }
})
afterAll(() => app.close())
beforeEach(async () => {
  lead = await buildLead(app)
})

async function typed(verb: string, rest: string[], options: Record<string, string | string[]> = {}): Promise<string> {
  const command = CONVERSATION_COMMANDS[verb]
  if (!command) throw new Error(`expected the verb ${verb}`)
  return command.print(await command.run(client, { options, rest }))
}

describe('staff', () => {
  test('answer a request by its number, with files, and read what was said', async () => {
    const plan = join(app.dataDir, 'plan.pdf')
    writeFileSync(plan, FILES.pdf)
    expect(await typed('lead reply', [lead.number, 'We come on Monday.'], { file: [plan] })).toBe(
      'Said as Acme with 1 file. The customer is told by mail.',
    )
    const shown = await typed('conversation show', [lead.conversationId])
    expect(shown).toContain('Acme (staff)')
    expect(shown).toMatch(/We come on Monday\.\n {2}\[att_[\w-]{21}\] plan\.pdf, application\/pdf, 35 bytes/)
    expect(await typed('conversation list', [])).toContain(lead.number)
  })

  test('are told what is wrong in a sentence, and nothing is said', async () => {
    const lie = join(app.dataDir, 'lie.png')
    writeFileSync(lie, FILES.html)
    await expect(typed('lead reply', [lead.number, 'See.'], { file: [lie] })).rejects.toThrow('“lie.png” says that it is a PNG picture')
    await expect(typed('lead reply', [lead.number, 'See.'], { file: ['/nowhere/x.pdf'] })).rejects.toThrow(
      'There is no file /nowhere/x.pdf.',
    )
    await expect(typed('lead reply', [lead.number])).rejects.toThrow('put what you say in quotes')
    await expect(typed('conversation reply', ['NOBODY00', 'x'])).rejects.toThrow('No conversation is called “NOBODY00”.')
    expect(await typed('conversation show', [lead.number])).not.toContain('staff')
  })

  test('close a conversation and open it again', async () => {
    expect(await typed('conversation close', [lead.number])).toBe('Bathroom renovation: closed.')
    await expect(typed('conversation reply', [lead.number, 'x'])).rejects.toThrow('it was closed')
    expect(await typed('conversation reopen', [lead.number])).toBe('Bathroom renovation: open.')
  })
})
