// `npm run conformance -- https://parent.example --site site_test_… --origin https://page.example`: asks any parent's own implementation every rule of the
// wire contract (packages/protocol/README.md). Orders are placed, so the site is a test site. `--json` prints the results for a program (with
// `npm run -s`), `--expired-quote <token>` takes a quote of an earlier day, to see that it is refused. Ends with 1 where a rule is broken.
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { ending, Sentence } from './run.mjs'
import { setUp } from './setup.mjs'

const USAGE =
  'npm run conformance -- https://parent.example --site site_test_… --origin https://page.example [--json] [--expired-quote <token>]'

await ending(async () => {
  const { json, ...target } = asked(process.argv.slice(2))
  // Standard output is the report's.
  await setUp(console.error)
  await build(console.error)
  const { runConformance } = await import('./conformance/runner.mjs')
  const { reportText, sums } = await import('./conformance/report.mjs')
  const results = await runConformance(target)
  const { url, site, origin } = target
  console.log(json ? JSON.stringify({ url, site, origin, ...sums(results), results }, undefined, 2) : reportText(results, target))
  return sums(results).failed === 0 ? 0 : 1
})

function asked(args) {
  const { values, positionals } = parsed(args)
  const [url, ...others] = positionals
  if (!url || others.length > 0) throw new Sentence(`Name the parent, once: ${USAGE}`)
  if (!isHttp(url)) throw new Sentence(`The parent’s address begins with http:// or https://, and ${url} does not.`)
  const { site, origin } = values
  if (!site) throw new Sentence(`Say by --site which test site asks: ${USAGE}`)
  if (!origin) throw new Sentence(`Say by --origin which page of the site asks; it must be registered for the site: ${USAGE}`)
  if (!isHttp(origin) || new URL(origin).origin !== origin) {
    throw new Sentence(`An origin is scheme, host and port, like https://page.example; ${origin} is not.`)
  }
  if (!/^site_(test_)?[\w-]{21}$/.test(site)) {
    throw new Sentence(`A site key begins with site_ and has 21 characters after it; ${site} has not. Copy it whole from the studio.`)
  }
  if (!site.startsWith('site_test_')) {
    throw new Sentence('Orders are placed, so a test site is needed: a key that begins with site_test_, not a live one.')
  }
  return { url, site, origin, json: values.json, expiredQuote: values['expired-quote'] }
}

function parsed(args) {
  const options = { site: { type: 'string' }, origin: { type: 'string' }, json: { type: 'boolean' }, 'expired-quote': { type: 'string' } }
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new Sentence(`${error.message}\n${USAGE}`)
  }
}

function isHttp(text) {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
