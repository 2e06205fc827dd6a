// What is written from the one table of attributes: types for frameworks, the manifest of its elements, the reference in its README.
import { manifestOf } from './element-manifest.mjs'

const { PLACEMENTS } = await import('../packages/protocol/dist/placement.js')

const GENERATED = '// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.'
const SHOWS = Object.entries(PLACEMENTS).filter(([, { hasElement }]) => hasElement)
const CLASSES = {
  offer: 'card/offer-element',
  collection: 'collection/collection-element',
  cart: 'cart/cart-element',
  status: 'status/status-element',
  share: 'share/share-element',
  placement: 'held/held-element',
}

const className = (kind) => `Tributary${capital(kind)}`
const tagName = (kind) => `tributary-${kind}`
const attributesName = (kind) => `${capital(kind)}Attributes`
const propertiesName = (kind) => `${capital(kind)}Properties`
const propertyName = ({ name }) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
const ofElement = ({ attributes }) => attributes.filter(({ only }) => only !== 'link')
const capital = (word) => word[0].toUpperCase() + word.slice(1)
const names = SHOWS.map(([kind]) => attributesName(kind))
const NAMES_IMPORT = `import type { ${names.join(', ')} } from './element-attributes.ts'`
const classImports = SHOWS.map(([kind]) => `import type { ${className(kind)} } from './${CLASSES[kind]}.ts'`)

/** The files that are made from the table, by their path. */
export const attributeFiles = () => ({
  'packages/widget/src/element-attributes.ts': elementAttributes(),
  'packages/widget/src/react.ts': jsx('react', "import type * as React from 'react'", (kind) => {
    const element = `TributaryTagNames['${tagName(kind)}']`
    return `React.DetailedHTMLProps<React.HTMLAttributes<${element}>, ${element}> & ${attributesName(kind)}`
  }),
  'packages/widget/src/preact.ts': jsx(
    'preact',
    "import type { HTMLAttributes } from 'preact'",
    (kind) => `HTMLAttributes<TributaryTagNames['${tagName(kind)}']> & ${attributesName(kind)}`,
  ),
  'packages/widget/src/element-properties.ts': elementProperties(),
  'packages/widget/src/tag-names.ts': tagNames(),
  'packages/widget/src/vue.ts': vue(),
  'packages/widget/types/svelte.d.ts': elsewhere('svelte', 'svelte/elements', 'SvelteHTMLElements', 'HTMLAttributes'),
  'packages/widget/types/solid.d.ts': solid(),
  'packages/widget/custom-elements.json': `${JSON.stringify(manifest(), null, 2)}\n`,
})

/** The reference of the README: a table for each kind of placement. */
export function referenceTable() {
  return Object.entries(PLACEMENTS)
    .map(([kind, { says, hasElement, attributes }]) => {
      const element = hasElement ? `, \`<${tagName(kind)}>\`` : ''
      const rows = attributes.map((attribute) => {
        const twin = attribute.only === 'element' ? '–' : `\`data-tributary-${attribute.twin ?? attribute.name}\``
        const own = attribute.only === 'link' || !hasElement ? '–' : `\`${attribute.name}\``
        return `| ${own} | ${twin} | ${takes(attribute)} | ${attribute.says} |`
      })
      return [
        `**\`a[data-tributary-${kind}]\`${element}**: ${says}`,
        '',
        '| element | link | takes | |',
        '|---|---|---|---|',
        ...rows,
      ].join('\n')
    })
    .join('\n\n')
}

function takes(attribute) {
  const values = () => attribute.values.map((value) => (value === attribute.default ? `**${value}**` : value))
  switch (attribute.type) {
    case 'choice':
      return values().join(', ')
    case 'list':
      return `some of ${attribute.values.join(', ')}${attribute.default ? `; **${attribute.default}**` : ''}`
    case 'number':
      return `${attribute.least} to ${attribute.most}; **${attribute.default}**`
    case 'flag':
      return 'there or not'
    default:
      return attribute.isNeeded ? 'needed' : 'text'
  }
}

function elementAttributes() {
  const interfaces = SHOWS.map(([kind, placement]) => {
    const lines = ofElement(placement).flatMap((attribute) => [
      `  /** ${attribute.says} */`,
      `  readonly ${attribute.name}${attribute.isNeeded ? '' : '?'}: ${typeOf(attribute)}${attribute.isNeeded ? '' : ' | undefined'}`,
    ])
    return [
      `/** The attributes of \`<${tagName(kind)}>\`. ${placement.says} */`,
      `export interface ${attributesName(kind)} {`,
      ...lines,
      '}',
    ].join('\n')
  })
  return `${GENERATED}\n\n${interfaces.join('\n\n')}\n`
}

