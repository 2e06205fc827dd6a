import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const read = (name: string): string => readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8')

interface Service {
  readonly healthcheck?: object
  readonly secrets?: readonly string[]
  readonly volumes?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly user?: string
  readonly environment: Readonly<Record<string, string>>
}

describe('the container', () => {
  test('is described by a Dockerfile in which a linter finds nothing, and runs as nobody in particular', () => {
    expect(validate(read('Dockerfile'))).toEqual([])
    expect(validate('FORM node\n')).not.toEqual([])
    const file = read('Dockerfile')
    expect(file.lastIndexOf('USER node')).toBeGreaterThan(file.lastIndexOf('FROM '))
    expect(file).toMatch(/^HEALTHCHECK .*\/ready/m)
  })

  test('stands beside its database, waits until that answers, and gets its secrets as files that are declared', () => {
    const { services, secrets, volumes } = parse(read('compose.yaml')) as {
      services: Record<'parent' | 'postgres', Service>
      secrets: Record<string, { file: string }>
      volumes: Record<string, unknown>
    }
    expect(services.postgres.healthcheck).toBeDefined()
    expect(services.parent.depends_on).toEqual({ postgres: { condition: 'service_healthy' } })
    expect(services.parent.user).toBe('node')
    for (const { secrets: named = [], volumes: mounted = [] } of Object.values(services)) {
      expect(named.filter((name) => !secrets[name])).toEqual([])
      expect(mounted.map((mount) => mount.split(':')[0] ?? '').filter((name) => !(name in volumes))).toEqual([])
    }
    expect(JSON.stringify(services)).not.toMatch(/PASSWORD":|KEY":/)
  })
})
