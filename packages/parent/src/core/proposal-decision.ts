import { createHash, randomBytes } from 'node:crypto'
import type { DecisionPart, ProposalDecision } from '@tributary/protocol/proposal'
import { canonicalJson } from './canonical.ts'

const SALT_BYTES = 16

/** A part of a decision with its commitment: SHA-256 over a salt of its own and the value. */
export function commitPart(name: string, value: unknown): Required<DecisionPart> {
  const salt = randomBytes(SALT_BYTES).toString('base64url')
  return { name, salt, value, commitment: commitmentOf(salt, value) }
}

/** The hash of a decision: over who decided what and when, and the commitments of its parts. It stays true when values are erased. */
export function decisionHash({ lead, proposal, version, decision, by, at, parts }: Omit<ProposalDecision, 'hash'>): string {
  const committed = parts.map(({ name, commitment }) => ({ name, commitment }))
  return sha256(canonicalJson({ lead, proposal, version, decision, by, at, parts: committed }))
}

/** What verifying a decision found: which parts were erased, and in sentences what does not agree. */
export interface DecisionVerification {
  readonly hash: string
  readonly parts: number
  readonly erased: readonly string[]
  readonly broken: readonly string[]
}

/** Recomputes every commitment and the hash of a decision; with `known` also whether it is the hash that somebody was told then. */
export function verifyDecision(record: ProposalDecision, known?: string): DecisionVerification {
  const hash = decisionHash(record)
  const broken = [
    ...(hash === record.hash ? [] : ['The hash is not that of this record.']),
    ...(known === undefined || known === hash ? [] : [`It is not the record whose hash is ${known}.`]),
    ...record.parts.flatMap(({ name, commitment, salt, value }) =>
      salt !== undefined && commitmentOf(salt, value) !== commitment ? [`“${name}” does not say what was committed to.`] : [],
    ),
  ]
  const erased = record.parts.filter(({ salt }) => salt === undefined).map(({ name }) => name)
  return { hash, parts: record.parts.length, erased, broken }
}

const commitmentOf = (salt: string, value: unknown): string => sha256(`${salt}.${canonicalJson(value)}`)

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
