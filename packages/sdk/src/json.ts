/**
 * JSON as on a clean page: scripts like Prototype 1.6 give arrays a `toJSON` that makes them texts. What a replacer answers is not asked for one, so this one
 * answers what stands there. Dates become objects without members; ours are texts.
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key: string) {
    return this[key]
  })
