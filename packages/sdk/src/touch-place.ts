import { attempt } from './attempt.ts'

/** The name of the first-party cookie, and of its stand-in in localStorage. */
export const TOUCH_COOKIE = 'tributary'

/** Whether something may be kept here of who sent a visitor: cheap, and without the code that reads it, which knows what to do where nobody may look. */
export const mayHoldTouches = (page: Document): boolean =>
  attempt(() => page.cookie.includes(TOUCH_COOKIE) || Boolean(localStorage.getItem(TOUCH_COOKIE)), true)
