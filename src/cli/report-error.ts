import {AibomError, messageOf} from '../lib/errors.ts'
import {forTerminal} from './terminal.ts'

export interface ErrorReport {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly exit: number
}

/** What is told of an error: our own with its code, a usage error of the framework, an interruption; anything else is a bug of ours. */
export function toErrorReport(error: unknown): ErrorReport {
  if (error instanceof AibomError) {
    return {code: error.code, message: error.message, ...(error.hint !== undefined && {hint: error.hint}), exit: error.exit}
  }
  if (isAbort(error)) return {code: 'AIBOM_INTERRUPTED', message: 'interrupted; no result was written', exit: 130}
  if (isUsageError(error)) return {code: 'AIBOM_USAGE', message: firstParagraph(messageOf(error)), hint: 'See: aibom --help', exit: 2}
  return {
    code: 'AIBOM_BUG',
    message: `this is a bug in aibom: ${messageOf(error)}`,
    hint: 'Please report it with the command that shows it; DEBUG=aibom prints where it happened',
    exit: 70,
  }
}

/** Prints an error (JSON on stdout, else text on stderr) and returns the exit code. */
export function reportError(error: unknown, options: {json: boolean; env: Readonly<Record<string, string | undefined>>}): number {
  const report = toErrorReport(error)
  if (options.json) process.stdout.write(`${JSON.stringify({error: report}, null, 2)}\n`)
  else process.stderr.write(`${toText(report)}\n`)
  if (options.env['DEBUG']?.startsWith('aibom') === true && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return report.exit
}

function toText(report: ErrorReport): string {
  const message = forTerminal(`${report.code} ${report.message}`)
  return report.hint === undefined ? message : `${message}\n  ${forTerminal(report.hint)}`
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** oclif marks its own usage errors by the exit code it wants. */
function isUsageError(error: unknown): boolean {
  if (!(error instanceof Error) || !('oclif' in error)) return false
  const {oclif} = error
  return typeof oclif === 'object' && oclif !== null && 'exit' in oclif && oclif.exit === 2
}

function firstParagraph(message: string): string {
  return message.replace(/\nSee more help with --help$/, '').trim()
}
