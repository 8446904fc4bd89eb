import type {Declared} from '../declared/declared.ts'
import type {ServiceObservation} from '../observations.ts'

/** One service with all that is held against it. */
export interface Case {
  readonly now: ServiceObservation
  /** what earlier runs kept of it */
  readonly before: ServiceObservation | undefined
  /** the locks and BOMs that describe it, at least one */
  readonly declared: readonly Declared[]
  /** agents that ran in any service, in the form of {@link looseName} */
  readonly agents: ReadonlySet<string>
}

/** `app.cdx.json`, or how many there are. */
export function declaredText({declared}: Pick<Case, 'declared'>): string {
  return declared.length === 1 ? (declared[0]?.path ?? '') : `none of ${declared.length} documents`
}

/** "app.cdx.json does not declare" or "none of 3 documents declares". */
export function notDeclared({declared}: Pick<Case, 'declared'>): string {
  return declared.length === 1
    ? `${declared[0]?.path ?? ''} does not declare`
    : `none of the ${declared.length} documents declares`
}

/** Names of agents and tools are spelled in many ways: `Booking agent`, `booking_agent`, `bookingAgent`. */
export function looseName(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '')
}
