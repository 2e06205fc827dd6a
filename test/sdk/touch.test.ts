// @vitest-environment happy-dom
import type { ConsentMode } from '@tributary/sdk'
import {
  createTouchDesk,
  createTouchMemory,
  isReferred,
  readTouchCookie,
  readTouches,
  readVisit,
  createTouches as recordTouches,
  type TouchDesk,
  withoutVisit,
  writeTouchCookie,
} from '@tributary/sdk/parts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

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
    ['?via=FJORD&utm_campaign=spring&utm_content=42', { via: 'FJORD', campaign: 'spring', subId: '42' }],
    ['?via=FJORD&utm_campaign=autumn&via_campaign=spring', { via: 'FJORD', campaign: 'spring' }],
    ['?utm_source=mail&utm_campaign=spring', { campaign: 'spring' }],
    ['?utm_source=mail', undefined],
    ['?trivia=1', undefined],
  ])('is read from %s', (search, visit) => {
    expect(readVisit({ pathname: '/post', search })).toEqual(visit)
    if (visit) expect(isReferred({ pathname: '/post', search })).toBe(true)
  })

  test.each([
    ['/via/FJORD', { via: 'FJORD' }],
    ['/spring/via/FJORD/', { via: 'FJORD' }],
    ['/via/', undefined],
    ['/trivia/1', undefined],
    ['/', undefined],
  ])('is read from the path %s', (pathname, visit) => {
    expect(readVisit({ pathname, search: '' })).toEqual(visit)
    if (visit) expect(isReferred({ pathname, search: '' })).toBe(true)
  })

  test.each([
    ['?via=FJORD', ''],
    ['?a=%20&via=FJORD', '?a=%20'],
    ['?via=FJORD&a=b+c&via_sub=1&d', '?a=b+c&d'],
    ['?trivia=1&via=FJORD', '?trivia=1'],
    ['?a=1', '?a=1'],
    ['?via_sub=1', ''],
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
    const longer = (name: string) => token(name.repeat(600))
    writeTouchCookie(cookies, [longer('a'), longer('b')], true)
    expect(readTouchCookie(cookies)).toEqual([longer('b')])
  })

  test.each([
    ['other=1; tributary=v1.kid.a.mac', [token('a')]],
    ['tributary=v1.kid.a.mac~<script>~v1.kid.b.mac', [token('a'), token('b')]],
    ['tributary=1~2', []],
    ['xtributary=v1.kid.a.mac', []],
    [`tributary=${['a', 'b', 'c', 'd'].map(token).join('~')}`, ['a', 'b', 'c'].map(token)],
    ['tributary=theirs; tributary=v1.kid.a.mac', [token('a')]],
    ['tributary; =tributary; tributary==; tributary=v1.kid.a.mac;tributary=v1.kid.b.mac', [token('a')]],
  ])('reads %s', (cookie, tokens) => expect(readTouchCookie(jar(cookie))).toEqual(tokens))

  test('that was not taken is reported', () => {
    const refusing = { cookie: '' }
    Object.defineProperty(refusing, 'cookie', { get: () => '', set: () => undefined })
    expect(writeTouchCookie(refusing, [token('a')], true)).toBe(false)
  })
})

const answering = (name: string | undefined) => vi.fn<TouchDesk['post']>(async () => (name === undefined ? undefined : [token(name)]))
const open = (address: string) => {
  history.replaceState({ own: 'state' }, '', address)
  document.cookie = 'tributary=; Max-Age=0; Path=/'
  localStorage.clear()
}
/** The touches of a page, recorded and read. */
const createTouches = (desk: TouchDesk, said?: ConsentMode) => {
  const memory = createTouchMemory(said)
  return { ...recordTouches(memory, desk), read: () => readTouches(memory), mode: () => memory.mode }
}
const setUrl = (url: string) => (globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url)
beforeEach(() => setUrl('https://blog.example/'))
afterEach(() => {
  vi.unstubAllGlobals()
  // The prototype's own comes back.
  delete (document as { cookie?: string }).cookie
})

