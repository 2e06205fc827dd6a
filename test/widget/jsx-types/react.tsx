/** @jsxImportSource react */
import type {} from '@tributary/widget/react'

/** Every element with all that it takes. */
export const page = (
  <>
    <tributary-offer offer="mug" layout="button" price theme="host" density="compact" via="FERNWEH" className="wide" />
    <tributary-collection collection="kitchen" layout="list" columns={2} limit="12" sort="price" filter="stock price" search />
    <tributary-cart parent="https://shop.example" site="site_x" consent="required" />
    <tributary-status order="ord_x" secret="s" />
    <tributary-share offer="mug" campaign="spring" networks="email" theme="own" />
    <tributary-placement placement="plc_x" theme="host" />
  </>
)

/** What none of them takes: each is a mistake that the compiler finds. */
export const mistakes = (
  <>
    {/* @ts-expect-error An offer has to be named. */}
    <tributary-offer layout="card" />
    {/* @ts-expect-error There is no such layout. */}
    <tributary-offer offer="mug" layout="poster" />
    {/* @ts-expect-error A collection has no layout of an offer. */}
    <tributary-collection layout="button" />
    {/* @ts-expect-error Consent is one of three. */}
    <tributary-cart consent="maybe" />
    {/* @ts-expect-error An order is named by its id, a text. */}
    <tributary-status order={7} />
    {/* @ts-expect-error There is no such theme. */}
    <tributary-share theme="dark" />
    {/* @ts-expect-error A placement has to be named. */}
    <tributary-placement density="roomy" />
  </>
)
