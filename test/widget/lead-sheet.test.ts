import './dom.ts'
import { newLeadId } from '@tributary/protocol/id'
import type { LeadAnswer } from '@tributary/sdk'
import { LeadSheet } from '@tributary/widget/lead/lead-sheet'
import type { RequestActions, RequestView } from '@tributary/widget/lead/request'
import { h, render } from 'preact'
import { describe, expect, test, vi } from 'vitest'
import { buildProgram, buildService } from './build.ts'
import { textOf } from './dom.ts'

const idle: RequestActions = {
  next: () => undefined,
  back: () => undefined,
  keep: () => undefined,
  chooseFiles: () => undefined,
  send: () => undefined,
  close: () => undefined,
}

const answer: LeadAnswer = {
  leadId: newLeadId(),
  number: '7K3X9D2M',
  state: 'new',
  receivedAt: '2026-03-02T10:00:00Z',
  answerBy: '2026-03-03T10:00:00Z',
  attribution: {} as LeadAnswer['attribution'],
  statusUrl: 'https://parent.example/request/led_1/secret',
  test: false,
}

const buildView = (view: Partial<RequestView> = {}): RequestView => ({
  state: 'filling',
  offer: buildService(),
  program: buildProgram(),
  isTest: false,
  locale: 'en',
  groups: ['The kitchen', 'Time and money'],
  step: 0,
  typed: {},
  errors: {},
  files: {},
  attempt: 1,
  isOffline: false,
  isSaved: false,
  href: 'https://parent.example/o/kitchen?via=FERNWEH',
  ...view,
})

function show(view: Partial<RequestView> = {}, actions: Partial<RequestActions> = {}): HTMLElement {
  const place = document.createElement('div')
  render(h(LeadSheet, { view: buildView(view), actions: { ...idle, ...actions }, onPick: () => undefined }), place)
  return place
}
const shownGroups = (sheet: HTMLElement) => [...sheet.querySelectorAll('fieldset.fields:not([hidden]) > legend')].map(textOf)
const buttons = (sheet: HTMLElement) => [...sheet.querySelectorAll('footer button, footer .button')].map(textOf)

const TYPED = {
  ...{
    'q-plan': ['New'],
    'q-size': ['12.5'],
    'q-extras': ['Stove', 'Sink'],
    'q-when': ['2027-05-01'],
    'q-budget': ['9000'],
    'q-budget-to': ['12000'],
  },
  ...{ name: ['Ada'], email: ['ada@example.com'] },
}

