import { advice, error, type PageFinding } from './page-finding.ts'
import type { PageScript } from './page-parts.ts'
import { isOlder, type ReadRelease } from './script-release.ts'
import { scriptTag } from './snippet.ts'

/** The release that is served at the moment, and how its script is pasted. */
export interface PresentRelease {
  readonly parent: string
  readonly site: string
  /** `undefined` where it is not known. */
  readonly release: string | undefined
}

/** What a tag says of releases: one that is pinned, one that is served no more, two of them. */
export function pinnedFindings(scripts: readonly PageScript[], present: PresentRelease): PageFinding[] {
  const remedy = `Follow the present release: ${lineOf(present)}`
  const pinned = [...new Set(scripts.flatMap(({ pinned = [] }) => pinned))]
  const findings = pinned.map((release) =>
    present.release === undefined || release === present.release
      ? advice('pinned', `The script is pinned to release ${release}, which gets no corrections.`, remedy)
      : error('release_gone', `The script is pinned to release ${release}, and the shop serves ${present.release} alone.`, remedy),
  )
  const served = present.release ?? 'the present one'
  const named = [...new Set([...pinned, ...(scripts.some((script) => script.pinned === undefined) ? [served] : [])])]
  return named.length < 2 ? findings : [twoReleases(named, present), ...findings]
}

/** What the scripts themselves say: a copy of the site's own that is older than what the shop serves, two releases at once. */
export function readFindings(read: readonly ReadRelease[], present: PresentRelease): PageFinding[] {
  const releases = [...new Set(read.map(({ release }) => release))]
  const old = read.filter(({ release }) => present.release !== undefined && isOlder(release, present.release))
  const findings = old.map(({ src, release }) =>
    advice(
      'old_release',
      `The script at ${src} is release ${release}; the shop’s is ${present.release}.`,
      `Bring the copy up to date (in WordPress: update the plugin), or follow the shop’s: ${lineOf(present)}`,
    ),
  )
  return releases.length < 2 ? findings : [twoReleases(releases, present), ...findings]
}

const twoReleases = (releases: readonly string[], present: PresentRelease): PageFinding =>
  error(
    'two_releases',
    `The page loads two releases of the script, ${releases.join(' and ')}; whichever comes first counts.`,
    `Leave this line alone, and take the others away: ${lineOf(present)}`,
  )

const lineOf = ({ parent, site }: PresentRelease): string => scriptTag(parent, site)