const refuse = (what: string) => () => {
  throw new DOMException(what, 'SecurityError')
}
const blockCookies = () => {
  const cookies = { configurable: true, get: refuse('cookies are blocked'), set: refuse('cookies are blocked') }
  Object.defineProperty(document, 'cookie', cookies)
}
const blockStorage = () =>
  vi.stubGlobal('localStorage', { getItem: refuse('sandboxed'), setItem: refuse('full'), removeItem: refuse('sandboxed') })

describe('a page that is opened by ?via=', () => {
  test('records the visit with path and without query', async () => {
    open('/post?via=FJORD&email=ada@example.com')
    const post = answering('a')
    const touches = createTouches({ post })
    expect(await touches.read()).toEqual({ touches: [token('a')] })
    expect(post.mock.calls).toEqual([[{ via: 'FJORD', path: '/post' }]])
    expect(readTouchCookie(document)).toEqual([token('a')])
  })

  test('loses our parameters from its address and keeps its own, its hash and its state', async () => {
    open('/post?a=%20&via=FJORD#top')
    await createTouches({ post: answering('a') }).read()
    expect(location.href).toBe('https://blog.example/post?a=%20#top')
    expect(history.state).toEqual({ own: 'state' })
  })

  test('keeps its address and an unsigned visit while the parent cannot be reached', async () => {
    open('/post?via=FJORD&via_campaign=spring')
    const visit = { via: 'FJORD', campaign: 'spring' }
    expect(await createTouches({ post: answering(undefined) }).read()).toEqual({ touches: [], visit })
    expect(await createTouches({ post: () => Promise.reject(new TypeError('offline')) }).read()).toEqual({ touches: [], visit })
    expect(location.search).toBe('?via=FJORD&via_campaign=spring')
  })

  test('has no visit of somebody whom the parent does not know', async () => {
    open('/post?via=NOBODY')
    expect(await createTouches({ post: async () => [] }).read()).toEqual({ touches: [] })
    expect(location.search).toBe('?via=NOBODY')
  })

  test('keeps the first and the last two touches', async () => {
    open('/')
    const names = ['a', 'b', 'c', 'd']
    const touches = createTouches({ post: async () => [token(names.shift() ?? '')] })
    for (const via of ['1', '2', '3', '4']) await touches.record({ via })
    expect(await touches.read()).toEqual({ touches: [token('a'), token('c'), token('d')] })
  })

  test('takes localStorage where cookies are refused', async () => {
    open('/?via=FJORD')
    blockCookies()
    expect(await createTouches({ post: answering('a') }).read()).toEqual({ touches: [token('a')] })
    expect(localStorage.getItem('tributary')).toBe(token('a'))
    expect(location.search).toBe('')
  })

  test('remembers the touch for as long as it lives where nothing can be stored', async () => {
    open('/?via=FJORD')
    blockCookies()
    blockStorage()
    expect(await createTouches({ post: answering('a') }).read()).toEqual({ touches: [token('a')] })
    expect(location.search).toBe('?via=FJORD')
  })
})

describe('consent', () => {
  const left = () => [readTouchCookie(document), localStorage.getItem('tributary'), location.search]

  test.each<ConsentMode>(['required', 'denied'])(
    'that is %s: the touch is sent and remembered, and nothing is stored or read',
    async (mode) => {
      open('/?via=FJORD')
      document.cookie = `tributary=${token('earlier')}; Path=/`
      const post = answering('a')
      const touches = createTouches({ post }, mode)
      expect(await touches.read()).toEqual({ touches: [token('a')] })
      expect(post).toHaveBeenCalledOnce()
      expect(left()).toEqual([[token('earlier')], null, '?via=FJORD'])
      expect(touches.mode()).toBe(mode)
    },
  )

  test('that comes later stores what was remembered, after what was stored before', async () => {
    open('/?via=FJORD')
    document.cookie = `tributary=${token('earlier')}; Path=/`
    const touches = createTouches({ post: answering('a') }, 'required')
    await touches.read()
    touches.consent(true)
    expect(readTouchCookie(document)).toEqual([token('earlier'), token('a')])
    expect(location.search).toBe('')
    expect(touches.mode()).toBe('granted')
  })

  test('that is withdrawn leaves nothing behind', async () => {
    open('/?via=FJORD')
    localStorage.setItem('tributary', token('old'))
    const touches = createTouches({ post: answering('a') })
    await touches.read()
    touches.consent(false)
    expect(left()).toEqual([[], null, ''])
    // This page still knows what it knew; the next one does not.
    expect(await touches.read()).toEqual({ touches: [token('old'), token('a')] })
  })

  test('is denied by Global Privacy Control, whatever the page says', async () => {
    open('/?via=FJORD')
    vi.stubGlobal('navigator', { globalPrivacyControl: true })
    const touches = createTouches({ post: answering('a') }, 'granted')
    touches.consent(true)
    expect(await touches.read()).toEqual({ touches: [token('a')] })
    expect(left()).toEqual([[], null, '?via=FJORD'])
    expect(touches.mode()).toBe('denied')
  })
})

