// The manifest of custom elements, as editors and catalogues read it (schema 2.1.0 of webcomponents/custom-elements-manifest): attributes from the one
// table, style properties from the style sheets, parts and events from the tables here, each held against the code that has them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const SOURCE = join(ROOT, 'packages/widget/src')
const OFFERS = ['offer', 'collection', 'placement']
const EVERYWHERE = ['offer', 'collection', 'cart', 'status', 'share', 'placement']
const SHOWN = EVERYWHERE.filter((kind) => kind !== 'placement')

/** What an element tells the page where it stands. Events of orders and carts are told at the document, by no element. */
const EVENTS = {
  ready: { kinds: SHOWN, says: 'it shows what it is of', detail: 'Readonly<Record<string, string>>' },
  view: {
    kinds: SHOWN,
    says: 'half of it came into view, or half a view of what is taller, once',
    detail: 'Readonly<Record<string, string>>',
  },
  option: {
    kinds: ['offer'],
    says: 'an option was chosen',
    detail: '{ readonly offer: string; readonly option: string; readonly value: string }',
  },
  error: { kinds: EVERYWHERE, says: 'it could not be shown, or an attribute cannot be taken', detail: '{ readonly code: string }' },
  share: {
    kinds: ['share'],
    says: 'a way to share was pressed; told everywhere',
    detail:
      "{ readonly by: string; readonly url: string; readonly offer?: string; readonly outcome: Promise<'shared' | 'copied' | 'cancelled' | 'failed'> }",
  },
}

/** What of an element a page may style by `::part()`. */
const PARTS = {
  card: { kinds: OFFERS, says: 'The card, or the row, of an offer.' },
  image: { kinds: OFFERS, says: 'The picture of an offer, with what says that little is left of it.' },
  title: { kinds: OFFERS, says: 'The title of an offer.' },
  price: { kinds: OFFERS, says: 'The price of an offer.' },
  button: { kinds: [...OFFERS, 'share'], says: 'The button that orders, asks or shares.' },
  ways: { kinds: ['share', 'placement'], says: 'The ways of sharing, once they are open.' },
  // Of `<tributary-sheet>`, which no page writes.
  sheet: { kinds: [], says: 'The sheet.' },
}

/** What each public property is for; its default stands in the style sheets. */
const PROPERTIES = {
  accent: ['<color>', 'Buttons, links, and the ring around what has the focus.'],
  'accent-text': ['<color>', 'Text on the accent.'],
  surface: ['<color>', 'The ground of cards and sheets.'],
  'surface-raised': ['<color>', 'The ground of what stands out from the surface: notices, places of pictures.'],
  text: ['<color>', 'Text, and what lines and shades are mixed from.'],
  'text-muted': ['<color>', 'Text of less weight.'],
  line: ['<color>', 'Lines between things.'],
  danger: ['<color>', 'What is wrong.'],
  success: ['<color>', 'What went well, in the receipt of a sheet.'],
  radius: ['<length>', 'The corners of cards and sheets; those of controls are 0.8 times as round.'],
  font: ['<font-family>', 'The family of fonts.'],
  'font-size': ['<length>', 'The size of text; fields have 16 pixels at least.'],
  space: ['<length>', 'The step of the grid: all distances are multiples of it.'],
  density: ['<number>', 'How many times wider all distances are.'],
  shadow: ['<shadow>', 'The shadow of sheets and of notices.'],
}

