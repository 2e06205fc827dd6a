// Apart from what is kept of a placement, so that a page which asks carries nothing of the table of attributes.

/** Where a page asks for what its placements show. */
export const PLACEMENTS_PATH = '/v1/placements'

/** So many placements in one request at most. */
export const PLACEMENTS_PER_REQUEST = 100
