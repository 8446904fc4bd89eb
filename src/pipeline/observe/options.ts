import type {Severity} from '../../inventory/severity.ts'
import type {OpenInventoryOptions} from '../open-inventory.ts'

export interface ObserveOptions extends OpenInventoryOptions {
  /** files, folders, `-` */
  readonly traces: readonly string[]
  /** locks, BOMs and sources */
  readonly against: readonly string[]
  /** milliseconds since the epoch */
  readonly sinceMs?: number | undefined
  readonly state?: string | undefined
  /** the least severity that fails */
  readonly failOn: Severity | 'never'
  /** days without telemetry of a service after which it counts as blind */
  readonly blindAfterDays: number
}
