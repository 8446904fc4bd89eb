import {AibomError} from '../../lib/errors.ts'
import {pathSegment} from '../../lib/http/address.ts'
import {askObject} from '../../lib/http/json-answer.ts'
import type {Http} from '../../lib/http/types.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'

/**
 * The read calls that verifying needs: what the registry says of one version, its attestations, its keys. Undefined
 * where it has none.
 */
export interface NpmRegistry {
  /** origin and path, as the user gave them */
  readonly base: string
  version(name: string, version: string): Promise<UnknownRecord | undefined>
  /** all versions of a package, with the time of each */
  packument(name: string): Promise<UnknownRecord | undefined>
  attestations(name: string, version: string): Promise<UnknownRecord | undefined>
  keys(): Promise<UnknownRecord | undefined>
}

/** Where packages are asked for unless the user names another registry. */
export const npmDefaultRegistry = 'https://registry.npmjs.org'

/** One version's document has some kilobytes, its attestations some tens. */
const answerLimitBytes = 16 * 1024 * 1024
/** Packages with thousands of versions have some tens of megabytes. */
const packumentLimitBytes = 64 * 1024 * 1024

/**
 * @param base of the registry, from the user's own configuration alone
 * @throws {AibomError} of the calls, exit 3: `AIBOM_NPM_ANSWER` for an answer that is none, and those of the http
 *   client
 */
export function createNpmRegistry(base: string, http: Http): NpmRegistry {
  const root = base.replace(/(?<!\/)\/+$/, '')
  const ask = (path: string, limitBytes = answerLimitBytes): Promise<UnknownRecord | undefined> =>
    askObject(http, {url: new URL(`${root}${path}`), accept: 'application/json', limitBytes, refused})
  return {
    base: root,
    version: (name, version) => ask(`/${packageSegment(name)}/${pathSegment(version)}`),
    packument: name => ask(`/${packageSegment(name)}`, packumentLimitBytes),
    // the address in the answer names a host of the registry's choice: only its path is taken, and that is known
    attestations: (name, version) => ask(`/-/npm/v1/attestations/${packageSegment(`${name}@${version}`)}`),
    keys: () => ask('/-/npm/v1/keys'),
  }
}

/** `@scope/name` is one segment: `@scope%2fname`. */
function packageSegment(name: string): string {
  return pathSegment(name).replace(/^%40/, '@')
}

function refused({origin, pathname}: URL, what: string): AibomError {
  return new AibomError('AIBOM_NPM_ANSWER', `${origin}${pathname} ${what}`, {exit: 3})
}
