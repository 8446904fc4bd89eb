import {parse, TomlError} from 'smol-toml'
import {AibomError} from '../errors.ts'
import {indexTomlLines} from './toml-lines.ts'

/** Real lock files stay under 10 MB. */
const textLimit = 32 * 1024 * 1024
/** Tables, arrays and dotted keys together; real files stay under 10. */
const depthLimit = 64

/** A value parsed from TOML, and the line of everything in it. */
export interface TomlDocument {
  /** objects without a prototype, arrays, strings, numbers, booleans and dates; at most 64 deep */
  readonly value: Readonly<Record<string, unknown>>
  /**
   * Line, from 1, where the key or array element stands: `lineOf(['package', 0, 'name'])`; undefined when the document
   * has none.
   */
  lineOf(keys: readonly (string | number)[]): number | undefined
}

/** A document that cannot be used, with the line where that is known. */
export class TomlSyntaxError extends AibomError {
  readonly line: number | undefined

  constructor(code: `AIBOM_TOML_${string}`, path: string, message: string, line?: number, cause?: unknown) {
    super(code, `${path}${line === undefined ? '' : `:${line}`}: ${message}`, {cause})
    this.line = line
  }
}

/**
 * Parses TOML 1.0. Lines are indexed when they are first asked for.
 * @param path only for messages
 * @throws {TomlSyntaxError} `AIBOM_TOML_INVALID`, `AIBOM_TOML_TOO_LARGE`, `AIBOM_TOML_TOO_DEEP`
 */
export function parseToml(text: string, path: string): TomlDocument {
  if (text.length > textLimit)
    throw new TomlSyntaxError('AIBOM_TOML_TOO_LARGE', path, `larger than ${textLimit} characters`)
  const value = parseValue(text, path)
  assertShallow(value, path)
  let lineOf: TomlDocument['lineOf'] | undefined
  return {
    value,
    lineOf(keys) {
      lineOf ??= indexTomlLines(text)
      return lineOf(keys)
    },
  }
}

function parseValue(text: string, path: string): Record<string, unknown> {
  try {
    return parse(text, {maxDepth: depthLimit, integersAsBigInt: 'asNeeded'})
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [reason = ''] = error.message.replace('Invalid TOML document: ', '').split('\n', 1)
    throw new TomlSyntaxError('AIBOM_TOML_INVALID', path, `not valid TOML: ${reason}`, error.line, error)
  }
}

/** Dotted keys nest without brackets, which the parser's own limit does not count. */
function assertShallow(root: object, path: string): void {
  let level: object[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthLimit) throw new TomlSyntaxError('AIBOM_TOML_TOO_DEEP', path, `nested deeper than ${depthLimit}`)
    level = level.flatMap(value => Object.values(value).filter(child => typeof child === 'object' && child !== null))
  }
}
