// Layers and cycles (README, "The path of an order"). Type imports count. Packages see each other as what was built (their `exports` lead to dist), so
// the paths below name a package's folder, whether source or built.
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { path: from }, to })

// Bare names are Node's own modules: they are written `node:fs` and resolved as `fs`.
const CORE_MAY_USE = [
  '^packages/parent/src/core/',
  '^packages/protocol/',
  '^(crypto|net)$',
  'node_modules/(csv-parse|email-providers|file-type|libphonenumber-js|hono/dist/(types/)?helper/html|html-to-text|@types/html-to-text|nanoid|saxes|zod|qrcode-generator|parse5|content-security-policy-parser)/',
]

module.exports = {
  forbidden: [
    never('no-cycles', 'Data flows one way.', '', { circular: true }),
    never('no-unknown', 'What cannot be resolved cannot be judged.', '', { couldNotResolve: true }),
    never('protocol-stands-alone', 'protocol knows no other package of ours.', '^packages/protocol/', {
      path: '^packages/(sdk|widget|parent)/',
    }),
    never('protocol-is-pure', 'protocol has no I/O and runs in a page too.', '^packages/protocol/', { dependencyTypes: ['core'] }),
    never('zod-only-in-schemas', 'zod is the truth on the wire and never reaches a page.', '^packages/protocol/src/(?!.*\\.schema\\.ts$)', {
      path: 'node_modules/zod/|\\.schema\\.',
    }),
    never('no-zod-in-pages', 'zod never reaches a page.', '^packages/(sdk|widget)/(?!src/testing)', {
      path: 'node_modules/zod/|\\.schema\\.',
    }),
    never('no-tests-in-pages', 'What stands in for a parent in tests never reaches a page.', '^packages/(sdk|widget)/(?!src/testing)', {
      path: 'node_modules/msw/|^packages/sdk/(src|dist)/testing',
    }),
    never('no-node-in-pages', 'A page is no Node.', '^packages/(sdk|widget)/', { dependencyTypes: ['core'] }),
    never('sdk-knows-no-widget', 'protocol <- sdk <- widget', '^packages/sdk/', { path: '^packages/(widget|parent)/' }),
    never('widget-knows-no-parent', 'protocol <- sdk <- widget', '^packages/widget/', { path: '^packages/parent/' }),
    never('parent-knows-no-page-code', 'protocol <- parent', '^packages/parent/', { path: '^packages/(sdk|widget)/' }),
    never('core-is-pure', 'core decides over what was read: no store, no HTTP, no I/O.', '^packages/parent/src/core/', {
      pathNot: CORE_MAY_USE,
    }),
    never('store-only-stores', 'store knows neither core nor HTTP.', '^packages/parent/src/store/', {
      path: '^packages/parent/src/(core|routes|http|pages|jobs|cli)/|node_modules/(@hono|hono)/|^https?$',
    }),
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
