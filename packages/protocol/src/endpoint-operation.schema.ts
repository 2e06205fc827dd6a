import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'

/** The shapes of the endpoints by which a parent is kept running: backups and what else staff do that sells nothing. */
export const OPERATION_SHAPES = {
  postBackup: {
    summary: 'Everything as one archive (a gzipped tar with a manifest), as it is at one moment',
    answers: { 200: 'file' },
    problems: [],
  },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
