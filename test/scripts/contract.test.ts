import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { offersAnswer } from '@tributary/protocol/offer.schema'
import { orderAnswer, orderStatus, placeOrder } from '@tributary/protocol/order.schema'
import { problemDocument } from '@tributary/protocol/problem.schema'
import { quote, quoteRequest } from '@tributary/protocol/quote.schema'
import { newTouch, touchAnswer } from '@tributary/protocol/touch.schema'
import { describe, expect, test } from 'vitest'
import { CONTRACT, RULES, SECTIONS, sectionOf } from '../../scripts/conformance/rules.mjs'

const contract = readFileSync(fileURLToPath(new URL(`../../${CONTRACT}`, import.meta.url)), 'utf8')

describe('the wire contract', () => {
  test('names every rule of the conformance suite in its own section, and no other', () => {
    const sections = contract.split(/^### /m).slice(1)
    const named = sections.flatMap((section) => {
      const heading = (section.split('\n')[0] ?? '').toLowerCase()
      const ids = [...section.matchAll(new RegExp(`^\\| \`((?:${Object.keys(SECTIONS).join('|')})\\.[a-z0-9-]+)\``, 'gm'))]
      return ids.map(([, id]) => `${CONTRACT}#${heading} ${id}`)
    })
    expect(named.sort()).toEqual(RULES.map((rule) => `${sectionOf(rule)} ${rule.id}`).sort())
  })

  test('has no two rules of one name', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  })

  test.each(
    Object.entries({ offersAnswer, newTouch, touchAnswer, quoteRequest, quote, placeOrder, orderAnswer, orderStatus, problemDocument }),
  )('shows a %s as it is', (name, schema) => {
    const [, json = ''] = new RegExp(`<!-- ${name} -->\n\`\`\`json\n([\\s\\S]*?)\`\`\``).exec(contract) ?? []
    const example: unknown = JSON.parse(json)
    expect(schema.parse(example)).toEqual(example)
  })
})
