import './dom.ts'
import { type ProblemCode, problem } from '@tributary/protocol/problem'
import { typedErrors } from '@tributary/widget/lead/answers'
import { detailOf, titleOf } from '@tributary/widget/sheet/notice'
import { browse as browseAr } from '@tributary/widget/words/ar/browse-ar'
import { texts as ar } from '@tributary/widget/words/ar/index'
import { words as statusAr } from '@tributary/widget/words/ar/status-ar'
import { words as card } from '@tributary/widget/words/card'
import { words as cart } from '@tributary/widget/words/cart'
import { words as cartStep } from '@tributary/widget/words/cart-step'
import { words as collection } from '@tributary/widget/words/collection'
import { browse as browseDe } from '@tributary/widget/words/de/browse-de'
import { texts as de } from '@tributary/widget/words/de/index'
import { words as statusDe } from '@tributary/widget/words/de/status-de'
import { browse as browseEs } from '@tributary/widget/words/es/browse-es'
import { texts as es } from '@tributary/widget/words/es/index'
import { words as statusEs } from '@tributary/widget/words/es/status-es'
import { browse as browseFr } from '@tributary/widget/words/fr/browse-fr'
import { texts as fr } from '@tributary/widget/words/fr/index'
import { words as statusFr } from '@tributary/widget/words/fr/status-fr'
import { browse as browseJa } from '@tributary/widget/words/ja/browse-ja'
import { texts as ja } from '@tributary/widget/words/ja/index'
import { words as statusJa } from '@tributary/widget/words/ja/status-ja'
import { words as join } from '@tributary/widget/words/join'
import type { BrowseLanguage, Language } from '@tributary/widget/words/language'
import { words as lead } from '@tributary/widget/words/lead'
import { words as outcome } from '@tributary/widget/words/outcome'
import { words as share } from '@tributary/widget/words/share'
import { words as sheet } from '@tributary/widget/words/sheet'
import { inLanguage, speak } from '@tributary/widget/words/spoken'
import { type StatusWords, words as status } from '@tributary/widget/words/status'
import { words as unsent } from '@tributary/widget/words/unsent'
import { render } from 'preact'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { drawings, failureDrawings } from '../gallery/draw.ts'
import { problemsOf } from '../gallery/order-failures.ts'

const ENGLISH = { card, sheet, outcome, unsent, cart, cartStep, lead, join, collection, share, status }
const LANGUAGES: Readonly<Record<string, Language & BrowseLanguage & { readonly status: StatusWords }>> = {
  ar: { ...ar, ...browseAr, status: statusAr },
  de: { ...de, ...browseDe, status: statusDe },
  es: { ...es, ...browseEs, status: statusEs },
  fr: { ...fr, ...browseFr, status: statusFr },
  ja: { ...ja, ...browseJa, status: statusJa },
}

/** Every text of a tree of texts, by its path; what is put together from parts with parts that nobody would take for a text of ours. */
function textsIn(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, text]): [string, string][] => {
    const here = `${path}/${name}`
    if (typeof text === 'string') return [[here, text]]
    if (typeof text === 'function') return SAMPLES.map((sample, index) => [`${here}(${index})`, sayWith(text, here, sample)])
    return text && typeof text === 'object' ? textsIn(text, here) : []
  })
}

// One, two, few, many: whatever a language tells apart.
const SAMPLES = [1, 2, 5, 24, 72]
function sayWith(text: (...parts: never[]) => string, path: string, sample: number): string {
  if (/\/chooseFirst$/.test(path)) return text(['Ω'] as never)
  if (/\/valueNotIn$/.test(path)) return text('Ω' as never, ['Ω'] as never)
  if (/\/files$/.test(path)) return text({ names: ['Ω'], isOnItsWay: sample === 1 } as never)
  if (/\/(shortOf)$/.test(path)) return text('Ω' as never, sample as never)
  if (/\/article$/.test(path)) return text('Ω' as never, sample as never)
  const counts = /\/(left|answers|articles|problems|takeWhatIsLeft|more|workingDays|stepOf|shown|holds)$/.test(path)
  return counts ? text(sample as never, 72 as never) : text('Ω' as never, 'Ω' as never, 'Ω' as never)
}

