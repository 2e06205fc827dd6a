import { isSafeSource } from '@tributary/parent/core/picture'
import { describe, expect, test } from 'vitest'

describe('a picture', () => {
  test.each([
    'https://shop.example/a.png',
    'http://shop.example/a,b.png?x=1',
    'media/mug.svg',
    'media/2026/mug-1.webp',
    'media/a/../b.png',
  ])('may be shown from %j', (source) => expect(isSafeSource(source)).toBe(true))

  test.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:image/svg+xml,<svg onload=alert(1)>',
    'https:alert(1)',
    'file:///etc/passwd',
    '//other.example/a.png',
    '/media/mug.svg',
    'mug.svg',
    'media/',
    'media/../secret',
    'media/%2e%2e/secret',
    'media/..%2f..',
    'media\\mug.svg',
    'media/"onerror="x',
    '',
  ])('is refused from %j', (source) => expect(isSafeSource(source)).toBe(false))
})
