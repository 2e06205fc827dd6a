// Layers and cycles (README, "The tree is a matrix"). Type imports count.
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    never('no-cycles', 'Data flows one way.', {}, { circular: true }),
    never(
      'protocol-stands-alone',
      'protocol knows no other package, no I/O and no Node.',
      { path: '^packages/protocol/' },
      { path: '^packages/(sdk|widget|parent)/|^node:' },
    ),
    never(
      'zod-only-in-schemas',
      'zod is the truth on the wire and never reaches a page.',
      { path: '^packages/protocol/src/', pathNot: '\\.schema\\.ts$' },
      { path: 'node_modules/zod|\\.schema\\.ts$' },
    ),
    never('no-zod-in-pages', 'zod never reaches a page.', { path: '^packages/(sdk|widget)/src/' }, { path: 'node_modules/zod|\\.schema' }),
    never('sdk-knows-no-widget', 'protocol <- sdk <- widget', { path: '^packages/sdk/' }, { path: '^packages/(widget|parent)/' }),
    never('widget-knows-no-parent', 'protocol <- sdk <- widget', { path: '^packages/widget/' }, { path: '^packages/parent/' }),
    never('parent-knows-no-page-code', 'protocol <- parent', { path: '^packages/parent/' }, { path: '^packages/(sdk|widget)/' }),
    never(
      'core-is-pure',
      'core decides over what was read: no store, no routes, no HTTP, no I/O.',
      { path: '^packages/parent/src/core/' },
      {
        path: '^packages/parent/src/(store|routes|http|pages|jobs|cli)/|^(node:)?(fs|net|http|https|child_process|dns|os|path|process|timers)',
      },
    ),
    never(
      'store-only-stores',
      'store knows neither core nor HTTP.',
      { path: '^packages/parent/src/store/' },
      { path: '^packages/parent/src/(core|routes|http|pages|jobs|cli)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'test/tsconfig.paths.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  },
}
