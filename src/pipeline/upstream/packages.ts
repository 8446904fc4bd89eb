import {parseIntegrity} from '../../detectors/npm/assemble/integrity.ts'
import type {Change} from '../../drift/compare.ts'
import {type Entry, factOf} from '../../drift/entry.ts'
import {AibomError} from '../../lib/errors.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import type {NpmRegistry} from '../../registries/npm/client.ts'
import type {IndexFile, PypiIndex} from '../../registries/pypi/client.ts'
import {isOfRelease} from '../verify/packages/pypi-files.ts'
import {type Answer, upstreamChange} from './answer.ts'

/** A version of a package that is recorded, or what starts an MCP server. */
export interface PackageSubject {
  readonly entry: Entry
  readonly ecosystem: 'npm' | 'pypi'
  readonly name: string
  readonly version: string
}

/** @returns undefined unless it is an exact version of a package of the default registries */
export function packageSubject(entry: Entry): PackageSubject | undefined {
  const [, ecosystem, name] = /^(?:package|mcp-server):(npm|pypi)\/([^?#]+)$/.exec(entry.id) ?? []
  const version = factOf(entry, 'version')
  if (
    (ecosystem !== 'npm' && ecosystem !== 'pypi') ||
    name === undefined ||
    version === undefined ||
    entry.facts.has('source')
  )
    return undefined
  return {entry, ecosystem, name, version}
}

/** The registries that packages are asked of. */
export interface PackageRegistries {
  readonly npm: NpmRegistry
  readonly pypi: PypiIndex
}

/** Asks the registry of one version: one request. */
export async function askRegistry(subject: PackageSubject, {npm, pypi}: PackageRegistries): Promise<Answer> {
  try {
    const changes = subject.ecosystem === 'npm' ? await askNpm(subject, npm) : await askPypi(subject, pypi)
    return {changes, failures: []}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {changes: [], failures: [{id: subject.entry.id, message: error.message}]}
  }
}

async function askNpm({entry, name, version}: PackageSubject, registry: NpmRegistry): Promise<Change[]> {
  const answer = await registry.version(name, version)
  if (answer === undefined) return [withdrawn(entry, version, 'the registry no longer has it')]
  const deprecated = asText(answer['deprecated'])
  const stated = parseIntegrity(asText(asRecord(answer['dist'])?.['integrity']) ?? '').map(
    ({alg, hex}) => `${alg}:${hex}`,
  )
  return [
    ...(deprecated === undefined || deprecated === ''
      ? []
      : [upstreamChange('package-deprecated', entry, {before: [version], after: [deprecated]})]),
    ...replaced(entry, entry.facts.get('digest') ?? [], stated),
  ]
}

async function askPypi({entry, name, version}: PackageSubject, index: PypiIndex): Promise<Change[]> {
  const files = await index.files(name)
  const released = (files ?? []).filter(file => isOfRelease(file.name, {name, version}))
  if (released.length === 0) return [withdrawn(entry, version, 'the index no longer has it')]
  const yanked = released.filter(file => file.yanked !== undefined)
  if (yanked.length === released.length) return [withdrawn(entry, version, yanked[0]?.yanked || 'yanked')]
  return changedFiles(entry, released)
}

/** Files that are recorded by name and that the index has under it with other bytes. */
function changedFiles(entry: Entry, released: readonly IndexFile[]): Change[] {
  const byName = new Map(released.map(file => [file.name, file]))
  return (entry.facts.get('file') ?? []).flatMap(text => {
    const [name = '', digest = ''] = text.split(' ')
    const stated = [...(byName.get(name)?.digests ?? [])].map(([algorithm, hex]) => `${algorithm}:${hex}`)
    return replaced(entry, [digest], stated)
  })
}

function replaced(entry: Entry, recorded: readonly string[], stated: readonly string[]): Change[] {
  const algorithmOf = (digest: string): string => digest.slice(0, digest.indexOf(':'))
  const comparable = recorded.filter(digest => stated.some(each => algorithmOf(each) === algorithmOf(digest)))
  const differing = comparable.filter(digest => !stated.includes(digest))
  return differing.length === 0
    ? []
    : [upstreamChange('file-replaced', entry, {fact: 'digest', before: differing, after: stated})]
}

function withdrawn(entry: Entry, version: string, why: string): Change {
  return upstreamChange('package-withdrawn', entry, {before: [version], after: [why]})
}
