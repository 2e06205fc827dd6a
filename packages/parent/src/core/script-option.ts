import type { Attribute } from '@tributary/protocol/placement'

/** What a script tag may say beside the site, as placements say what they take. On the tag it is `data-tributary-<name>`. */
export const SCRIPT_OPTIONS: readonly Attribute[] = [
  {
    ...{ name: 'language', type: 'choice', values: ['page', 'ar', 'de', 'en', 'es', 'fr', 'ja'], default: 'page' },
    says: 'In which language it speaks, if not in the page’s own.',
  },
  {
    ...{ name: 'consent', type: 'choice', values: ['granted', 'required', 'denied'], default: 'granted' },
    says: 'Whether it may be kept on the device who sent the visitor. Required: not before your page says tributary.consent(true).',
  },
  { name: 'events', type: 'flag', says: 'The page is told what happens at its placements, by events at the document.' },
  {
    ...{ name: 'data-layer', type: 'text', pattern: '[\\w$]+', use: 'the name of the array on your page, usually dataLayer' },
    says: 'The name of the array that is told what is looked at and bought, usually dataLayer.',
  },
  {
    ...{ name: 'touch-path', type: 'text', use: 'a path of your own server, such as /touch' },
    // Not of another server (`//…`), and no way up: what it leads to is read in the page as it is written.
    pattern: '/(?!/)(?!(.*/)?\\.\\.(/|$))[\\w./~-]*',
    says: 'A path of your own server that keeps who sent a visitor, such as /touch. Only for the script tag.',
  },
]
