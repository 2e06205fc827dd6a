import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { lintPlan } from '@tributary/parent/core/plan-lint'
import { plan } from '@tributary/protocol/plan.schema'
import { programPolicy } from '@tributary/protocol/program.schema'
import { describe, expect, test } from 'vitest'
import { readCatalogue } from '../support/read-catalogue.ts'

const EXAMPLE = new URL('../../examples/parent/', import.meta.url)
const text = (path: string): string => readFileSync(new URL(path, EXAMPLE), 'utf8')

const read = readCatalogue(text('catalogue.json'), { code: 'EUR', digits: 2 })
const offers = read.ok ? read.value.offers : []
const variants = offers.flatMap((offer) => offer.variants)

describe('the example parent', () => {
  test('has a policy that a parent takes, in the currency of its catalogue', () => {
    expect(programPolicy.parse(JSON.parse(text('program.json')))).toMatchObject({ name: 'Nordlys Supply', currency: 'EUR' })
  })

  test('has a plan against which the linter has nothing to say', () => {
    expect(lintPlan(plan.parse(JSON.parse(text('plan.json'))), 'EUR')).toEqual([])
  })

  test('has a catalogue without a bad row', () => {
    expect(read).toMatchObject({ ok: true, value: { bad: [], notSold: [] } })
    expect(offers.length).toBeGreaterThanOrEqual(12)
  })

  test('shows every case of a card: missing and sold out combinations, few left, sold out, reduced, taxed less, heavy', () => {
    const hoodie = offers.find(({ handle }) => handle === 'fjord-hoodie')
    const combinations = (hoodie?.options ?? []).reduce((count, { values }) => count * values.length, 1)
    expect(hoodie?.variants.length).toBeLessThan(combinations)
    expect(hoodie?.variants.some(({ stock }) => stock === 0)).toBe(true)
    expect(offers.some((offer) => offer.variants.every(({ stock }) => stock === 0))).toBe(true)
    expect(offers.some((offer) => offer.variants.every(({ stock }) => stock === 3))).toBe(true)
    expect(variants.some(({ saleEndsAt }) => Date.parse(saleEndsAt ?? '') > Date.parse('2029-01-01'))).toBe(true)
    expect(variants.some(({ taxClass }) => taxClass === 'reduced')).toBe(true)
    expect(variants.some(({ weightGrams }) => 3_000 <= weightGrams)).toBe(true)
  })

  test('ships its pictures, all of them used, each 4:5, described and without a script', () => {
    const images = offers.flatMap((offer) => offer.images)
    expect(images.filter(({ src }) => !existsSync(new URL(src, EXAMPLE)))).toEqual([])
    expect(images.every(({ alt, width, height }) => alt !== '' && width === 800 && height === 1_000)).toBe(true)
    const files = readdirSync(new URL('media/', EXAMPLE))
    expect(files.filter((file) => !images.some(({ src }) => src === `media/${file}`))).toEqual([])
    for (const file of files) {
      const svg = text(`media/${file}`)
      expect(svg).toContain('viewBox="0 0 800 1000"')
      expect(svg).not.toMatch(/<script|<foreignObject|\son\w+=|https?:(?!\/\/www\.w3\.org)/)
    }
  })
})
