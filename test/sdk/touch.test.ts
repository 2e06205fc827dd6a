// @vitest-environment happy-dom
import { createTouches, type PostTouch, readTouchCookie, readVisit, withoutVisit, writeTouchCookie } from '@tributary/sdk/parts'
import { beforeEach, describe, expect, test, vi } from 'vitest'

const token = (name: string) => `v1.kid.${name}.mac`
const jar = (cookie = '') => {
  const pairs = new Map<string, string>()
  const written: string[] = []
  return {
    written,
    get cookie() {
      return [cookie, ...[...pairs].map(([name, value]) => `${name}=${value}`)].filter(Boolean).join('; ')
    },
    set cookie(text: string) {
      written.push(text)
      const [name = '', value = ''] = text.split('; ')[0]?.split('=') ?? []
      pairs.set(name, value)
    },
  }
}

describe('a visit', () => {
  test.each([
    ['', undefined],
    ['?via=', undefined],
    [`?via=${'x'.repeat(65)}`, undefined],
    ['?via=FJORD', { via: 'FJORD' }],
    ['?a=1&via=FJORD&via_campaign=spring&via_sub=42', { via: 'FJORD', campaign: 'spring', subId: '42' }],
    [`?via=FJORD&via_campaign=${'ü'.repeat(21)}`, { via: 'FJORD' }],
  ])('is read from %s', (search, visit) => expect(readVisit(search)).toEqual(visit))

  test.each([
    ['?via=FJORD', ''],
    ['?a=%20&via=FJORD', '?a=%20'],
    ['?via=FJORD&a=b+c&via_sub=1&d', '?a=b+c&d'],
    ['?trivia=1&via=FJORD', '?trivia=1'],
    ['?a=1', '?a=1'],
    ['?via_sub=1', '?via_sub=1'],
  ])('leaves %s as %s', (search, clean) => expect(withoutVisit(search)).toBe(clean))
})

describe('the cookie', () => {
  test('holds tokens only, host-wide, for at most 400 days, and for secure pages only where the page is', () => {
    const cookies = jar()
    expect(writeTouchCookie(cookies, [token('a'), token('b')], true)).toBe(true)
    expect(cookies.written).toEqual(['tributary=v1.kid.a.mac~v1.kid.b.mac; Path=/; Max-Age=34560000; SameSite=Lax; Secure'])
    writeTouchCookie(cookies, [token('a')], false)
    expect(cookies.written[1]).not.toContain('Secure')
  })

  test('stays under 1 KB and gives up the middle first', () => {
    const cookies = jar()
    const long = (name: string) => token(name.repeat(350))
    writeTouchCookie(cookies, [long('a'), long('b'), long('c')], true)
    expect(readTouchCookie(cookies)).toEqual([long('a'), long('c')])
    expect((cookies.written[0] ?? '').length).toBeLessThan(1_024)
  })

  test.each([
    ['other=1; tributary=v1.kid.a.mac', [token('a')]],
    ['tributary=v1.kid.a.mac~<script>~v1.kid.b.mac', [token('a'), token('b')]],
    ['tributary=1~2', []],
    ['xtributary=v1.kid.a.mac', []],
    [`tributary=${['a', 'b', 'c', 'd'].map(token).join('~')}`, ['a', 'b', 'c'].map(token)],
  ])('reads %s', (cookie, tokens) => expect(readTouchCookie(jar(cookie))).toEqual(tokens))

  test('that was not taken is reported', () => {
    const refusing = { cookie: '' }
    Object.defineProperty(refusing, 'cookie', { get: () => '', set: () => undefined })
    expect(writeTouchCookie(refusing, [token('a')], true)).toBe(false)
  })
})

describe('a page that is opened by ?via=', () => {
  const answering = (name: string | undefined) => vi.fn<PostTouch>(async () => (name === undefined ? undefined : token(name)))
  const open = (address: string) => {
    history.replaceState({ own: 'state' }, '', address)
    document.cookie = 'tributary=; Max-Age=0; Path=/'
  }
  beforeEach(() => (globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL('https://blog.example/'))

  test('records the visit with path and without query', async () => {
    open('/post?via=FJORD&email=ada@example.com')
    const post = answering('a')
    const touches = createTouches(post)
    expect(await touches.read()).toEqual([token('a')])
    expect(post.mock.calls).toEqual([[{ via: 'FJORD', path: '/post' }]])
    expect(readTouchCookie(document)).toEqual([token('a')])
  })

  test('loses our parameters from its address and keeps its own, its hash and its state', async () => {
    open('/post?a=%20&via=FJORD#top')
    await createTouches(answering('a')).read()
    expect(location.href).toBe('https://blog.example/post?a=%20#top')
    expect(history.state).toEqual({ own: 'state' })
  })

  test('keeps its address while the touch could not be recorded', async () => {
    open('/post?via=FJORD')
    expect(await createTouches(answering(undefined)).read()).toEqual([])
    expect(location.search).toBe('?via=FJORD')
  })

  test('keeps the first and the last two touches', async () => {
    open('/')
    const names = ['a', 'b', 'c', 'd']
    const touches = createTouches(async () => token(names.shift() ?? ''))
    for (const via of ['1', '2', '3', '4']) await touches.record({ via })
    expect(await touches.read()).toEqual([token('a'), token('c'), token('d')])
  })

  test('remembers the touch for as long as it lives where cookies are refused', async () => {
    open('/?via=FJORD')
    vi.spyOn(document, 'cookie', 'get').mockImplementation(() => {
      throw new DOMException('sandboxed', 'SecurityError')
    })
    expect(await createTouches(answering('a')).read()).toEqual([token('a')])
    expect(location.search).toBe('?via=FJORD')
    vi.restoreAllMocks()
  })

  test('survives a parent that cannot be reached', async () => {
    open('/?via=FJORD')
    expect(await createTouches(() => Promise.reject(new TypeError('offline'))).read()).toEqual([])
  })
})
