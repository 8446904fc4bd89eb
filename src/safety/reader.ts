import type {SafetyRule, SafetyVerdict} from '../inventory/file-safety.ts'
import type {ByteReader} from '../lib/byte-reader.ts'
import type {JsonValue} from '../lib/parse/strict-json.ts'
import type {Budget} from './budget.ts'

/** What readers are shown to recognise a file by. */
export interface Probe {
  /** path of the file, or of the member inside its archive: a hint, never proof */
  readonly name: string
  /** the first 4 KiB, or the whole where it is shorter */
  readonly head: Uint8Array
  readonly byteLength: number
  readonly bytes: ByteReader
  /** the last 64 KiB, or the whole where it is shorter; read when first asked for */
  tail(): Uint8Array
}

/** Where a finding is. */
export interface Place {
  /** of the bytes that the reader was given */
  readonly offset?: number | undefined
  /** what part of the file, where it is not the examined part itself: a key, a node, a member */
  readonly member?: string | undefined
  /** the resolved name, path or text that was found */
  readonly evidence?: string | undefined
}

/** How what stands inside a file is looked at. */
export interface InsideOptions {
  /** accept: content that no reader knows is plain data here, and every byte of it is harmless */
  readonly unrecognised?: 'accept' | 'unknown'
  /** the facts of what is inside are facts of the whole */
  readonly keepFacts?: boolean
  /** the only reader that is asked, whatever the content looks like */
  readonly as?: FormatReader
}

/** One file, or one part inside it, while a reader examines it. */
export interface Examination extends Probe {
  readonly budget: Budget
  /** names that the user's policy lets pickles use beside those of our own list: `module.name` */
  readonly trustedNames: ReadonlySet<string>
  /** Accounts for bytes: they belong to a structure that was parsed, or to data that such a structure describes. */
  cover(begin: number, end: number): void
  /** Accounts for bytes of a file beside this one, which holds data that this one describes. */
  describe(path: string, begin: number, end: number): void
  /** Says that the file has this tensor: what it is compared by with other files of the model. */
  tensor(name: string, shape: readonly (number | bigint)[], type: string): void
  /** States a fact of the header, by the header's own name. */
  fact(name: string, value: JsonValue): void
  /** Names the format more exactly than the reader's own name does. */
  isOf(format: string): void
  /** Says that these are settings or data of no model: a folder has many such files beside its models. */
  isOfNoModel(): void
  /** Reports what a rule says of this file. */
  find(rule: SafetyRule, message: string, place?: Place): void
  /**
   * Examines bytes inside this file as a file of their own, by every reader that knows them; its findings become
   * findings of this file.
   */
  inside(
    member: string,
    bytes: ByteReader | Uint8Array,
    options?: InsideOptions,
  ): Promise<{readonly format?: string; readonly verdict: SafetyVerdict}>
}

/**
 * Knows one format. Judges and accounts for every byte; throws nothing but `AibomError` for a broken file and
 * `LimitReached`, both of which
 * end in an answer of "unknown" with all that was found until then.
 */
export interface FormatReader {
  /** as it is printed */
  readonly format: string
  /** formats whose files it may carry and examines itself, such as the zip behind a TFLite model */
  readonly carries?: readonly string[]
  /**
   * Whether the content is of this format. certain: a signature that nothing else has; every reader that is certain is
   * asked.
   * likely: a shape that other files may have by chance; the first of these is asked where none is certain.
   */
  matches(probe: Probe): 'certain' | 'likely' | undefined
  read(file: Examination): void | Promise<void>
}
