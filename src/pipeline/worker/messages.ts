import {AibomError, type ExitCode} from '../../lib/errors.ts'

/**
 * Kinds of work that a worker thread does: what each is given, what it returns and what it reports on the way. All of
 * it must be structured-cloneable.
 */
export type TaskTable = Readonly<
  Record<string, {readonly input: unknown; readonly output: unknown; readonly report: unknown}>
>

/** What a task may ask of its thread. */
export interface TaskContext<Report> {
  readonly signal: AbortSignal
  report(report: Report): void
  /** Says what is being worked on, for the watcher to blame when the thread is stuck. */
  show(keys: readonly string[]): void
}

/** A kind of task, loaded when its first one arrives. */
export type TaskLoader<Task extends TaskTable[string]> = () => Promise<
  (input: Task['input'], context: TaskContext<Task['report']>) => Promise<Task['output']>
>

/** What a thread is told: one task at a time, or to stop it. */
export type ToWorker =
  | {readonly kind: 'task'; readonly name: string; readonly input: unknown}
  | {readonly kind: 'abort'}

/** What a thread tells; `hold` and `release` are about temporary folders, removed for a thread that was ended. */
export type FromWorker =
  | {readonly kind: 'report'; readonly report: unknown}
  | {readonly kind: 'done'; readonly output: unknown}
  | {readonly kind: 'failed'; readonly error: SentError}
  | {readonly kind: 'hold' | 'release'; readonly path: string}

/** An error on its way between threads: classes do not survive the copy. */
export type SentError =
  | {
      readonly code: AibomError['code']
      readonly message: string
      readonly hint: string | undefined
      readonly exit: ExitCode
      readonly stack: string
    }
  | {readonly bug: unknown}

/** @returns the error in a form that can be copied */
export function sendError(error: unknown): SentError {
  if (!(error instanceof AibomError)) return {bug: error instanceof Error ? error : new Error(String(error))}
  const {code, message, hint, exit, stack = ''} = error
  return {code, message, hint, exit, stack}
}

/** @returns the error as it was thrown, without its cause */
export function receiveError(sent: SentError): unknown {
  if ('bug' in sent) return sent.bug
  const error = new AibomError(sent.code, sent.message, {hint: sent.hint, exit: sent.exit})
  error.stack = sent.stack
  return error
}
