// Letters that Unicode does not decompose into an ASCII letter and a mark.
const FOLDED: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', å: 'a', þ: 'th', ð: 'd', đ: 'd', ł: 'l', ı: 'i' }
const MOST_LENGTH = 80

/**
 * A piece of a URL from any text: ASCII letters and digits joined by single hyphens, at most 80; empty where the text has none.
 * `slug('Crème brûlée №1')` is `creme-brulee-no1`, `slug('Smørbrød')` is `smorbrod`, `slug('赤')` is ``.
 */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[ßøæœåþðđłı]/g, (letter) => FOLDED[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, MOST_LENGTH)
    .replace(/-$/, '')
