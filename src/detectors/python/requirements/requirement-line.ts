import {exactVersion} from '../../../lib/names/pep440.ts'
import {parseRequirement} from '../../../lib/names/pep508.ts'
import {artifactOf, directDistribution, fileNameOf} from '../artifact.ts'
import type {Entry} from '../notes.ts'
import {type Origin, referenceOrigin} from '../origin.ts'

/** What one requirement says, wherever it stands; its place and scope are the caller's. */
export interface Parsed extends Omit<Entry, 'line'> {
  readonly range?: string
  readonly version?: string
  readonly accepts?: readonly string[]
}

/** `foo>=1 ; marker`, `foo @ url`, and the rest of PEP 508; undefined for anything else. */
export function parseNamed(text: string): Parsed | undefined {
  const requirement = parseRequirement(text)
  if (requirement === undefined) return undefined
  const {name, specifier, url, marker} = requirement
  const condition = marker === undefined ? {} : {condition: marker}
  if (url !== undefined) {
    const origin = referenceOrigin(url)
    return {
      name,
      ...condition,
      origin,
      ...versionOfFile(origin),
      distributions: directDistribution(origin, hashesOf(url)),
    }
  }
  const version = exactVersion(specifier)
  return {
    name,
    ...condition,
    ...(specifier !== '' && {range: specifier}),
    ...(version !== undefined && {version}),
    accepts: [specifier],
    distributions: [],
  }
}

/** A URL, a VCS reference or an archive, or a folder of the source whose own project says its name. */
export type Reference = {readonly parsed: Parsed} | {readonly folder: string}

const referencePattern = /^(?:[a-z][a-z0-9+.-]*:|\.{0,2}[/\\]|\.{1,2}$|\.{1,2}\[|~|git@)/i
const eggPattern = /[#&]egg=([A-Za-z0-9][\w.-]*)/
const archivePattern = /\.(?:whl|zip|tgz|tar\.gz|tar\.bz2|tar\.xz)$/
const repositoryPattern = /\/([A-Za-z0-9][\w.-]*?)(?:\.git)?\/?$/

/** A requirement without `name @`; undefined when the text is none, or when nothing in it names the package. */
export function parseReference(text: string, isEditable: boolean): Reference | undefined {
  const [before = '', ...behind] = text.split(/\s;/)
  const [reference, marker] = [before.trimEnd(), behind[0]?.trimStart()]
  if (/\s/.test(reference) || !(isEditable || isReference(reference))) return undefined
  const origin = referenceOrigin(withoutExtras(reference))
  const stated = eggPattern.exec(reference)?.[1] ?? artifactOf(fileNameOf(origin.url))?.name
  if (stated === undefined && (origin.kind === 'path' || origin.kind === 'machine')) return {folder: origin.url}
  const name = stated ?? repositoryOf(origin, reference)
  if (name === undefined) return undefined
  const parsed: Parsed = {
    name,
    ...(stated === undefined && {guessed: true}),
    ...(marker !== undefined && {condition: marker}),
    origin,
    ...versionOfFile(origin),
    distributions: directDistribution(origin, hashesOf(reference)),
  }
  return {parsed}
}

function isReference(text: string): boolean {
  return referencePattern.test(text) || text.includes('/') || archivePattern.test(text)
}

/** Most repositories are called as their package; one that keeps it in a subfolder tells nothing. */
function repositoryOf(origin: Origin, reference: string): string | undefined {
  if (origin.kind !== 'git' || reference.includes('subdirectory=')) return undefined
  return repositoryPattern.exec(origin.url.replace(/^[^:]*:\/\/(?:[^/]*@)?/, '').split('@', 1)[0] ?? '')?.[1]
}

/** `./lib[dev]` → `./lib` */
function withoutExtras(reference: string): string {
  const start = reference.endsWith(']') ? reference.lastIndexOf('[') : -1
  return start === -1 ? reference : reference.slice(0, start)
}

/** The name of a wheel or archive states its version. */
function versionOfFile(origin: Origin): {version?: string} {
  const version = origin.kind === 'git' ? undefined : artifactOf(fileNameOf(origin.url))?.version
  return version === undefined ? {} : {version}
}

/** `#sha256=…` of a direct URL. */
function hashesOf(url: string): string[] {
  const fragment = url.split('#', 2)[1]
  return fragment === undefined
    ? []
    : fragment.split('&').filter(part => part.startsWith('sha') || part.startsWith('md5'))
}
