// As much of JSON Schema as the manifest of custom elements is described by.

/** What of a value does not fit a schema, by its place in it. Members that the schema does not name are mistakes, too: nobody would read them. */
export function schemaMistakes(value, schema, { definitions = {} } = schema, path = '') {
  if (schema.$ref) return schemaMistakes(value, definitions[schema.$ref.split('/').at(-1)], { definitions }, path)
  if (schema.anyOf) return fewest(schema.anyOf.map((option) => schemaMistakes(value, option, { definitions }, path)))
  if (schema.enum && !schema.enum.includes(value)) return [`${path} is ${JSON.stringify(value)}, not one of ${schema.enum.join(', ')}`]
  const type = Array.isArray(value) ? 'array' : typeof value
  if (schema.type && ![schema.type].flat().includes(type)) return [`${path} is of type ${type}, not ${schema.type}`]
  if (type === 'array') return value.flatMap((item, index) => schemaMistakes(item, schema.items ?? {}, { definitions }, `${path}/${index}`))
  if (type !== 'object' || !schema.properties) return []
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${path}/${name} is missing`)
  const inside = Object.entries(value).flatMap(([name, member]) =>
    schema.properties[name]
      ? schemaMistakes(member, schema.properties[name], { definitions }, `${path}/${name}`)
      : [`${path}/${name} is nothing that the schema knows`],
  )
  return [...missing, ...inside]
}

const fewest = (all) => all.toSorted((a, b) => a.length - b.length)[0] ?? []
