import {AibomError, messageOf} from '../lib/errors.ts'
import {toJsonText} from '../lib/escape/json.ts'
import {terminalBlock, terminalLine, terminalLines} from '../lib/escape/terminal.ts'
import {redactText} from '../lib/redact/text.ts'
import {plainMessage, shownWords} from './framework-words.ts'
import {type UsageConfig, usageReport} from './usage.ts'

/** An error as `--json` prints it. */
export interface ErrorReport {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly exit: number
}

interface ReportOptions {
  readonly json: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** the words of the command line */
  readonly argv: readonly string[]
  /** the commands and their flags, where they are loaded */
  readonly config?: UsageConfig | undefined
}

/**
 * What is told of an error: our own with its code, a usage error of the framework, an interruption; anything else is a
 * bug of ours.
 */
export function toErrorReport(
  error: unknown,
  argv: readonly string[] = [],
  config: UsageConfig = {commands: []},
): ErrorReport {
  if (error instanceof AibomError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint !== undefined && {hint: error.hint}),
      exit: error.exit,
    }
  }
  if (isAbort(error)) return {code: 'AIBOM_INTERRUPTED', message: 'interrupted; no result was written', exit: 130}
  if (isUsageError(error)) {
    const {message, hint} = usageReport(error, argv, config) ?? {
      message: plainMessage(error.message, argv),
      hint: 'See: aibom --help',
    }
    return {code: 'AIBOM_USAGE', message: shownWords(message, argv).trim(), hint, exit: 2}
  }
  return {
    code: 'AIBOM_BUG',
    message: `this is a bug in aibom: ${messageOf(error)}`,
    hint: 'Please report it with the command that shows it; DEBUG=aibom prints where it happened',
    exit: 70,
  }
}

/** Prints an error (JSON on stdout, else text on stderr) and returns the exit code. */
export function reportError(error: unknown, {json, env, argv, config}: ReportOptions): number {
  const report = withoutSecrets(toErrorReport(error, argv, config))
  if (json) process.stdout.write(toJsonText({error: report}))
  else process.stderr.write(`${toText(report, isUsageError(error))}\n`)
  if (env['DEBUG']?.startsWith('aibom') === true && error instanceof Error)
    process.stderr.write(terminalLines(placesOf(error)))
  return report.exit
}

/** Messages and hints repeat words of the command line, and lines of files. */
function withoutSecrets({code, message, hint, exit}: ErrorReport): ErrorReport {
  return {code, message: redactText(message), ...(hint !== undefined && {hint: redactText(hint)}), exit}
}

/** The framework's messages are lists, whose line breaks stay. */
function toText({code, message, hint}: ErrorReport, isList: boolean): string {
  const first = isList ? terminalBlock(`${code} ${message}`) : terminalLine(`${code} ${message}`)
  return hint === undefined ? first : `${first}\n  ${terminalLine(hint)}`
}

/** Where an error and its causes happened; each message on one line, for it may hold names from files. */
function placesOf(error: Error): string[] {
  const frames = (error.stack ?? '').split('\n').filter(line => /^ +at /.test(line))
  const head = `${error.name}: ${redactText(error.message)}`
  return [head, ...frames, ...(error.cause instanceof Error ? placesOf(error.cause).map(line => `  ${line}`) : [])]
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** oclif marks its own usage errors by the exit code it wants. */
function isUsageError(error: unknown): error is Error {
  if (!(error instanceof Error) || !('oclif' in error)) return false
  const {oclif} = error
  return typeof oclif === 'object' && oclif !== null && 'exit' in oclif && oclif.exit === 2
}