describe('in every language', () => {
  const english = Object.fromEntries(textsIn(ENGLISH))

  test.each(Object.keys(LANGUAGES))('%s says everything, without a word that was left out or left in English', (code) => {
    const texts = textsIn(LANGUAGES[code] ?? {})
    expect(texts.length).toBeGreaterThan(300)
    for (const [path, text] of texts) {
      expect(text, path).not.toMatch(/undefined|\[object|NaN|#/)
      if (!/direction|\/terms\/\d|\(0\)/.test(path)) expect(text.trim(), path).not.toBe('')
    }
    // Short words may be the same by chance; a sentence is not.
    const same = texts.filter(([path, text]) => text.length > 20 && text === english[path])
    expect(same).toEqual([])
  })

  test('a text is never said with what belongs to another one: each part stands where English has it', () => {
    for (const [code, language] of Object.entries(LANGUAGES)) {
      for (const [path, text] of textsIn(language)) {
        const parts = (english[path]?.match(/Ω/g) ?? []).length
        if (parts > 0 && !/terms/.test(path))
          expect((text.match(/Ω/g) ?? []).length, `${code}${path}: ${text}`).toBeGreaterThanOrEqual(parts)
      }
    }
  })

  test.each([
    [1, 'بقيت قطعة واحدة'],
    [2, 'بقيت قطعتان'],
    [3, 'بقيت ٣ قطع'],
    [11, 'بقيت ١١ قطعة'],
  ])('Arabic counts as Arabic does: %i', (quantity, text) => expect(ar.card.left(quantity).replace(/\d/g, arabicDigit)).toBe(text))

  test('the button that orders says that it costs something, as the law of the language’s country asks', () => {
    expect(de.sheet.orderAndPay('19,80 €')).toMatch(/^Zahlungspflichtig bestellen/)
    expect(fr.sheet.orderAndPay('19,80 €')).toMatch(/^Commander avec obligation de paiement/)
    expect(es.sheet.orderAndPay('19,80 €')).toMatch(/^Pedido con obligación de pago/)
  })
})

const arabicDigit = (digit: string): string => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? digit

describe('a language that nobody speaks', () => {
  // Whatever is ours stands in brackets; so what is left outside of them and came from nowhere is written into the code.
  const bracket = (tree: object): object =>
    Object.fromEntries(
      Object.entries(tree).map(([name, text]) => {
        if (name === 'language' || name === 'direction') return [name, text]
        if (typeof text === 'string') return [name, `⟦${text}⟧`]
        if (Array.isArray(text)) return [name, text.map((part) => (typeof part === 'string' ? `⟦${part}⟧` : part))]
        if (typeof text === 'function') return [name, (...parts: unknown[]) => `⟦${(text as (...all: unknown[]) => string)(...parts)}⟧`]
        return [name, text && typeof text === 'object' ? bracket(text) : text]
      }),
    )
  const plain = Object.values(ENGLISH).map((words) => [words, { ...words }, bracket(words)] as const)
  beforeAll(() => {
    for (const [words, , ours] of plain) Object.assign(words, ours)
  })
  afterAll(() => {
    for (const [words, english] of plain) Object.assign(words, english)
  })

  const valuesIn = (view: unknown): string[] =>
    typeof view === 'string' ? [view] : view && typeof view === 'object' ? Object.values(view).flatMap(valuesIn) : []

  const all = [...drawings('el'), ...failureDrawings('el')]
  test.each(all.map((drawing) => [drawing.name, drawing] as const))('finds nothing else in “%s”', (_, { view, draw }) => {
    const place = document.createElement('div')
    render(draw(), place)
    const attributes = [...place.querySelectorAll('[aria-label],[alt],[title],[placeholder]')].flatMap((element) =>
      ['aria-label', 'alt', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    )
    const texts: string[] = []
    const walk = document.createTreeWalker(place, 4)
    while (walk.nextNode()) texts.push(walk.currentNode.textContent ?? '')
    const data = valuesIn(view).toSorted((a, b) => b.length - a.length)
    const ours = (text: string): string => {
      let rest = text
      // A text may have another one of ours in it.
      while (/⟦[^⟦⟧]*⟧/.test(rest)) rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '')
      for (const value of data) rest = rest.replaceAll(value, '')
      return rest
    }
    // Money, days and countries are written by the browser, in Greek here.
    const left = [...texts, ...attributes].map(ours).filter((text) => /[a-z]/i.test(text.replace(/\bkg\b|m²/g, '')))
    expect(left).toEqual([])
  })
})

describe('what the parent refuses', () => {
  const english = { ...sheet }
  afterEach(() => void Object.assign(sheet, english))

  const codes = (['postQuote', 'postOrder', 'postLead', 'postUpload', 'postApplication'] as const).flatMap(problemsOf)
  const said = (code: ProblemCode): string[] => {
    const { title } = problem(code)
    const refused = { code, title, detail: 'Said in English.' }
    return [titleOf(refused), detailOf(refused)]
  }

  test.each(Object.keys(LANGUAGES))('is said in %s whatever it is, by one sentence where it has none of its own', (language) => {
    Object.assign(sheet, LANGUAGES[language]?.sheet)
    for (const code of new Set(codes)) {
      const [what = '', more] = said(code)
      expect(what, code).toBeTruthy()
      expect(what, code).not.toBe(problem(code).title)
      expect(more, code).toBe('')
    }
    expect(said('internal')).toEqual([sheet.refusals.other, ''])
    expect(typedErrors([{ pointer: '/contact/email', detail: 'Said in English.' }])).toEqual({ email: sheet.wrong?.other })
  })

  test('is said in English as the parent says it', () => {
    expect(said('internal')).toEqual(['The server failed on its side; nothing is lost. Try again.', 'Said in English.'])
    expect(typedErrors([{ pointer: '/contact/email', detail: 'Said in English.' }])).toEqual({ email: 'Said in English.' })
  })
})

describe('a part that is fetched later', () => {
  test('speaks the language that was spoken before', () => {
    const before = { ...card }
    speak(de as never)
    expect([inLanguage('sheet', { close: 'Close', own: 'Own' }), card.order]).toEqual([
      expect.objectContaining({ close: 'Schließen', own: 'Own' }),
      'Bestellen',
    ])
    speak({})
    Object.assign(card, before)
  })
})