describe('the request sheet', () => {
  test('shows one group of questions after the other on a phone, then who asks', () => {
    expect([0, 1, 2].map((step) => shownGroups(show({ step })))).toEqual([['The kitchen'], ['Time and money'], ['How to reach you']])
    expect(textOf(show({ step: 1 }).querySelector('header p'))).toBe('Kitchen planning · Step 2 of 3')
    expect([0, 1, 2].map((step) => buttons(show({ step })))).toEqual([['Continue'], ['Back', 'Continue'], ['Back', 'Check your request']])
  })

  test('shows all of it where there is room', () => {
    const sheet = show({ step: undefined })
    expect(shownGroups(sheet)).toEqual(['The kitchen', 'Time and money', 'How to reach you'])
    expect(buttons(sheet)).toEqual(['Check your request'])
  })

  test('keeps every field in the form, seen or not, filled as it was', () => {
    const sheet = show({ typed: TYPED, step: 2 })
    const values = [...new FormData(sheet.querySelector('form') ?? undefined)].filter(([, value]) => typeof value === 'string' && value)
    expect(values).toEqual(Object.entries(TYPED).flatMap(([name, all]) => all.map((value) => [name, value])))
  })

  test('gives each question a label, its unit, its help and its limits', () => {
    const size = show().querySelector<HTMLInputElement>('[name=q-size]')
    expect([size?.type, size?.min, size?.max, size?.step]).toEqual(['number', '2', '200', 'any'])
    expect(textOf(show().querySelector('label[for=field-q-size]'))).toBe('How large is it? (m²) (optional)')
    expect(show().querySelector<HTMLInputElement>('[name=q-wishes]')?.maxLength).toBe(500)
    expect(show().querySelector('[name=q-budget]')?.closest('fieldset')?.querySelector('legend')?.textContent).toContain('(EUR)')
  })

  test('says what is wrong at the field and in a summary that takes the focus', () => {
    const sheet = show({ errors: { 'q-plan': 'Please answer this.', consents: 'Please agree.' } })
    expect(textOf(sheet.querySelector('[data-focus]'))).toBe(
      '2 fields need a look:What are you planning?: Please answer this.Your consent: Please agree.',
    )
    expect(sheet.querySelector('[name=q-plan]')?.getAttribute('aria-invalid')).toBe('true')
    expect(textOf(sheet.querySelector('#field-q-plan-error'))).toBe('Please answer this.')
  })

  test('ties each control to what is said about it, with ids that stand for one element', () => {
    const offer = buildService({ consents: ['One.', 'Two.'] })
    const sheet = show({
      offer,
      step: undefined,
      errors: { consents: 'Please agree.', 'q-budget': 'Too little.', 'q-plan': 'Please answer this.' },
    })
    const ids = [...sheet.querySelectorAll('[id]')].map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
    const described = [...sheet.querySelectorAll('[aria-describedby]')].flatMap(
      (one) => one.getAttribute('aria-describedby')?.split(' ') ?? [],
    )
    expect(described.filter((id) => !ids.includes(id))).toEqual([])
    expect(described).toEqual(expect.arrayContaining(['field-consents-error', 'field-q-budget-error', 'field-q-plan-error']))
  })

  test.each([
    [{ names: ['a.png'], isOnItsWay: true }, 'Sending a.png…'],
    [{ names: ['a.png', 'b.png'], isOnItsWay: false }, 'Arrived: a.png, b.png.'],
    [{ names: [], isOnItsWay: false }, 'Up to 10 MB each.'],
  ])('tells where chosen files are: %j', (pictures, text) =>
    expect(textOf(show({ files: { pictures } }).querySelector('#field-q-pictures-help'))).toBe(text),
  )

  test('shows before it is sent all that was understood, each part with a way back to it', () => {
    const back = vi.fn()
    const sheet = show({ state: 'review', typed: TYPED, files: { pictures: { names: ['a.png'], isOnItsWay: false } } }, { back })
    expect([...sheet.querySelectorAll('dl')].map(textOf)).toEqual([
      'What are you planning?NewHow large is it?12.5 m²What else?Stove, Sink',
      'When?May 1, 2027What may it cost?€9,000.00 – €12,000.00Picturesa.png',
      'Your nameAdaE-mailada@example.com',
    ])
    for (const button of sheet.querySelectorAll<HTMLElement>('.plain')) button.click()
    expect(back.mock.calls).toEqual([[0], [1], [2]])
    expect(textOf(sheet.querySelector('footer'))).toContain('Asking costs nothing and binds you to nothing.')
  })

  test.each([
    ['saving', false, 'Keep this page open'],
    ['sending', false, 'Keep this page open'],
    ['sending', true, 'It is saved in this browser'],
    ['queued', true, 'It is sent by itself'],
    ['unknown', false, 'Sent again, it counts only once.'],
  ] as const)('says while it is %s (saved: %s) whether the page may be closed', (state, isSaved, text) => {
    const sheet = show({ state, isSaved, typed: TYPED })
    expect(textOf(sheet.querySelector('[role=alert]'))).toContain(text)
    expect(sheet.querySelector('.close') === null).toBe(!isSaved && state !== 'unknown')
    expect(sheet.querySelector('.plain')).toBeNull()
  })

  test('says that the customer is offline, and that it is kept', () => {
    const sheet = show({ state: 'sending', isSaved: true, isOffline: true })
    expect(textOf(sheet.querySelector('[role=alert]'))).toContain(
      'You are offline.It is saved in this browser, and sent now or when you come back to this site.',
    )
  })

  test('says why it was refused, and leads on and out', () => {
    const problem = { type: '', code: 'offer_unknown', status: 404, title: 'Not offered.', final: true, answered: true } as const
    const sheet = show({ state: 'refused', problem })
    expect(textOf(sheet.querySelector('[role=alert]'))).toBe('Not offered. Nothing was sent.')
    expect(buttons(sheet)).toEqual(['Change'])
    expect(sheet.querySelector<HTMLAnchorElement>('.out')?.href).toBe('https://parent.example/o/kitchen?via=FERNWEH')
  })

  test('ends with the number, what happens next, and a link to keep', () => {
    const sheet = show({ state: 'placed', answer, typed: TYPED })
    expect(textOf(sheet.querySelector('h2'))).toBe('Acme has your request.')
    expect(textOf(sheet.querySelector('.number'))).toBe('Request number7K3X9D2M')
    expect(textOf(sheet.querySelector('.path'))).toBe('Received Mon, Mar 2Answered by Tue, Mar 3Agreed When you accept the offer')
    expect(sheet.querySelector<HTMLAnchorElement>('footer a')?.href).toBe(answer.statusUrl)
  })

  test('says on a test site that nobody is asked', () => expect(textOf(show({ isTest: true }).querySelector('.ribbon'))).toContain('Test'))

  test('shows text as text, whatever a service asks', () => {
    const attack = '<img src=x onerror=alert(1)>'
    const offer = buildService({
      questions: [{ id: 'x', kind: 'choice', label: attack, isNeeded: true, choices: [attack] }],
      consents: [attack],
    })
    expect(show({ offer, groups: [''], step: undefined }).querySelector('img')).toBeNull()
  })
})
