import { type CataloguedOffer, publicOffer } from '@tributary/parent/core/offer'
import { newId } from '@tributary/protocol/id'
import { describe, expect, test } from 'vitest'

const catalogued = (variant: Partial<CataloguedOffer['variants'][number]> = {}): CataloguedOffer => ({
  id: newId('offer'),
  handle: 'mug',
  kind: 'product',
  title: 'Mug',
  description: '',
  images: [
    { src: 'media/mug.svg', alt: 'A mug', width: 800, height: 1_000 },
    { src: 'https://cdn.example/mug.png', alt: 'A mug' },
  ],
  options: [],
  service: null,
  variants: [
    {
      sku: 'mug',
      options: [],
      amountMinor: 1_490,
      regularMinor: null,
      image: null,
      measure: null,
      level: null,
      backorder: false,
      ...variant,
    },
  ],
})

const shown = (variant: Partial<CataloguedOffer['variants'][number]>) =>
  publicOffer('https://shop.example', catalogued(variant)).variants[0]

describe('an offer on a page', () => {
  test('has absolute addresses', () => {
    const offer = publicOffer('https://shop.example', catalogued())
    expect(offer.url).toBe('https://shop.example/o/mug')
    expect(offer.images.map(({ src }) => src)).toEqual(['https://shop.example/media/mug.svg', 'https://cdn.example/mug.png'])
  })

  test.each([
    ['that is not counted is available, and says no number', { level: null }, { available: true }],
    ['of which 6 are left says no number', { level: 6 }, { available: true }],
    ['of which 5 are left says so', { level: 5 }, { available: true, stock: 5 }],
    ['of which none is left is not available', { level: 0 }, { available: false, stock: 0 }],
    ['that may be ordered before it is there is available, and says no number', { level: -2, backorder: true }, { available: true }],
    ['that is reduced says its regular price', { regularMinor: 1_990 }, { available: true, regularMinor: 1_990 }],
    ['with a picture of its own points to it, the first included', { image: 0 }, { available: true, image: 0 }],
  ])('%s', (_, variant, expected) => expect(shown(variant)).toEqual({ sku: 'mug', options: [], amountMinor: 1_490, ...expected }))
})
