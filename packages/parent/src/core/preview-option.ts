import type { Attribute } from '@tributary/protocol/placement'

/** How a placement is looked at: none of it is in what is pasted. */
export const PREVIEW_OPTIONS = [
  { name: 'preview-width', type: 'choice', values: ['phone', 'desktop'], default: 'phone', says: 'Width' },
  { name: 'preview-colours', type: 'choice', values: ['light', 'dark'], default: 'light', says: 'Colours' },
  { name: 'preview-language', type: 'choice', values: ['en', 'de', 'fr', 'es', 'ja', 'ar'], default: 'en', says: 'Page language' },
  {
    name: 'preview-direction',
    type: 'choice',
    values: ['by-language', 'left-to-right', 'right-to-left'],
    default: 'by-language',
    says: 'Direction',
  },
] as const satisfies readonly Attribute[]

/** The direction in which a previewed page runs. */
export const directionOf = (direction: string, language: string): 'ltr' | 'rtl' =>
  direction === 'right-to-left' || (direction === 'by-language' && language === 'ar') ? 'rtl' : 'ltr'