function elementProperties() {
  const interfaces = SHOWS.map(([kind, placement]) =>
    [
      `/** The properties of \`<${tagName(kind)}>\`, each of which says its attribute: \`undefined\` takes it away. */`,
      `export interface ${propertiesName(kind)} {`,
      ...ofElement(placement).flatMap((attribute) => [
        `  /** ${attribute.says} */`,
        `  ${propertyName(attribute)}: ${readTypeOf(attribute)}`,
      ]),
      '}',
    ].join('\n'),
  )
  return `${GENERATED}\n\n${interfaces.join('\n\n')}\n`
}

// As it is read. A value that cannot be taken is read as it was said, so that it is seen.
function readTypeOf({ type, values }) {
  if (type === 'choice') return `${values.map((value) => `'${value}'`).join(' | ')} | undefined`
  if (type === 'flag') return 'boolean'
  return type === 'number' ? 'number | undefined' : 'string | undefined'
}

const tagNames = () =>
  [
    GENERATED,
    ...classImports,
    `import type { ${SHOWS.map(([kind]) => propertiesName(kind)).join(', ')} } from './element-properties.ts'`,
    '',
    '/** Our elements by their names, as `document.createElement` and `querySelector` answer them. */',
    'export interface TributaryTagNames {',
    ...SHOWS.map(([kind]) => `  '${tagName(kind)}': ${className(kind)} & ${propertiesName(kind)}`),
    '}',
    '',
    'declare global {',
    '  interface HTMLElementTagNameMap extends TributaryTagNames {}',
    '}',
    '',
  ].join('\n')

function typeOf({ type, values }) {
  if (type === 'choice') return values.map((value) => `'${value}'`).join(' | ')
  if (type === 'number') return 'number | string'
  return type === 'flag' ? "boolean | '' | 'true' | 'false'" : 'string'
}

function jsx(name, frameworkImport, propsOf) {
  return [
    GENERATED,
    `// Types only: \`import type {} from '@tributary/widget/${name}'\`, once in a program, and TSX knows the elements.`,
    frameworkImport,
    NAMES_IMPORT,
    "import type { TributaryTagNames } from './tag-names.ts'",
    '',
    `declare module '${name}' {`,
    '  namespace JSX {',
    '    interface IntrinsicElements {',
    ...SHOWS.map(([kind]) => `      '${tagName(kind)}': ${propsOf(kind)}`),
    '    }',
    '  }',
    '}',
    '',
  ].join('\n')
}

const vue = () =>
  [
    GENERATED,
    "// Types only: `import type {} from '@tributary/widget/vue'`, once in a program, and vue-tsc checks the elements in templates.",
    "import type { DefineComponent } from 'vue'",
    NAMES_IMPORT,
    '',
    "declare module 'vue' {",
    '  interface GlobalComponents {',
    ...SHOWS.map(([kind]) => `    '${tagName(kind)}': DefineComponent<${attributesName(kind)}>`),
    '  }',
    '}',
    '',
  ].join('\n')

// Declarations by hand, since neither framework is a dependency of the package; that they are right is seen in test/widget/jsx-types.
const elsewhere = (name, module, table, attributes) =>
  [
    GENERATED,
    `// Types only: \`import type {} from '@tributary/widget/${name}'\`, once in a program.`,
    `import type { ${attributes} } from '${module}'`,
    NAMES_IMPORT.replace('./element-attributes.ts', '../dist/element-attributes.js'),
    '',
    `declare module '${module}' {`,
    `  interface ${table} {`,
    ...SHOWS.map(([kind]) => `    '${tagName(kind)}': ${attributes}<HTMLElement> & ${attributesName(kind)}`),
    '  }',
    '}',
    '',
  ].join('\n')

const solid = () =>
  [
    GENERATED,
    "// Types only: `import type {} from '@tributary/widget/solid'`, once in a program.",
    "import type { JSX } from 'solid-js'",
    NAMES_IMPORT.replace('./element-attributes.ts', '../dist/element-attributes.js'),
    '',
    "declare module 'solid-js' {",
    '  namespace JSX {',
    '    interface IntrinsicElements {',
    ...SHOWS.map(([kind]) => `      '${tagName(kind)}': JSX.HTMLAttributes<HTMLElement> & ${attributesName(kind)}`),
    '    }',
    '  }',
    '}',
    '',
  ].join('\n')

const manifest = () =>
  manifestOf(
    SHOWS.map(([kind, placement]) => ({
      kind,
      says: placement.says,
      name: className(kind),
      path: `dist/${CLASSES[kind]}.js`,
      members: ofElement(placement).map((attribute) => ({
        kind: 'field',
        name: propertyName(attribute),
        description: attribute.says,
        type: { text: readTypeOf(attribute) },
      })),
      attributes: ofElement(placement).map((attribute) => ({
        name: attribute.name,
        fieldName: propertyName(attribute),
        description: attribute.says,
        type: { text: typeOf(attribute) },
        ...(attribute.default !== undefined && { default: attribute.default }),
      })),
    })),
  )
