import type { Placed } from './placed.ts'
import { usualSize } from './reserved-space.ts'

/**
 * The shortcode of the WordPress plugin in `examples/wordpress`; nothing where a value cannot be written in one: WordPress knows no escapes between
 * quotes, and takes brackets, angles, backslashes and ampersands apart before the plugin sees them.
 */
export function shortcode({ kind, attributes, label }: Placed): string | undefined {
  const { size, ...rest } = attributes
  const hasUsualSize = (size ?? '') === (usualSize(kind, attributes['layout']) ?? '')
  const said = { ...(kind !== 'offer' && { kind }), ...rest, ...(!hasUsualSize && { size: size ?? '' }), text: label }
  const written = Object.entries(said).map(([name, value]) => {
    if (/[[\]<>&\\\p{Cc}]/u.test(value)) return undefined
    if (!value.includes('"')) return `${name}="${value}"`
    return value.includes("'") ? undefined : `${name}='${value}'`
  })
  return written.includes(undefined) ? undefined : `[tributary ${written.join(' ')}]`
}
