import { type Attribute, PLACEMENTS, type PlacementKind, remedyOf } from '@tributary/protocol/placement'
import { advice, type PageFinding } from './page-finding.ts'
import { KINDS, type PagePlacement, TWIN } from './page-placement.ts'

const KIND_NAMES = new Set(KINDS.map((kind) => TWIN + kind))

/** What of its attributes cannot be taken, and what a link says that is no attribute at all. The page's console knows of the first, and not always. */
export function attributeFindings({ kind, isLink, given }: PagePlacement): PageFinding[] {
  const known = new Map(attributesOf(kind, isLink).map((attribute) => [nameOf(attribute, isLink), attribute]))
  const place = isLink ? `a[${TWIN}${kind}]` : `<tributary-${kind}>`
  return Object.entries(given).flatMap(([name, value = '']) => {
    const attribute = known.get(name)
    const remedy = attribute && remedyOf(attribute, value)
    if (remedy) return [advice('attribute_invalid', `${name}="${value}" of ${place} cannot be taken.`, capital(remedy))]
    if (attribute || !isLink || !name.startsWith(TWIN) || KIND_NAMES.has(name)) return []
    return [advice('attribute_unknown', `${place} has no attribute ${name}.`, `It has ${[...known.keys()].join(', ')}.`)]
  })
}

const attributesOf = (kind: PagePlacement['kind'], isLink: boolean): readonly Attribute[] =>
  (PLACEMENTS[kind] as PlacementKind).attributes.filter(({ only }) => only !== (isLink ? 'element' : 'link'))

const nameOf = ({ name, twin = name }: Attribute, isLink: boolean): string => (isLink ? TWIN + twin : name)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
