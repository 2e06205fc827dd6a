import { plainDescription } from '@tributary/parent/core/description'
import { describe, expect, test } from 'vitest'

describe('a description', () => {
  test.each([
    ['keeps plain text', 'Holds 350 ml.', 'Holds 350 ml.'],
    ['splits paragraphs by a blank line', '<p>Warm.</p><p>Made of wool.</p>', 'Warm.\n\nMade of wool.'],
    ['takes a blank line in HTML for a paragraph, as WordPress does', 'Warm.\n\nMade of <b>wool</b>.', 'Warm.\n\nMade of wool.'],
    ['has at most one blank line', 'a\r\n\r\n\r\n\r\nb', 'a\n\nb'],
    ['keeps a line break', 'a<br>b', 'a\nb'],
    ['lists with dots', '<ul><li>light</li><li>dry</li></ul>', '• light\n• dry'],
    ['reads entities once', 'Salt &amp; pepper &lt;3', 'Salt & pepper <3'],
    ['does not decode text that is no HTML', 'AT&T, 1 < 2, I <3 it', 'AT&T, 1 < 2, I <3 it'],
    ['drops the address of a link and keeps its words', '<a href="javascript:alert(1)">Care</a>', 'Care'],
    ['drops scripts, styles and frames whole', '<script>alert(1)</script><style>p{}</style><iframe>x</iframe>Warm', 'Warm'],
    ['drops event handlers with their tags', '<img src=x onerror=alert(1)><svg/onload=alert(1)>Warm', 'Warm'],
    ['drops comments', 'a<!-- <b>secret</b> -->b', 'ab'],
    ['trims', '  <p> Warm </p>  ', 'Warm'],
    ['is empty where nothing is said', '<p></p>\n', ''],
  ])('%s', (_, source, expected) => expect(plainDescription(source)).toBe(expected))

  test.each([
    ['100,000 characters of nested tags', '<div>'.repeat(20_000)],
    ['many tags that never close', '<a'.repeat(50_000)],
    ['many references that never end', '&a'.repeat(50_000)],
    ['many spaces', `${' '.repeat(99_999)}x`],
  ])('of %s is read within two seconds', (_, source) => {
    const startedAt = performance.now()
    expect(plainDescription(source).length).toBeLessThanOrEqual(source.length)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
