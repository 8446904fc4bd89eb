import {AibomError} from '../../lib/errors.ts'
import {pathSegment} from '../../lib/http/address.ts'
import {askObject} from '../../lib/http/json-answer.ts'
import type {Http} from '../../lib/http/types.ts'
import {normalisePypiName} from '../../lib/names/purl.ts'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'

/** One file of a project, as the index has it. */
export interface IndexFile {
  readonly name: string
  /** lower-case hex by algorithm */
  readonly digests: ReadonlyMap<string, string>
  readonly hasProvenance: boolean
  /** the reason, which may be empty; undefined where it is not yanked */
  readonly yanked?: string
}

/** The read calls that verifying needs. Undefined where the index has none. */
export interface PypiIndex {
  readonly base: string
  files(project: string): Promise<IndexFile[] | undefined>
  provenance(project: string, version: string, fileName: string): Promise<UnknownRecord | undefined>
}

/** Where packages are asked for unless the user names another index. */
export const pypiDefaultIndex = 'https://pypi.org'

/** Projects with thousands of files exist. */
const answerLimitBytes = 64 * 1024 * 1024
const simpleType = 'application/vnd.pypi.simple.v1+json'
const integrityType = 'application/vnd.pypi.integrity.v1+json'

/**
 * @param base of the index, from the user's own configuration alone
 * @throws {AibomError} of the calls, exit 3: `AIBOM_PYPI_ANSWER` for an answer that is none, and those of the http
 *   client
 */
export function createPypiIndex(base: string, http: Http): PypiIndex {
  const root = base.replace(/(?<!\/)\/+$/, '')
  const ask = (path: string, accept: string): Promise<UnknownRecord | undefined> =>
    askObject(http, {url: new URL(`${root}${path}`), accept, limitBytes: answerLimitBytes, refused})
  return {
    base: root,
    async files(project) {
      const answer = await ask(`/simple/${pathSegment(normalisePypiName(project))}/`, simpleType)
      if (answer === undefined) return undefined
      const about = asText(answer['name']) ?? project
      if (normalisePypiName(about) !== normalisePypiName(project))
        throw new AibomError('AIBOM_PYPI_ANSWER', `${root} was asked for ${project}, and answers about ${about}`, {
          exit: 3,
        })
      return recordsOf(answer['files']).flatMap(toIndexFile)
    },
    provenance: (project, version, fileName) =>
      ask(
        `/integrity/${[normalisePypiName(project), version, fileName].map(pathSegment).join('/')}/provenance`,
        integrityType,
      ),
  }
}

function toIndexFile(record: UnknownRecord): IndexFile[] {
  const name = asText(record['filename'])
  if (name === undefined) return []
  const hashes = Object.entries(asRecord(record['hashes']) ?? {})
  const digests = new Map(
    hashes.flatMap(([algorithm, hex]) => (typeof hex === 'string' ? [[algorithm, hex.toLowerCase()] as const] : [])),
  )
  const yanked = record['yanked'] === true ? '' : asText(record['yanked'])
  return [
    {name, digests, hasProvenance: asText(record['provenance']) !== undefined, ...(yanked !== undefined && {yanked})},
  ]
}

function refused({origin, pathname}: URL, what: string): AibomError {
  return new AibomError('AIBOM_PYPI_ANSWER', `${origin}${pathname} ${what}`, {exit: 3})
}
