import {Command, Flags, type Interfaces} from '@oclif/core'
import {AibomError} from '../lib/errors.ts'
import {toJsonText} from '../lib/escape/json.ts'
import {terminalLines} from '../lib/escape/terminal.ts'
import {cacheFolder} from '../lib/fs/digest-cache.ts'
import {kindOfPath} from '../lib/fs/read-file.ts'
import {redactPrinted, redactResult} from '../lib/redact/printed.ts'
import {noProgress, type Progress} from '../pipeline/progress.ts'
import type {RunContext} from '../pipeline/run-context.ts'
import {wantsJson, wantsQuiet} from './asked.ts'
import {type AppliedConfig, applyConfig} from './config/apply-config.ts'
import {readConfig} from './config/read-config.ts'
import {paintWords} from './layout/paint-words.ts'
import {type Screen, screenOf} from './layout/screen.ts'
import {wrapText} from './layout/wrap.ts'
import {progressLine} from './progress.ts'
import {reportError} from './report-error.ts'

/** How a command ends: the typed result for `--json`, the same facts as text, and what is the exit code. */
export interface Outcome<Result> {
  readonly result: Result
  /** lines that are wrapped and colored when they are printed, or a function that lays them out itself */
  readonly text: string | ((screen: Screen) => string)
  readonly exit: 0 | 1 | 2 | 3
  /** the document itself, when the user wants it on stdout; the text then goes to stderr */
  readonly document?: string | Uint8Array
}

type Values = Record<string, unknown>

/** Every command: the same flags, the same errors, stdout for the result alone. */
export abstract class BaseCommand<Result> extends Command {
  static override baseFlags = {
    json: Flags.boolean({description: 'print the result as JSON', env: 'AIBOM_JSON', helpGroup: 'GLOBAL'}),
    config: Flags.string({
      description:
        'configuration file, instead of aibom.config.yaml, package.json or pyproject.toml of the current folder',
      env: 'AIBOM_CONFIG',
      helpValue: 'FILE',
      helpGroup: 'GLOBAL',
    }),
    'no-config': Flags.boolean({
      description: 'read no configuration file',
      env: 'AIBOM_NO_CONFIG',
      exclusive: ['config'],
      helpGroup: 'GLOBAL',
    }),
    quiet: Flags.boolean({
      char: 'q',
      description: 'print nothing but the result and errors',
      env: 'AIBOM_QUIET',
      helpGroup: 'GLOBAL',
    }),
  }

  #applied: AppliedConfig | undefined
  /** known when the flags are parsed, which is after the context is made */
  #keepsNothing = false
  /** why what was read could not be kept for the next run */
  #unkept: string | undefined
  /** filled when the flags are parsed, which is after the context is made */
  readonly #configured: NonNullable<RunContext['configured']> = {path: '', keys: [], excludes: []}

  /** Parse, one pipeline call, a summary. */
  protected abstract perform(context: RunContext): Promise<Outcome<Result>>