describe('a touch', () => {
  const place = { parent: 'https://shop.example', site: 'site_x' }
  const server = (answers: Record<string, unknown>) => {
    const asked: string[] = []
    const fetch = async (url: string, { method = 'GET', body }: RequestInit = {}) => {
      asked.push(`${method} ${url} ${body ?? ''}`.trim())
      return Response.json(answers[url] ?? {}, { status: answers[url] ? 200 : 500 })
    }
    return { asked, fetch: fetch as unknown as typeof globalThis.fetch }
  }

  test.each([
    ['its token', { token: token('a') }, [token('a')]],
    ['no token where the answer is a definite no', { type: '/problems#affiliate_unknown', final: true }, []],
    ['nothing where nobody of ours answers', { welcome: 'to the hotel' }, undefined],
  ])('gets %s', async (_, answer, tokens) => {
    const { fetch } = server({ 'https://shop.example/v1/touches': answer })
    expect(await createTouchDesk({ ...place, fetch }).post({ via: 'FJORD' })).toEqual(tokens)
  })

  test('goes to the site’s own server, or past it', async () => {
    const { fetch, asked } = server({ '/touch': { tokens: [token('b')] }, 'https://shop.example/v1/touches': { token: token('a') } })
    const desk = createTouchDesk({ ...place, touchPath: '/touch', fetch })
    expect(await desk.postKept?.({ via: 'FJORD' })).toEqual([token('b')])
    expect(await desk.post({ via: 'FJORD' })).toEqual([token('a')])
    expect(await desk.fetchKept?.()).toEqual([token('b')])
    desk.eraseKept?.()
    expect(asked).toEqual([
      'POST /touch {"via":"FJORD"}',
      'POST https://shop.example/v1/touches {"site":"site_x","via":"FJORD"}',
      'GET /touch',
      'DELETE /touch',
    ])
  })

  const touchesBy = (answers: Record<string, unknown>, said?: ConsentMode) => {
    open('/?via=FJORD')
    const { fetch, asked } = server(answers)
    return { touches: createTouches(createTouchDesk({ ...place, touchPath: '/touch', fetch }), said), asked }
  }
  const written = () => vi.spyOn(Document.prototype, 'cookie', 'set')

  test('that the site’s own server keeps is not written by a script, whose cookies last for days only', async () => {
    const writes = written()
    localStorage.setItem('tributary', token('copy'))
    const { touches } = touchesBy({ '/touch': { tokens: [token('a'), token('b')] } })
    writes.mockClear()
    expect(await touches.read()).toEqual({ touches: [token('a'), token('b')] })
    expect([writes.mock.calls, localStorage.getItem('tributary'), location.search]).toEqual([[], null, ''])
    writes.mockRestore()
  })

  test('goes to the parent where the site’s own server fails, and is kept by the script', async () => {
    const { touches } = touchesBy({ 'https://shop.example/v1/touches': { token: token('a') } })
    expect(await touches.read()).toEqual({ touches: [token('a')] })
    expect(readTouchCookie(document)).toEqual([token('a')])
  })

  test('goes past the site’s own server where nothing may be stored', async () => {
    const { touches, asked } = touchesBy({ 'https://shop.example/v1/touches': { token: token('a') } }, 'required')
    expect(await touches.read()).toEqual({ touches: [token('a')] })
    expect(asked.filter((line) => line.includes('/touch '))).toEqual([])
  })
})
