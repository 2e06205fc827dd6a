/** The header by which a caller says which version of the API it was written for, and is told which one answered. */
export const VERSION_HEADER = 'Tributary-Version'

/** Every version of the API that is spoken, by its day; the last is what is answered where nothing is said. */
export const API_VERSIONS = ['2026-11-25'] as const

/** The version that answers, or `undefined` where the asked one is not spoken. */
export const spokenVersion = (asked: string | null): string | undefined =>
  asked === null ? API_VERSIONS.at(-1) : API_VERSIONS.find((version) => version === asked.trim())
