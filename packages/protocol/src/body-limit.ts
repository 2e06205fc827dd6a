/** What is posted is longer than the parent takes: a row of the problem table, apart from it because a page finds this out by itself, and only when it orders. */
export const BODY_TOO_LARGE = { status: 413, final: true, title: 'The request body is too large.' } as const
