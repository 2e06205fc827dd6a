import { convert } from 'html-to-text'

const OPTIONS = {
  wordwrap: false,
  preserveNewlines: false,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'ul', options: { itemPrefix: '• ' } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
  ],
} as const

/**
 * The description of a catalogue, which may be HTML, as plain text whose paragraphs are split by a blank line. No markup is left, so nothing that
 * shows it can run it; text that only looks like markup ("<3", "a < b") stays.
 */
export function plainDescription(source: string): string {
  const text = LOOKS_LIKE_HTML.test(source)
    ? convert(source.replace(/\\n/g, '\n'), OPTIONS as unknown as Parameters<typeof convert>[1])
    : source
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const LOOKS_LIKE_HTML = /<\/?[a-z][^>]*>|&(#\d+|#x[\da-f]+|[a-z]+\d*);|<!--/i
