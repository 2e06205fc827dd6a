import { z } from 'zod'
import {
  attributeProblems,
  HELD_KINDS,
  type HeldKind,
  type HeldPlacement,
  type NewPlacement,
  type PlacementChange,
  type PlacementsAnswer,
  type PlacementsQuery,
  type ShownPlacement,
} from './held-placement.ts'
import { id, siteKey } from './id.schema.ts'
import { PLACEMENTS_PER_REQUEST } from './placement-path.ts'
import { text } from './text.schema.ts'

const LONGEST_VALUE = 200

const kind = z.enum(HELD_KINDS as [HeldKind, ...HeldKind[]])

const change = z.strictObject({
  name: text(80).refine((name) => name.trim() !== '', 'Give it a name by which you will know it again.'),
  kind,
  attributes: z.record(z.string(), text(LONGEST_VALUE)),
})

// The pointer is the path of the issue, which the server writes as a pointer again.
const judged: z.core.CheckFn<PlacementChange> = ({ value, issues }) => {
  for (const { pointer, detail } of attributeProblems(value.kind, value.attributes)) {
    const name = pointer.slice('/attributes/'.length).replaceAll('~1', '/').replaceAll('~0', '~')
    issues.push({ code: 'custom', input: value.attributes, path: ['attributes', name], message: detail })
  }
}

/** `PlacementChange` on the wire. */
export const placementChange = change.check(judged) satisfies z.ZodType<PlacementChange>

/** `NewPlacement` on the wire. */
export const newPlacement = change.extend({ site: siteKey }).check(judged) satisfies z.ZodType<NewPlacement>

/** The query of `GET /v1/placements`. What is no id is left out of the answer like one that nobody has: one mistake spoils one placement. */
export const placementsQuery = z.strictObject({
  site: siteKey,
  ids: z
    .string()
    .max(20_000)
    .transform((list) => list.split(',').filter((one) => one !== ''))
    .pipe(z.array(text(100)).min(1).max(PLACEMENTS_PER_REQUEST, `At most ${PLACEMENTS_PER_REQUEST} placements in one request.`)),
}) satisfies z.ZodType<PlacementsQuery>

const shown = {
  id: id('placement'),
  kind,
  attributes: z.record(z.string(), z.string()),
  label: z.string(),
  href: z.string(),
  updatedAt: z.iso.datetime(),
}

/** `PlacementsAnswer` on the wire. */
export const placementsAnswer = z.strictObject({
  placements: z.array(z.strictObject(shown) satisfies z.ZodType<ShownPlacement>),
}) satisfies z.ZodType<PlacementsAnswer>

/** `HeldPlacement` on the wire. */
export const heldPlacement = z.strictObject({ ...shown, site: siteKey, name: z.string() }) satisfies z.ZodType<HeldPlacement>

/** Placements of an owner's sites, oldest first. */
export const heldPlacements = z.strictObject({ placements: z.array(heldPlacement) })
