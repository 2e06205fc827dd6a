import type { ShareLink } from '@tributary/sdk'
import { shareLink } from '@tributary/sdk/parts'
import { describe, expect, test } from 'vitest'

describe('a share link', () => {
  test.each<[string, ShareLink, string]>([
    ['leads to an offer', { offer: 'mug' }, 'https://shop.example/o/mug?via=site_x'],
    [
      'names an affiliate with its labels',
      { via: 'FJORD', campaign: 'spring & co', subId: '42', offer: 'mug' },
      'https://shop.example/o/mug?via=FJORD&via_campaign=spring+%26+co&via_sub=42',
    ],
    [
      'leads to a page, whose own query stays',
      { page: 'https://blog.example/post?a=%20#top' },
      'https://blog.example/post?a=%20&via=site_x#top',
    ],
    [
      'replaces who was named before',
      { via: 'FJORD', page: 'https://blog.example/?via=OTHER&via_sub=1&b=2' },
      'https://blog.example/?b=2&via=FJORD',
    ],
    ['takes any text as a handle', { offer: 'a/b?c' }, 'https://shop.example/o/a%2Fb%3Fc?via=site_x'],
  ])('%s', (_, link, url) => expect(shareLink('https://shop.example', 'site_x', link)).toBe(url))
})
