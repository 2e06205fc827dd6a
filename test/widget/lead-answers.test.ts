import './dom.ts'
import type { AttachmentId } from '@tributary/protocol/id'
import { answerIn, contactOf, readForm, typedErrors } from '@tributary/widget/lead/answers'
import { keepAnswers, readAnswers } from '@tributary/widget/lead/drafts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { buildService } from './build.ts'

const service = buildService()
const question = (id: string) => service.service.questions.find((one) => one.id === id) ?? expect.fail(`no question ${id}`)

describe('an answer', () => {
  test.each([
    ['plan', { 'q-plan': ['New'] }, 'New'],
    ['extras', { 'q-extras': ['Stove', 'Sink'] }, ['Stove', 'Sink']],
    ['extras', { 'q-extras': ['Stove'] }, ['Stove']],
    ['size', { 'q-size': ['12.5'] }, 12.5],
    ['when', { 'q-when': ['2027-05-01'] }, '2027-05-01'],
    ['wishes', { 'q-wishes': ['  two\nlines 𝒳 '] }, '  two\nlines 𝒳 '],
    ['budget', { 'q-budget': ['1500'] }, { fromMinor: 150_000 }],
    ['budget', { 'q-budget-to': ['19.99'] }, { toMinor: 1_999 }],
    ['budget', { 'q-budget': ['1.10'], 'q-budget-to': ['2'] }, { fromMinor: 110, toMinor: 200 }],
    ['plan', {}, undefined],
    ['extras', {}, undefined],
    ['size', {}, undefined],
    ['budget', {}, undefined],
    ['pictures', { 'q-pictures': ['no file'] }, undefined],
  ])('to %s from %j', (id, typed, answer) => expect(answerIn(question(id), typed, 2)).toEqual(answer))

  test('in a currency without decimals is in its own units', () =>
    expect(answerIn(question('budget'), { 'q-budget': ['1500'] }, 0)).toEqual({ fromMinor: 1_500 }))
})

describe('who asks', () => {
  const pictures = [{ id: 'att_1' as AttachmentId, secret: 's', name: 'a.png' }]

  test('is said with the answers, the files and the consents, and nothing that was left empty', () => {
    const typed = { name: ['Ada'], email: [' ada@example.com '], 'q-plan': ['New'], consents: ['You may write to me.'] }
    expect(JSON.parse(JSON.stringify(contactOf(service, typed, 2, { pictures })))).toEqual({
      name: 'Ada',
      email: 'ada@example.com',
      answers: { plan: 'New', pictures },
      consents: ['You may write to me.'],
    })
  })
})

describe('what the parent finds wrong', () => {
  test('stands at the field that it is about', () => {
    const errors = typedErrors([
      { pointer: '/contact/answers/size', detail: 'Too large.' },
      { pointer: '/contact/answers/a~1b~0c', detail: 'Strange name.' },
      { pointer: '/contact/email', detail: 'No mailbox.' },
      { pointer: '/contact/consents', detail: 'Please agree.' },
    ])
    expect(errors).toEqual({ 'q-size': 'Too large.', 'q-a/b~c': 'Strange name.', email: 'No mailbox.', consents: 'Please agree.' })
  })
})

describe('a form', () => {
  test('is read with all values of a name, without files and without what is empty', () => {
    const form = document.createElement('form')
    form.innerHTML = '<input name="a" value="1"><input name="a" value="2"><input name="b" value="  "><input type="file" name="c">'
    expect(readForm(form)).toEqual({ a: ['1', '2'] })
  })
})

describe('a draft', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  }
  afterEach(() => {
    kept.clear()
    vi.unstubAllGlobals()
  })

  test('holds answers and nothing of who asks or agrees, and leaves nothing when it is empty', () => {
    vi.stubGlobal('sessionStorage', storage)
    keepAnswers('draft', { 'q-plan': ['New'], name: ['Ada'], email: ['ada@example.com'], consents: ['Yes'] })
    expect([...kept.values()].join()).not.toMatch(/Ada|example|Yes/)
    expect(readAnswers('draft')).toEqual({ 'q-plan': ['New'] })
    keepAnswers('draft', {})
    expect(kept.size).toBe(0)
  })

  test.each(['no JSON', '"text"', '{"q-plan":{"toString":1}}', 'null', '[]'])('that reads %s breaks nothing', (stored) => {
    vi.stubGlobal('sessionStorage', { ...storage, getItem: () => stored })
    expect(() => readAnswers('draft')).not.toThrow()
  })

  test('lives as long as the page where storage is refused', () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse })
    keepAnswers('draft', { 'q-plan': ['New'] })
    expect(readAnswers('draft')).toEqual({})
  })
})