  async run(): Promise<void> {
    const abort = new AbortController()
    const interrupt = (): void => abort.abort(new DOMException('interrupted', 'AbortError'))
    process.once('SIGINT', interrupt)
    process.once('SIGTERM', interrupt)
    const line =
      process.stderr.isTTY && !this.isQuiet() ? progressLine(process.stderr, () => performance.now()) : undefined
    try {
      const outcome = await this.perform(this.context(abort.signal, this.#watched(line ?? noProgress)))
      line?.clear()
      this.print(outcome)
      process.exitCode = outcome.exit
    } finally {
      line?.clear()
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    }
  }

  /**
   * The framework takes the last of a flag that was given twice, without a word: a demand could be replaced by a weaker
   * one. It also takes what a hook, a loop or a script happens to hold on stdin for an argument that is left out.
   */
  protected override async parse<F extends Values, B extends Values, A extends Values>(
    declared?: Interfaces.Input<F, B, A>,
    argv?: string[],
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const options = declared === undefined ? undefined : withoutStdin(declared)
    const parsed = await super.parse<F, B, A>(options, argv)
    const flags: Interfaces.FlagInput = {...this.ctor.baseFlags, ...this.ctor.flags}
    const seen = new Set<string>()
    for (const token of parsed.raw) {
      if (token.type !== 'flag') continue
      const definition = flags[token.flag]
      if (definition?.type !== 'option' || definition.multiple === true) continue
      if (seen.has(token.flag))
        throw new AibomError('AIBOM_USAGE', `--${token.flag} is given twice, and takes one value`)
      seen.add(token.flag)
    }
    const final = await this.configured(parsed, options, argv)
    this.#keepsNothing = (final.flags as Values)['no-cache'] === true
    return final
  }

  /** Parses again with what the project's configuration sets, where it sets anything. */
  private async configured<F extends Values, B extends Values, A extends Values>(
    parsed: Interfaces.ParserOutput<F, B, A>,
    options: Interfaces.Input<F, B, A> | undefined,
    argv: string[] = this.argv,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const {config: named, 'no-config': isOff} = parsed.flags as Values
    if (isOff === true) return parsed
    const config = await readConfig(workingFolder(), typeof named === 'string' ? named : undefined)
    if (config === undefined) return parsed
    const flags: Interfaces.FlagInput = {...this.ctor.baseFlags, ...this.ctor.flags}
    const typed = parsed.raw.flatMap(token => (token.type === 'flag' ? [token.flag] : []))
    const fromVariables = Object.entries(flags).flatMap(([name, {env}]) =>
      env !== undefined && process.env[env] !== undefined ? [name] : [],
    )
    this.#applied = applyConfig(config, flags, new Set([...typed, ...fromVariables]))
    const {words, path, excludes} = this.#applied
    Object.assign(this.#configured, {path, keys: config.keys, excludes})
    return words.length === 0 ? parsed : super.parse<F, B, A>(options, [...words, ...argv])
  }

  protected override async catch(error: unknown): Promise<void> {
    process.exitCode = reportError(error, {
      json: wantsJson(this.argv, process.env),
      env: process.env,
      argv: [this.id ?? '', ...this.argv],
      config: this.config,
    })
  }

  private context(signal: AbortSignal, progress: Progress): RunContext {
    const folder = cacheFolder(process.env, process.platform, homeOf(this.config.home))
    const keeps = (): boolean => !this.#keepsNothing
    return {
      env: process.env,
      cwd: workingFolder(),
      get cacheFolder() {
        return keeps() ? folder : undefined
      },
      now: () => Date.now(),
      signal,
      progress,
      toolVersion: this.config.version,
      configured: this.#configured,
    }
  }

  /** Many sources of one run fail to be kept for one reason. */
  #watched(progress: Progress): Progress {
    return {
      ...progress,
      unkept: why => {
        this.#unkept ??= why
      },
    }
  }

  protected print(outcome: Outcome<Result>): void {
    const quiet = this.isQuiet()
    this.tellConfig(quiet)
    this.tellUnkept(quiet)
    if (outcome.document !== undefined) {
      process.stdout.write(outcome.document)
      if (!quiet) process.stderr.write(redactPrinted(layOut(outcome.text, screenOf(process.stderr, process.env))))
    } else if (wantsJson(this.argv, process.env)) {
      process.stdout.write(toJsonText(redactResult(outcome.result)))
    } else if (!quiet) {
      process.stdout.write(redactPrinted(layOut(outcome.text, screenOf(process.stdout, process.env))))
    }
  }

  private tellConfig(quiet: boolean): void {
    const applied = this.#applied
    if (quiet || applied === undefined || applied.used.length === 0) return
    process.stderr.write(terminalLines([`${applied.path} sets ${applied.used.join(', ')}`]))
  }

  private tellUnkept(quiet: boolean): void {
    if (quiet || this.#unkept === undefined) return
    const message = `warning: nothing is kept for the next run, which takes as long as this one: ${this.#unkept}`
    process.stderr.write(terminalLines([message, '  --no-cache asks for that, and AIBOM_NO_CACHE=1']))
  }

  private isQuiet(): boolean {
    return wantsQuiet(this.argv, process.env)
  }
}

function layOut(text: Outcome<unknown>['text'], screen: Screen): string {
  return typeof text === 'string' ? paintWords(wrapText(text, screen.width), screen) : text(screen)
}

/** @throws {AibomError} `AIBOM_WORKING_FOLDER` */
function workingFolder(): string {
  try {
    return process.cwd()
  } catch (cause) {
    throw new AibomError('AIBOM_WORKING_FOLDER', 'the current folder does not exist any more', {
      hint: 'Change to a folder that exists',
      cause,
    })
  }
}

/** Empty for a home that is not there, as users of services have one: it is not ours to make. */
function homeOf(absolutePath: string): string {
  return kindOfPath(absolutePath) === 'folder' ? absolutePath : ''
}

function withoutStdin<F extends Values, B extends Values, A extends Values>(
  declared: Interfaces.Input<F, B, A>,
): Interfaces.Input<F, B, A> {
  const args = Object.entries(declared.args ?? {}).map(([name, arg]) => [name, {...arg, ignoreStdin: true}])
  // a command inherits its base flags, which a copy would not have
  const {baseFlags} = declared
  return {...declared, ...(baseFlags !== undefined && {baseFlags}), args: Object.fromEntries(args)}
}
