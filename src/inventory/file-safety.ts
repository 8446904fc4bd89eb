import type {JsonValue} from '../lib/parse/strict-json.ts'
import type {RuleMeta} from './finding.ts'

/**
 * What may be said of a model file.
 * safe: recognised by content, every byte accounted for, every construct on a list · unsafe: something in it acts or
 * lies · unknown: anything else
 */
export type SafetyVerdict = 'safe' | 'unknown' | 'unsafe'

/** A rule about the content of one file. */
export interface SafetyRule extends RuleMeta {
  /** the best that can be said of a file with this finding; safe: worth knowing, changes nothing */
  readonly verdict: SafetyVerdict
}

/** One thing that makes a file unsafe or not proven safe; where it stands in the file, as far as that is known. */
export interface SafetyFinding {
  readonly rule: RuleMeta['id']
  readonly severity: RuleMeta['severity']
  readonly verdict: SafetyVerdict
  readonly message: string
  /** path inside the file: a member of an archive, and of the archive in it, with `/` between them */
  readonly member?: string
  /** bytes from the start of the file or member */
  readonly offset?: number
  /** what was found there: a resolved name, a path, a piece of text */
  readonly evidence?: string
}

/** A range of bytes in a file or member, counted from 0. */
export interface ByteSpan {
  readonly begin: number
  /** exclusive */
  readonly end: number
}

/** Which bytes the verdict rests on. */
export interface Coverage {
  readonly byteLength: number
  readonly coveredBytes: number
  /** in order; the first of them where there are many */
  readonly uncovered: readonly ByteSpan[]
}

/** What an examination of one file found, and how much of the file it understood. */
export interface FileSafety {
  readonly path: string
  /** by content; absent where no reader knows it */
  readonly format?: string
  readonly verdict: SafetyVerdict
  readonly coverage: Coverage
  /** what the header states, by the header's own names, and what follows from it: `parameters`, `tensor_count` */
  readonly facts: Readonly<Record<string, JsonValue>>
  readonly findings: readonly SafetyFinding[]
  /** what rules over a whole repository compare; it is not printed */
  readonly links?: FileLinks
  /**
   * settings or data that say nothing of a model: in a folder they are listed only with a finding; it is not printed
   */
  readonly isOfNoModel?: true
}

/** What a file says of others, and of its tensors. */
export interface FileLinks {
  /**
   * parts of files in its folder that it accounts for, such as the weights of a graph; in order, by name of the file
   */
  readonly described: ReadonlyMap<string, readonly ByteSpan[]>
  /** shape and type of each tensor by its name, as one text; absent where there are too many */
  readonly tensors?: ReadonlyMap<string, string>
}

const order: readonly SafetyVerdict[] = ['safe', 'unknown', 'unsafe']

/** Unsafe beats unknown beats safe. */
export function worstVerdict(verdicts: Iterable<SafetyVerdict>): SafetyVerdict {
  let worst = 0
  for (const verdict of verdicts) worst = Math.max(worst, order.indexOf(verdict))
  return order[worst] ?? 'unknown'
}
