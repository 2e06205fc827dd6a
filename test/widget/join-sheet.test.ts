import './dom.ts'
import type { JoiningFacts } from '@tributary/protocol/application'
import { applicationOf, checkApplication, type JoinErrors, type JoinView, sendApplication } from '@tributary/widget/join/application'
import { type JoinActions, JoinSheet } from '@tributary/widget/join/join-sheet'
import { texts as german } from '@tributary/widget/words/de/index'
import { words } from '@tributary/widget/words/join'
import { words as sheetWords } from '@tributary/widget/words/sheet'
import { h, render } from 'preact'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { textOf } from './dom.ts'
import { openShop } from './shop.ts'

const idle: JoinActions = { apply: () => undefined, close: () => undefined, pick: () => undefined }
const facts: JoiningFacts = { name: 'Acme', contact: 'hello@acme.example', applications: 'open', directBasisPoints: 1_250, test: false }
const common = { facts, draft: {}, href: 'https://parent.example/join', locale: 'en' }

function show(view: JoinView): HTMLElement {
  const place = document.createElement('div')
  render(h(JoinSheet, { view, actions: idle }), place)
  return place
}

describe('the sheet of applying', () => {
  test('says what is earned, in whose network, and under which terms', () => {
    const sheet = show({
      ...common,
      facts: { ...facts, sponsor: 'Fernweh', terms: 'https://acme.example/affiliates' },
      state: 'filling',
      errors: {},
    })
    expect(textOf(sheet)).toContain('You earn 12.5% of what you sell.You join the network of Fernweh')
    expect(sheet.querySelector('footer a')?.getAttribute('href')).toBe('https://acme.example/affiliates')
  })

  test('promises no share where the plan has none for everybody', () => {
    const { directBasisPoints: _, ...rest } = facts
    expect(textOf(show({ ...common, facts: rest, state: 'filling', errors: {} }))).toContain('You earn a commission on what you sell.')
  })

  test('takes applications where the parent did not say what is earned', () => {
    const sheet = show({ ...common, facts: undefined, state: 'filling', errors: {} })
    expect(textOf(sheet)).not.toContain('You earn')
    expect(textOf(sheet.querySelector('.primary'))).toBe('Apply')
  })

  test('names where to ask where nobody can apply', () => {
    const sheet = show({ ...common, facts: { ...facts, applications: 'closed' }, state: 'closed' })
    expect(textOf(sheet.querySelector('.content'))).toBe('Acme invites its affiliates. Ask for an invitation: hello@acme.example')
    expect(sheet.querySelector('input')).toBeNull()
  })

  test('leads to the parent’s page where the application did not arrive, with what was typed still there', () => {
    const trouble = { what: 'The shop cannot be reached at the moment.', next: 'What you typed is kept. Try again shortly.' }
    const sheet = show({ ...common, draft: { name: 'Wanderlust' }, state: 'filling', errors: {}, trouble })
    expect(textOf(sheet.querySelector('[role=alert]'))).toBe(`${trouble.what}${trouble.next}`)
    expect(sheet.querySelector('.out')?.getAttribute('href')).toBe(common.href)
    expect(sheet.querySelector<HTMLInputElement>('#field-name')?.value).toBe('Wanderlust')
  })

  test('marks a test, and says so', () => {
    expect(textOf(show({ ...common, facts: { ...facts, test: true }, state: 'received' }))).toContain('Test:')
  })
})

describe('an application that the parent does not take', () => {
  let app: TestApp
  const english = { ...sheetWords }
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app.close())
  afterEach(() => void Object.assign(sheetWords, english))

  const apply = async (name: string) => {
    openShop(app)
    const sent = await sendApplication(app.origin, applicationOf({ name, email: 'ada@wanderlust.example' }, ''), AbortSignal.timeout(5_000))
    return sent.ok ? sent : sent.error
  }

  test('says of a name that was typed what is wrong with it, not that it is missing', async () => {
    const { errors } = (await apply('Wander\u0000lust')) as { errors: JoinErrors }
    expect(Object.keys(errors)).toEqual(['name'])
    expect(errors.name).toMatch(/character/)
    Object.assign(sheetWords, german.sheet)
    expect(await apply('Wander\u0000lust')).toMatchObject({ errors: { name: 'Bitte diese Angabe prüfen.' } })
    expect(await apply('')).toMatchObject({ errors: { name: 'The name of your business is missing.' } })
  })

  test('where affiliates are invited says so', async () => {
    const program = (await (await app.staff('getProgram')).json()) as object
    await app.staff('putProgram', { body: { ...program, joining: { applications: 'closed' } } })
    const before = { ...words }
    Object.assign(sheetWords, german.sheet)
    Object.assign(words, german.join)
    expect(await apply('Wanderlust')).toMatchObject({
      errors: {},
      trouble: { what: 'Der Shop lädt seine Partner ein.', next: german.join.kept },
    })
    Object.assign(words, before)
  })
})

describe('an application', () => {
  test('needs a name and an address', () => {
    expect(Object.keys(checkApplication({ name: ' ', email: 'ada' }))).toEqual(['name', 'email'])
    expect(checkApplication({ name: 'Wanderlust', email: 'ada@wanderlust.example' })).toEqual({})
  })

  test('leaves out what was left empty', () => {
    expect(applicationOf({ name: ' W ', email: 'a@b', website: ' ', sharesName: 'on' }, 'FERNWEH')).toEqual({
      name: 'W',
      email: 'a@b',
      sharesName: true,
      via: 'FERNWEH',
    })
  })
})
