import type { Site } from '@tributary/protocol/site'
import { type ContentPolicy, readPolicies } from './content-policy.ts'
import { handleIn } from './offer-address.ts'
import { attributeFindings } from './page-check-placement.ts'
import { policyFindings } from './page-check-policy.ts'
import { pinnedFindings, readFindings } from './page-check-release.ts'
import { advice, error, type PageFacts, type PageFinding } from './page-finding.ts'
import type { PageScript } from './page-parts.ts'
import { scriptTag } from './snippet.ts'

/** Judges a page by what it holds. Answers what is wrong, the worst first; nothing where all is well. */
export function checkPage(facts: PageFacts): PageFinding[] {
  const { parts, parent } = facts
  const [script] = parts.scripts
  if (!script) return [missingScript(facts)]
  const site = facts.sites.find(({ key }) => key === script.site)
  const policies: ContentPolicy[] = readPolicies([...facts.policies, ...parts.policies])
  return [
    ...scriptFindings(script, parent, site, facts),
    ...policyFindings(script, policies, facts),
    ...placementFindings(facts, site?.key ?? script.site ?? ''),
    ...repeatFindings(parts.scripts),
    ...releaseFindings(facts, site?.key ?? script.site ?? 'site_…'),
    ...forgettingFindings(facts),
  ].sort((one, other) => Number(one.severity === 'advice') - Number(other.severity === 'advice'))
}

function missingScript({ parts, parent, page, sites }: PageFacts): PageFinding {
  const site = sites.find(({ origins }) => origins.includes(page.origin))
  const line = scriptTag(parent, site?.key ?? 'site_…')
  const where = site ? `Paste this line once: ${line}` : 'Copy the line from the studio of your site.'
  if (parts.isShownAsText) {
    return error(
      'script_shown_as_text',
      'The script tag is shown on the page as text.',
      'Paste it into a block for HTML (“Custom HTML”), not into one for text.',
    )
  }
  const placed = parts.placements.length + parts.held.length
  if (placed > 0) return error('script_missing', `The page has ${count(placed, 'placement')}, but not the script.`, where)
  const bare = parts.links.filter((link) => handleIn(link, parent) !== undefined).length
  if (bare === 0) return error('nothing_here', 'The page has neither the script nor a placement.', where)
  return error(
    'stripped',
    `The page has ${count(bare, 'plain link')} to offers, but neither the script nor “data-tributary-offer”: what publishes the page took them away.`,
    'Paste into a block for HTML, or put the script into the theme; the links work as they are.',
  )
}

function scriptFindings(script: PageScript, parent: string, site: Site | undefined, { page, sites }: PageFacts): PageFinding[] {
  const { heldBackAs, site: key } = script
  const found: PageFinding[] = []
  if (script.parent !== undefined && script.parent !== parent) {
    const problem = `The script is that of ${script.parent}, not of ${parent}.`
    return [error('other_parent', problem, `If you mean to sell for ${parent}, paste: ${scriptTag(parent, key ?? 'site_…')}`)]
  }
  if (key === undefined)
    found.push(error('key_missing', 'The script tag names no site.', `Paste it whole: ${scriptTag(parent, ownKey(sites, page))}`))
  else if (!site) {
    const remedy = `Copy the key again from your studio: ${scriptTag(parent, ownKey(sites, page))}`
    found.push(error('site_unknown', `No site has the key ${key}.`, remedy))
  } else if (!site.origins.includes(page.origin) && page.origin !== parent) {
    const remedy = `Ask the shop to add it: tributary site add-origin ${site.key} --origin ${page.origin}`
    found.push(
      error('origin_unregistered', `The site “${site.name}” is not registered for ${page.origin}, so it may not sell there.`, remedy),
    )
  }
  if (heldBackAs !== undefined) {
    const remedy = 'If a consent tool does this, the cards come with consent; else take the “type” away.'
    found.push(advice('held_back', `The script waits: its tag says type="${heldBackAs}".`, remedy))
  }
  if (site?.test)
    found.push(
      advice('test_site', `“${site.name}” is a test site: nothing that is ordered there is shipped.`, 'Use your live key to sell.'),
    )
  return found
}

function placementFindings({ parts, unknown, unheld, parent }: PageFacts, siteKey: string): PageFinding[] {
  const offers = unknown.map((name) =>
    name === ''
      ? error('offer_missing', 'A placement names no offer.', 'Copy the link again from your studio.')
      : error('offer_unknown', `“${name}” is not sold, or not any more.`, 'Pick another offer in your studio, or take the link away.'),
  )
  const placements = unheld.map((id) =>
    error('placement_unknown', `The site has no placement “${id}”, or not any more.`, 'Copy its id again, or take the link away.'),
  )
  const found = [...offers, ...placements, ...parts.placements.flatMap(attributeFindings)]
  const bare = parts.links.filter((link) => handleIn(link, parent) !== undefined)
  const [first] = bare
  if (first !== undefined && parts.offers.length === 0) {
    const problem = `${count(bare.length, 'link')} to offers lost “data-tributary-offer”, so no card comes; the link works.`
    found.push(
      error(
        'stripped',
        problem,
        `Paste it into a block for HTML: <a href="${first}" data-tributary-offer="${handleIn(first, parent)}">…</a>`,
      ),
    )
  } else if (parts.placements.length === 0) {
    const remedy = `Copy one from your studio: ${parent}/embed/${siteKey}`
    found.push(advice('no_placement', 'The script is there, but no placement.', remedy))
  }
  return found
}

function repeatFindings([first, ...rest]: readonly PageScript[]): PageFinding[] {
  if (rest.length === 0) return []
  const other = rest.find(({ site }) => site !== first?.site)
  return other
    ? [
        error(
          'two_keys',
          `The script stands there for two sites, ${first?.site} and ${other.site}; only one of them counts.`,
          'Take one of them away.',
        ),
      ]
    : [advice('pasted_twice', `The script stands there ${rest.length + 1} times; once is enough.`, 'Take the others away.')]
}

function releaseFindings({ parts, parent, release, copies = [] }: PageFacts, site: string): PageFinding[] {
  const ours = parts.scripts.filter((script) => script.parent === undefined || script.parent === parent)
  const pinned = pinnedFindings(ours, { parent, site, release })
  return [...pinned, ...readFindings(copies, { parent, site, release })]
}

function forgettingFindings({ forgets = '' }: PageFacts): PageFinding[] {
  if (!/"(\*|cookies|storage)"/.test(forgets)) return []
  const problem = `With every visit the page makes the browser forget what it keeps (Clear-Site-Data: ${forgets}): carts, unsent orders, who sent a visitor.`
  return [advice('storage_cleared', problem, 'Send this header with the answer to signing out alone.')]
}

const ownKey = (sites: readonly Site[], page: URL): string => sites.find(({ origins }) => origins.includes(page.origin))?.key ?? 'site_…'

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
