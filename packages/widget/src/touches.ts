import { createTouchDesk, createTouches, readConsent, type Touches, type TouchPlace } from '@tributary/sdk/parts'

/** Where this page's touches go, and whether they may be kept. */
export interface TouchTag extends TouchPlace {
  /** As it was written in an attribute. */
  readonly consent?: string | null | undefined
}

const known = new Map<string, Touches>()

/** The touches of a site on this page. The loader asks for them on a visit that somebody sent, the order sheet when somebody orders: they are the same. */
export function touchesOf(tag: TouchTag): Touches {
  const key = `${tag.site} ${tag.parent}`
  const touches = known.get(key) ?? createTouches(createTouchDesk(tag), readConsent(tag.consent))
  known.set(key, touches)
  return touches
}

/** Says, for every site on this page, whether it may be kept on this device who sent the visitor. */
export function consent(isGranted: boolean): void {
  for (const touches of known.values()) touches.consent(isGranted)
}
