import type {Severity} from '../../inventory/severity.ts'
import type {OpenInventoryOptions} from '../open-inventory.ts'

/** What `aibom observe` is asked. */
export interface ObserveOptions extends OpenInventoryOptions {
  /** files, folders, `-` */
  readonly traces: readonly string[]
  /** takes telemetry by HTTP in place of files */
  readonly listen?: ListenOptions | undefined
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

/** Where telemetry is taken by HTTP, and until when. */
export interface ListenOptions {
  readonly host: string
  /** 0: any free port */
  readonly port: number
  readonly token?: string | undefined
  /** four bytes; anything but 0 in them ends it */
  readonly stop: SharedArrayBuffer
}
