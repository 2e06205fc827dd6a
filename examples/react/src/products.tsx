import type { Offer } from '@tributary/sdk'
import { useEffect, useState } from 'react'
import { parent, shop, site } from './shop.ts'

/** The products as buttons, and the card of the one that was chosen. */
export function Products() {
  const [offers, setOffers] = useState<readonly Offer[]>([])
  const [chosen, setChosen] = useState<string>()
  const [complaint, setComplaint] = useState<string>()

  useEffect(() => {
    let isShown = true
    shop.offers({ limit: 12 }).then((answer) => {
      if (!isShown) return
      if (answer.ok) setOffers(answer.value.offers)
      else setComplaint(answer.error.title)
    })
    return () => {
      isShown = false
    }
  }, [])

  return (
    <main>
      <h1>Things for the trail</h1>
      <nav>
        {offers.map(({ id, handle, title }) => (
          <button key={id} type="button" aria-pressed={handle === chosen} onClick={() => setChosen(handle)}>
            {title}
          </button>
        ))}
      </nav>
      {complaint && <p role="alert">{complaint}</p>}
      {chosen && (
        <>
          <tributary-offer parent={parent} site={site} offer={chosen} />
          <button type="button" onClick={() => setChosen(undefined)}>
            Put away
          </button>
        </>
      )}
    </main>
  )
}
