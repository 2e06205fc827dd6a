// A stand-in for the API that `@shopify/buy-button-js` asks: what its query names, for the same products that our parent serves.
import { text } from 'node:stream/consumers'

/** The body of the answer to a query for one product. */
export async function answerContender(request, ground) {
  const { variables } = JSON.parse((await text(request)) || '{}')
  const number = Number(/\d+$/.exec(String(variables?.id ?? ''))?.[0])
  const offer = ground.offers[number]
  return JSON.stringify({ data: { node: offer ? product(offer, number) : null } })
}

const connection = (nodes) => ({
  pageInfo: { hasNextPage: false, hasPreviousPage: false },
  edges: nodes.map((node, index) => ({ cursor: String(index), node })),
})

function product({ title, image, amount, handle }, number) {
  const price = { amount, currencyCode: 'EUR' }
  const picture = { id: `gid://shopify/ProductImage/${number}`, src: image, altText: '', width: 800, height: 1_000 }
  const variant = {
    id: `gid://shopify/ProductVariant/${number}`,
    title: 'Default Title',
    price,
    priceV2: price,
    weight: 0,
    available: true,
    sku: handle,
    compareAtPrice: null,
    compareAtPriceV2: null,
    image: picture,
    selectedOptions: [{ name: 'Title', value: 'Default Title' }],
    unitPrice: null,
    unitPriceMeasurement: null,
  }
  return {
    __typename: 'Product',
    id: `gid://shopify/Product/${number}`,
    availableForSale: true,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    publishedAt: '2026-01-01T00:00:00Z',
    description: '',
    descriptionHtml: '',
    handle,
    productType: '',
    title,
    vendor: 'Nordlys',
    onlineStoreUrl: null,
    options: [{ id: `gid://shopify/ProductOption/${number}`, name: 'Title', values: ['Default Title'] }],
    images: connection([picture]),
    variants: connection([variant]),
  }
}
