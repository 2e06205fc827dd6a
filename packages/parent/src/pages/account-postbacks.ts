import { POSTBACK_MACROS, type Postback } from '@tributary/protocol/postback'
import { html } from 'hono/html'
import { type FieldErrors, type Fields, field } from './form.ts'
import type { Html } from './page.ts'

/** The addresses that are called when something of the affiliate's happens, and the form for one more. */
export const postbacksPanel = (
  postbacks: readonly Postback[],
  { fields, errors }: { readonly fields: Fields; readonly errors: FieldErrors },
): Html => html`<section class="panel" id="postbacks"><h2>Postbacks</h2>
<p>Your tracker is called at this address when an order is placed, paid or refunded, a request is won, a commission is payable or a payout is sent.
In it may stand ${Object.keys(POSTBACK_MACROS).map((name, index) => html`${index === 0 ? '' : ', '}<code>{${name}}</code>`)}.</p>
${
  postbacks.length === 0
    ? ''
    : html`<table><tbody>${postbacks.map(
        ({ id, url, events, state, reason, waiting, dead }) => html`<tr>
<th scope="row">${url}<br><span class="muted">${events.join(', ')}; ${state}${reason ? `: ${reason}` : ''}; ${waiting} waiting, ${dead} given up</span></th>
<td><form method="post" action="/affiliate/postbacks/${id}/remove"><button class="secondary copy">Remove</button></form></td></tr>`,
      )}</tbody></table>`
}
<form method="post" action="/affiliate/postbacks" class="after">
${field('postback', 'Address with its macros', fields, errors, { autocomplete: 'off', isNeeded: true })}
<button class="secondary">Add the address</button>
</form></section>`
