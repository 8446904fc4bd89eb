import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {toMilliseconds} from '../../lib/time/instant.ts'
import type {ReleaseNotes} from '../spec/cyclonedx.generated.ts'

/**
 * When a version came out. CycloneDX wants a kind of release (major, patch …) beside it, which no registry of models
 * tells.
 */
export function toReleaseNotes(released: string | undefined): ReleaseNotes | undefined {
  return released === undefined ? undefined : {type: 'unknown', timestamp: released}
}

/** The inverse, for the component of any tool. */
export function readReleased(node: UnknownRecord | undefined): string | undefined {
  const timestamp = asRecord(node?.['releaseNotes'])?.['timestamp']
  return typeof timestamp === 'string' && toMilliseconds(timestamp) !== undefined ? timestamp : undefined
}
