// The block in the editor: two fields. What it saves is the link that the shortcode writes too, and WordPress reads the fields back from it.
;(({ blocks, blockEditor, components, element }, { parent, site }) => {
  const { createElement, Fragment } = element
  const hrefOf = (offer) => `${parent}/o/${encodeURIComponent(offer)}?via=${encodeURIComponent(site)}`

  blocks.registerBlockType('tributary/offer', {
    edit({ attributes: { offer = '', text }, setAttributes }) {
      const field = (label, value, onChange) => createElement(components.TextControl, { label, value, onChange })
      return createElement(
        'div',
        blockEditor.useBlockProps(),
        createElement(
          Fragment,
          null,
          field('Offer (its handle)', offer, (typed) => setAttributes({ offer: typed.trim(), href: hrefOf(typed.trim()) })),
          field('What the link says', text, (typed) => setAttributes({ text: typed })),
        ),
      )
    },
    save({ attributes: { offer, href, text } }) {
      if (!offer) return null
      const link = { href, 'data-tributary-offer': offer, 'data-tributary-size': 'card' }
      return createElement('p', blockEditor.useBlockProps.save(), createElement('a', link, text))
    },
  })
})(window.wp, window.tributarySettings)
