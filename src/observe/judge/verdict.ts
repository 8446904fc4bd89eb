import type {RuleMeta} from '../../inventory/finding.ts'
import type {Sighting} from '../observations.ts'

/** What one rule says of a service. */
export interface Verdict {
  readonly rule: RuleMeta
  /** `service.name`, empty where telemetry names none */
  readonly service: string
  /** what it is about: `model`, `tool`, `service` … */
  readonly kind: string
  readonly name: string
  readonly message: string
  /** absent where it is about something that was not seen */
  readonly sighting?: Sighting
  readonly before?: readonly string[]
  readonly after?: readonly string[]
}

/** What cannot be told, and why; said once. */
export interface CannotTell {
  /** of a dialect, where it is one that does not carry it */
  readonly dialect?: string
  readonly service?: string
  readonly message: string
}

/** `order-desk`, or words where telemetry names no service. */
export function serviceText(service: string): string {
  return service === '' ? 'a service without a name' : service
}

/** `3 calls`, `1 call, which failed`. */
export function countText({count, failed}: Sighting, noun = 'record'): string {
  const calls = `${count} ${noun}${count === 1 ? '' : 's'}`
  if (failed === 0) return calls
  if (failed === count) return `${calls}, ${count === 1 ? 'which failed' : 'all of which failed'}`
  return `${calls}, ${failed} of which failed`
}
