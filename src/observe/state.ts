import {sha256Hex} from '../lib/digest.ts'
import {AibomError} from '../lib/errors.ts'
import {asList, asRecord} from '../lib/narrow.ts'
import {parseJsonOrNothing} from '../lib/parse/json.ts'
import type {Observations, ServiceObservation} from './observations.ts'

/** What a run leaves for the next one. */
export interface State<Mark> {
  readonly files: readonly Mark[]
  readonly observations: Observations
}

/** Raised when what is kept changes its meaning. */
const stateVersion = 1

/** The text of a state file. Maps and sets are lists; a digest tells a file that was cut or edited. */
export function formatState<Mark>({files, observations}: State<Mark>): string {
  const body = JSON.stringify({files, services: [...observations.values()]}, (_, value) =>
    value instanceof Map ? {map: [...value]} : value instanceof Set ? {set: [...value]} : value,
  )
  return `{"aibomObserveState":${stateVersion},"sha256":"${sha256Hex(body)}",\n"body":${body}}\n`
}

/**
 * Reads a state file.
 * @param path for messages
 * @throws {AibomError} `AIBOM_STATE_INVALID`: no state, one of another version, or not as it was written
 */
export function parseState<Mark>(text: string, path: string): State<Mark> {
  const root = asRecord(parseJsonOrNothing(text))
  const version = root?.['aibomObserveState']
  if (root === undefined || version === undefined) throw invalid(path, 'is not a state file of aibom observe')
  if (version !== stateVersion)
    throw invalid(path, `is of version ${String(version)}, and this aibom reads version ${stateVersion}`)
  const start = text.indexOf('\n"body":') + '\n"body":'.length
  const body = text.slice(start, text.lastIndexOf('}'))
  if (sha256Hex(body) !== root['sha256']) throw invalid(path, 'is not as aibom wrote it')
  // the digest says that every part is as formatState wrote it
  const read = JSON.parse(body, revive) as {
    readonly files: readonly Mark[]
    readonly services: readonly ServiceObservation[]
  }
  return {files: read.files, observations: new Map(read.services.map(service => [service.name, service]))}
}

function revive(_: string, value: unknown): unknown {
  const record = asRecord(value)
  if (record === undefined) return value
  const names = Object.keys(record)
  if (names.length !== 1) return value
  if (names[0] === 'map') return new Map(asList(record['map']) as [unknown, unknown][])
  return names[0] === 'set' ? new Set(asList(record['set'])) : value
}

function invalid(path: string, what: string): AibomError {
  return new AibomError('AIBOM_STATE_INVALID', `${path} ${what}`, {
    hint: 'Name another file, or remove this one to begin anew: what is read again is counted again',
  })
}
