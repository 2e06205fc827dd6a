/** `GET`: an order as its customer may see it. In a file of its own, since who follows an order takes none. */
export const ORDER_PATH = '/v1/orders/:id'

/** `POST`: the customer cancels an order before it is shipped. */
export const CANCELLATION_PATH = '/v1/orders/:id/cancel'

/** `POST`: the customer withdraws from the contract. */
export const WITHDRAWAL_PATH = '/v1/orders/:id/withdrawal'
