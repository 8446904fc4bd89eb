/** 1 the gate failed, 2 the user's mistake, 3 could not decide. */
export type ExitCode = 1 | 2 | 3

/** What an error says beside its code and message; without `exit` it is 2. */
export interface AibomErrorOptions {
  /** What to do next, as a command if there is one. */
  readonly hint?: string | undefined
  /** 1 the gate failed, 2 the user's mistake, 3 could not decide. */
  readonly exit?: ExitCode | undefined
  readonly cause?: unknown
}

/**
 * An error that a user can act on. Anything else that escapes is a bug of ours and ends in exit code 70.
 *
 * @param code stable, `AIBOM_…`; never reused for another meaning.
 */
export class AibomError extends Error {
  readonly code: `AIBOM_${string}`
  readonly hint: string | undefined
  readonly exit: ExitCode

  constructor(code: `AIBOM_${string}`, message: string, options: AibomErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause})
    this.name = 'AibomError'
    this.code = code
    this.hint = options.hint
    this.exit = options.exit ?? 2
  }
}

/** The `code` of a Node.js system error (`ENOENT`, `EACCES` …), else undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The code of the gap that a file leaves which its reader could not take. */
export function gapCodeOf({code}: AibomError): 'too-large' | 'unreadable' | 'syntax' {
  if (code.endsWith('_TOO_LARGE')) return 'too-large'
  return code === 'AIBOM_FILE_UNREADABLE' ? 'unreadable' : 'syntax'
}

/** The error, where it is of a kind that is expected here; any other is thrown again. */
export function expected<T extends Error>(error: unknown, kind: new (...args: never[]) => T): T {
  if (error instanceof kind) return error
  throw error
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
