import {AibomError} from '../errors.ts'
import {baseName} from '../path.ts'
import {parseJsonc} from './jsonc.ts'
import {parseToml} from './toml.ts'
import {parseYaml} from './yaml.ts'

/** What JSON, YAML and TOML files have in common: a value, and the line of everything in it. */
export interface StructuredDocument {
  readonly value: unknown
  lineOf(path: readonly (string | number)[]): number | undefined
}

/** The document, or why it cannot be parsed. */
export type Read =
  | {readonly ok: true; readonly document: StructuredDocument}
  | {readonly ok: false; readonly message: string}

/**
 * Parses by the end of the name: `.toml`; `.yaml`, `.yml`, DVC's and names without a suffix of their own as YAML; the
 * rest as JSON with comments.
 * A file that cannot be parsed is an answer, not an exception.
 */
export function parseDocument(text: string, path: string): Read {
  try {
    if (path.endsWith('.toml')) return {ok: true, document: parseToml(text, path)}
    return {ok: true, document: isYamlName(path) ? parseYaml(text, path) : parseJsonc(text, path)}
  } catch (error) {
    if (error instanceof AibomError) return {ok: false, message: error.message}
    throw error
  }
}

function isYamlName(path: string): boolean {
  const name = baseName(path)
  return (
    name.endsWith('.yaml') ||
    name.endsWith('.yml') ||
    name.endsWith('.dvc') ||
    name === 'dvc.lock' ||
    !name.includes('.', 1)
  )
}
