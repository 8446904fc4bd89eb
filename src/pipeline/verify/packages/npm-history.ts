import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {compareText} from '../../../lib/sort.ts'

/** One version among all, as the registry tells them; nothing of it is signed but by what the version itself brings. */
export interface NpmHistory {
  readonly document: UnknownRecord | undefined
  readonly publishedAt: Date | undefined
  /** set where a version before had a provenance, and this one has none */
  readonly dropped: string | undefined
  /** what else is other than before */
  readonly changes: readonly string[]
}

interface Published {
  readonly version: string
  readonly document: UnknownRecord
  readonly at: Date
}

/**
 * Holds a version against those that were published before it; where the registry tells no times, nothing is before.
 */
export function toHistory(packument: UnknownRecord, version: string): NpmHistory {
  const published = publishedVersions(packument)
  const own = published.find(candidate => candidate.version === version)
  if (own === undefined) {
    return {document: documentOf(packument, version), publishedAt: undefined, dropped: undefined, changes: []}
  }
  const before = published.filter(({at}) => at < own.at)
  const attested = before.findLast(({document}) => isAttested(document))
  const isDropped = attested !== undefined && !isAttested(own.document)
  return {
    document: own.document,
    publishedAt: own.at,
    dropped: isDropped
      ? `who built it: ${attested.version}, published earlier, has provenance, but this version has none`
      : undefined,
    changes: repositoryChange(own, before),
  }
}

function repositoryChange(own: Published, before: readonly Published[]): string[] {
  const now = repositoryOf(own.document)
  const last = before.findLast(({document}) => repositoryOf(document) !== undefined)
  const then = repositoryOf(last?.document ?? {})
  if (now === undefined || then === undefined || now.toLowerCase() === then.toLowerCase()) return []
  return [`why its repository changed: ${last?.version} names ${then}, this version ${now}`]
}

function isAttested(document: UnknownRecord): boolean {
  return asRecord(asRecord(document['dist'])?.['attestations'])?.['provenance'] !== undefined
}

function documentOf(packument: UnknownRecord, version: string): UnknownRecord | undefined {
  const versions = asRecord(packument['versions']) ?? {}
  return Object.hasOwn(versions, version) ? asRecord(versions[version]) : undefined
}

/** By time, then by name. */
function publishedVersions(packument: UnknownRecord): Published[] {
  const times = asRecord(packument['time']) ?? {}
  const published = Object.keys(asRecord(packument['versions']) ?? {}).flatMap(version => {
    const document = documentOf(packument, version)
    const at = new Date(Object.hasOwn(times, version) ? (asText(times[version]) ?? '') : '')
    return document === undefined || Number.isNaN(at.getTime()) ? [] : [{version, document, at}]
  })
  return published.sort((a, b) => a.at.getTime() - b.at.getTime() || compareText(a.version, b.version))
}

const repositoryPattern =
  /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?((?:www\.)?(?:github|gitlab)\.com)[/:]([^/#]+\/[^/#]+?)(?:\.git)?(?:[#/].*)?$/
const shortPattern = /^(github|gitlab):([^/]+\/[^/#]+?)(?:#.*)?$/
const barePattern = /^([\w.-]+\/[\w.-]+)$/

/**
 * `repository` of package.json as the address that a builder's certificate has; undefined for other hosts and where
 * there is none.
 */
export function repositoryOf(document: UnknownRecord): string | undefined {
  const text = asText(asRecord(document['repository'])?.['url']) ?? asText(document['repository'])
  if (text === undefined) return undefined
  const [, host, path] = repositoryPattern.exec(text) ?? []
  if (host !== undefined) return `https://${host.replace(/^www\./, '')}/${path}`
  const [, short, shortPath] = shortPattern.exec(text) ?? []
  if (short !== undefined) return `https://${short}.com/${shortPath}`
  const bare = barePattern.exec(text)?.[1]
  return bare === undefined ? undefined : `https://github.com/${bare}`
}
