import type {Distribution} from '../../inventory/facts.ts'
import {asText, type UnknownRecord} from '../../lib/narrow.ts'
import {baseName} from '../../lib/path.ts'
import {decodePercent} from '../../lib/text/percent.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import {type Origin, toDigest, withoutCredentials} from './origin.ts'

/** Name and version as the file name spells them, not normalised. */
export interface Artifact {
  readonly name: string
  readonly version: string
}

const wheelPattern = /^([A-Za-z0-9][\w.]*)-(\d[\w.!+]*)(?:-\d[\w.]*)?-[\w.]+-[\w.]+-[\w.]+\.whl$/
const sdistPattern = /^([A-Za-z0-9][\w.-]*)-(\d[\w.!+]*)\.(?:tar\.gz|tar\.bz2|tar\.xz|tgz|zip)$/

/** Name and version that the name of a wheel or source distribution states; undefined for other files. */
export function artifactOf(file: string): Artifact | undefined {
  if (file.length > 300) return undefined
  const [, name, version] = wheelPattern.exec(file) ?? sdistPattern.exec(file) ?? []
  return name === undefined || version === undefined ? undefined : {name, version}
}

/** Last segment of a URL or path, decoded where it can be. */
export function fileNameOf(url: string): string {
  const bare = withoutQuery(url)
  return decodePercent(baseName(bare).replace(/^file:/, ''))
}

/** A wheel or source distribution as a lock lists it. */
export interface ArtifactFacts {
  readonly file?: string | undefined
  readonly url?: string | undefined
  /** `sha256:<hex>` each */
  readonly hashes: readonly string[]
}

/** One file of a release. Its path on the machine that locked it is not told. */
export function toDistribution({file, url, hashes}: ArtifactFacts): Distribution {
  const name = file ?? (url === undefined ? undefined : fileNameOf(url))
  const isRemote = url !== undefined && /^https?:\/\//i.test(url)
  return {
    ...(name !== undefined && name !== '' && {file: name}),
    ...(isRemote && {url: withoutCredentials(url)}),
    digests: hashes.flatMap(hash => toDigest(hash) ?? []),
  }
}

/** A file as poetry.lock and pdm.lock state it. */
export function statedDistribution(file: UnknownRecord): Distribution {
  const hash = asText(file['hash'])
  return toDistribution({
    file: asText(file['file']),
    url: asText(file['url']),
    hashes: hash === undefined ? [] : [hash],
  })
}

/** The one file of a direct URL or of a path to an archive, none of other origins. */
export function directDistribution(origin: Origin | undefined, hashes: readonly string[]): Distribution[] {
  if (origin === undefined) return []
  const isFile = origin.kind === 'url' || (origin.kind !== 'git' && artifactOf(fileNameOf(origin.url)) !== undefined)
  return isFile ? [toDistribution({url: origin.url, hashes})] : []
}
