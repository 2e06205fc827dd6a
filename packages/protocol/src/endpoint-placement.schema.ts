import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { heldPlacement, heldPlacements, newPlacement, placementChange, placementsAnswer, placementsQuery } from './held-placement.schema.ts'

const LIST = { summary: 'The placements that are kept for the owner’s sites', answers: { 200: heldPlacements }, problems: [] } as const

const ADD = {
  summary: 'Keep a placement for a site; its id is pasted once',
  body: newPlacement,
  answers: { 201: heldPlacement },
  problems: ['placements_full', 'site_unknown'],
} as const

const CHANGE = {
  summary: 'Change what a placement shows, on every page that has it',
  body: placementChange,
  answers: { 200: heldPlacement },
  problems: ['placement_unknown'],
} as const

const REMOVE = {
  summary: 'Remove a placement; its link leads to a page that says so',
  answers: { 200: heldPlacements },
  problems: ['placement_unknown'],
} as const

/** The shapes of the endpoints of placements that the parent keeps: for pages, for an affiliate, and for staff of the parent's own sites. */
export const PLACEMENT_SHAPES = {
  getPlacements: {
    summary: 'What placements of a site show; those that it does not have are left out',
    query: placementsQuery,
    answers: { 200: placementsAnswer },
    problems: ['origin_unregistered', 'site_unknown'],
  },
  listOwnPlacements: LIST,
  postOwnPlacement: ADD,
  putOwnPlacement: CHANGE,
  removeOwnPlacement: REMOVE,
  listPlacements: LIST,
  postPlacement: ADD,
  putPlacement: CHANGE,
  removePlacement: REMOVE,
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
