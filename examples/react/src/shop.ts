import { createTributary } from '@tributary/sdk'

/** Which parent sells, and for which site: `index.html` says it. */
export const { parent = '', site = '' } = document.documentElement.dataset

/** The parent's shop on this page. One for all components, outside of them: rendering twice makes no second one. */
export const shop = createTributary({ parent, site })