/** Parts, events and properties of the code that the tables do not know, or know of and the code has not, in sentences. */
export function manifestMistakes() {
  const text = sources(/\.tsx?$/)
  const parts = new Set([...text.matchAll(/\bpart(?:=|', )["']([a-z-]+)["']/g)].map(([, name]) => name))
  const told = text.match(/name: ((?:'[a-z]+' ?\|? ?)+), detail: object\)/)?.[1] ?? ''
  const events = new Set([...told.matchAll(/[a-z]+/g)].map(([name]) => name))
  for (const [, name] of text.matchAll(/this\.dispatchEvent\(new CustomEvent\('tributary:([a-z-]+)'/g)) events.add(name)
  const exported = [...text.matchAll(/(?:exportparts:|PARTS =) '([a-z, ]+)'/g)].flatMap(([, names]) => names.split(', '))
  return [
    ...differences('part', new Set(Object.keys(PARTS)), parts),
    ...differences('event', new Set(Object.keys(EVENTS)), events),
    ...differences('property', new Set(Object.keys(PROPERTIES)), new Set(defaults().keys())),
    ...differences('event of the README', new Set(Object.keys(EVENTS)), new Set(eventsOfReadme().keys())),
    ...[...eventsOfReadme()]
      .filter(([name, says]) => EVENTS[name] && EVENTS[name].says !== says)
      .map(([name]) => `The README says something else of the event ${name}.`),
    ...(/<slot\b/.test(text) ? ['A component has a slot, and the manifest knows of none.'] : []),
    ...exported.filter((name) => !parts.has(name)).map((name) => `The part ${name} is passed on, and no component has it.`),
  ]
}

const differences = (what, said, found) => [
  ...[...found].filter((name) => !said.has(name)).map((name) => `The ${what} ${name} is missing in scripts/element-manifest.mjs.`),
  ...[...said].filter((name) => !found.has(name)).map((name) => `The ${what} ${name} of scripts/element-manifest.mjs is nowhere.`),
]

const sources = (fits) =>
  readdirSync(SOURCE, { recursive: true })
    .filter((file) => fits.test(file))
    .toSorted()
    .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
    .join('\n')

// A value with light-dark() comes after its fallback, and is what browsers of today take.
function defaults() {
  const found = new Map()
  for (const [, name, rest] of sources(/\.css\.ts$/).matchAll(/var\(--tributary-([a-z-]+), ([^;\n]+);/g))
    found.set(name, upToParenthesis(rest).replaceAll('--_', '--tributary-'))
  return found
}

/** What stands before the parenthesis that closes the one around it. */
function upToParenthesis(text) {
  let open = 1
  const end = [...text].findIndex((sign) => {
    if (sign === '(') open += 1
    if (sign === ')') open -= 1
    return open === 0
  })
  return text.slice(0, end)
}

// The second table of the chapter: what is told at a placement.
function eventsOfReadme() {
  const readme = readFileSync(join(ROOT, 'packages/widget/README.md'), 'utf8')
  const chapter = readme.slice(readme.indexOf('At a placement, bubbling'))
  const table = chapter.slice(0, chapter.indexOf('\n```'))
  return new Map([...table.matchAll(/^\| `tributary:([a-z-]+)` \| ([^|]+) \|/gm)].map(([, name, says]) => [name, says]))
}

/** The manifest of these elements: of each its kind of placement and what it is, its class and where that is, its attributes and its other members, as the schema has them. */
export function manifestOf(elements) {
  return {
    schemaVersion: '2.1.0',
    modules: elements.map(({ kind, says, name, path, attributes, members = [] }) => ({
      kind: 'javascript-module',
      path,
      declarations: [
        {
          kind: 'class',
          name,
          customElement: true,
          tagName: `tributary-${kind}`,
          description: says,
          superclass: { name: 'HTMLElement' },
          attributes,
          ...(members.length > 0 && { members }),
          events: of(EVENTS, kind).map(([event, { says, detail }]) => ({
            name: `tributary:${event}`,
            type: { text: `CustomEvent<${detail}>` },
            description: `${says[0].toUpperCase()}${says.slice(1)}.`,
          })),
          cssParts: of(PARTS, kind).map(([part, { says }]) => ({ name: part, description: says })),
          cssProperties: Object.entries(PROPERTIES).map(([property, [syntax, description]]) => ({
            ...{ name: `--tributary-${property}`, ...(SYNTAXES.has(syntax) && { syntax }) },
            ...{ default: defaults().get(property), description },
          })),
        },
      ],
      exports: [
        { kind: 'js', name, declaration: { name, module: path } },
        { kind: 'custom-element-definition', name: `tributary-${kind}`, declaration: { name, module: path } },
      ],
    })),
  }
}

const of = (table, kind) => Object.entries(table).filter(([, { kinds }]) => kinds.includes(kind))

// What `@property` knows of: a shadow and a family of fonts have no syntax.
const SYNTAXES = new Set(['<color>', '<length>', '<number>'])
