import type { Sheet } from '../css.ts'

let sheet: CSSStyleSheet | undefined

/** The height that is left above an on-screen keyboard, as a style sheet: no inline style, so no policy is in its way. */
export const keyboardSheet: Sheet = () => (sheet ??= new CSSStyleSheet())

/** Follows the on-screen keyboard, so that the primary button stays above it. Answers what ends that. */
export function watchKeyboard(): () => void {
  const { visualViewport } = globalThis
  if (!visualViewport) return () => undefined
  const follow = (): void => keyboardSheet().replaceSync(`:host{--_height:${Math.round(visualViewport.height)}px}`)
  follow()
  visualViewport.addEventListener('resize', follow)
  return () => visualViewport.removeEventListener('resize', follow)
}
