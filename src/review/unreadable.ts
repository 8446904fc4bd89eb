import {countBySeverity} from '../inventory/severity.ts'
import type {ReviewResult} from './review-result.generated.ts'

/** The review of what could not be read: it says nothing of the thing, and that is said. */
export function unreadable(
  name: string,
  kind: 'bom' | 'source',
  why: string,
  purpose: string | undefined,
  sha256?: string,
): ReviewResult {
  return {
    schemaVersion: 1,
    target: {name, kind, ...(sha256 !== undefined && {sha256}), heldAgainst: []},
    subject: {name, what: `${name} could not be read, so nothing is known of it.`},
    purpose: purpose ?? null,
    verdict: {answer: 'unreadable', headline: 'No answer: it could not be read.', reasons: [{text: why}]},
    identity: [],
    signatures: [],
    files: [],
    licences: [],
    lineage: {nodes: [], edges: []},
    services: [],
    agents: [],
    metrics: [],
    limits: [],
    findings: [],
    questions: [
      {
        reference: 'q-00000000',
        text: 'Can you send it again, in a form that can be read?',
        about: [],
        found: [why],
        because: ['it could not be read'],
      },
    ],
    counts: countBySeverity([]),
    evidence: [],
    notChecked: [`everything: ${why}`],
  }
}
