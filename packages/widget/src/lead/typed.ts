import type { UploadedFile } from '@tributary/sdk'

/** What stands in the form, by the names of its fields. */
export type Typed = Readonly<Record<string, readonly string[]>>

/** What is wrong, by the name of its field, in sentences. */
export type TypedErrors = Readonly<Record<string, string>>

/** The files that arrived, by the ids of their questions. */
export type Arrived = Readonly<Record<string, readonly UploadedFile[]>>
