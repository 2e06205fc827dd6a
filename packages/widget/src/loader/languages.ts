import type { Texts } from '../words/spoken.ts'
import { loadFurther } from './chunks.ts'
import type { ScriptTag } from './script-tag.ts'

// A page in another language is not asked to wait for what we do not have.
const LANGUAGES = 'ar de es fr ja'

/** The texts of the page's language, or of the one that the tag names; nothing where it is English, or where they do not come: English stays. */
export async function textsOf(tag: ScriptTag): Promise<Texts | undefined> {
  const [code = ''] = (tag.language ?? document.documentElement.lang).toLowerCase().split('-')
  if (code.length !== 2 || !LANGUAGES.includes(code)) return undefined
  return (await loadFurther<{ readonly texts: Texts }>(tag, code)).texts
}
