import {posix} from 'node:path'
import {parseIntegrity} from '../../../detectors/npm/assemble/integrity.ts'
import {npm, readLockFile} from '../../../detectors/npm/index.ts'
import type {Lock, LockedPackage as NpmEntry} from '../../../detectors/npm/lock.ts'
import {python} from '../../../detectors/python/index.ts'
import type {Declared, Locked} from '../../../detectors/python/notes.ts'
import type {Gap} from '../../../inventory/gap.ts'
import type {OpenFile} from '../../../inventory/source.ts'
import {normalisePypiName, npmPurl, pypiPurl} from '../../../lib/names/purl.ts'
import type {Ambiguity} from '../../../lib/parse/ambiguity.ts'
import {sortedBy} from '../../../lib/sort.ts'
import type {Source} from '../../../sources/source.ts'
import type {LockContent, LockedFile, LockedPackage, LockGap} from './locked-package.ts'

/** npm allows 214; some old ones are longer. */
const npmNamePattern = /^(?:@[^\s/@]{1,250}\/)?[^\s/@]{1,250}$/
const shownLength = 100

/**
 * Everything that a lock file installs, entry by entry: an inventory joins entries that look like one package, and what
 * is verified must be each of them.
 * What is a folder of the same project is left out: it has no registry.
 * @param source closes the file when it is disposed of
 */
export async function readLock(source: Source, path: string, signal: AbortSignal): Promise<LockContent> {
  const file = await source.open(path)
  return npm.required(file) ? readNpmLock(file) : readPythonLock(file, signal)
}

/** The file is all there is: what it includes is not looked up. */
function contextOf(signal: AbortSignal): Parameters<typeof python.extract>[1] {
  return {signal, scopeOf: () => 'product', sibling: async () => undefined}
}

async function readNpmLock(file: OpenFile): Promise<LockContent> {
  const {reading, gaps} = await readLockFile(file)
  const locks = reading === undefined ? [] : [reading.lock, ...(reading.older === undefined ? [] : [reading.older()])]
  const ambiguous = reading?.ambiguities() ?? []
  return {
    packages: groupPackages(locks.flatMap(toNpmPackages)),
    gaps: [
      ...ambiguous.map(found => toAmbiguityGap(file.path, found)),
      ...gaps.map(toGap),
      ...withoutRepeats(locks.flatMap(unnamedEntries)),
    ],
  }
}

function toAmbiguityGap(path: string, {line, message}: Ambiguity): LockGap {
  return {subject: line === undefined ? path : `${path}:${line}`, message}
}

function withoutRepeats(gaps: readonly LockGap[]): LockGap[] {
  return [...new Map(gaps.map(gap => [`${gap.subject}\n${gap.message}`, gap])).values()]
}

function unnamedEntries({path, malformed, loose = [], foreign = [], links = [], packages}: Lock): LockGap[] {
  const folders = [...packages.values()].flatMap(({folder, line}) =>
    folder === undefined ? [] : [{path: folder, line}],
  )
  const tied = [...packages.values()].filter(({folder, integrity}) => folder !== undefined && integrity !== undefined)
  const unnamed = [...packages.values()]
    .filter(entry => entry.folder === undefined && !npmNamePattern.test(entry.name))
    .map(({name}) => name)
  return [
    ...[...malformed, ...unnamed].map(name => ({
      subject: name.slice(0, shownLength),
      message: 'the entry names no package of npm',
    })),
    ...loose.map(name => ({
      subject: name.slice(0, shownLength),
      message: 'the lock file has no entry for it, or an entry that it installs nowhere',
    })),
    ...foreign.map(name => ({subject: name.slice(0, shownLength), message: 'no npm registry serves it'})),
    ...tied.map(({name}) => ({
      subject: name.slice(0, shownLength),
      message: 'the entry is a folder, and states bytes of an archive',
    })),
    ...[...folders, ...links.map(link => ({path: link, line: undefined}))].flatMap(each => outsideGap(path, each)),
  ]
}

function toNpmPackages({packages, patches = new Map()}: Lock): LockedPackage[] {
  const bundled = bundledKeys(packages)
  return [...packages].flatMap(([key, entry]) => (bundled.has(key) ? [] : toNpmPackage(entry, patches)))
}

function toNpmPackage(entry: NpmEntry, patches: ReadonlyMap<string, string>): LockedPackage[] {
  const {name, version, folder, source, url, integrity, properties} = entry
  const stated = properties?.['aibom:package:patched'] === undefined ? undefined : ''
  if (folder !== undefined || !npmNamePattern.test(name)) return []
  const origin = source ?? undefined
  return [
    {
      ecosystem: 'npm',
      name,
      version,
      purl: npmPurl(name, version),
      origin,
      files: [{url, digests: integrity === undefined ? [] : parseIntegrity(integrity)}],
      patch: patches.get(`${name}@${version}`) ?? patches.get(name) ?? stated,
    },
  ]
}

/**
 * Keys of what comes inside the archive of another package, and is covered by that one's digest: it names no place and
 * no bytes of its own, and is needed by the one that bundles it, or by another that is bundled there. Any other is
 * asked of the registry, whatever the lock calls it.
 */
function bundledKeys(packages: ReadonlyMap<string, NpmEntry>): ReadonlySet<string> {
  const found = new Set<string>()
  const left = new Map([...packages].filter(([, entry]) => isBundled(entry)))
  const bundlers = [...packages].filter(([key, {folder}]) => !left.has(key) && folder === undefined)
  const needed = bundlers.flatMap(([bundler, {edges}]) => edges.map(({to}) => ({bundler, to})))
  for (const {bundler, to} of needed) {
    const entry = left.get(to)
    if (entry === undefined || !to.startsWith(`${bundler}/node_modules/`)) continue
    left.delete(to)
    found.add(to)
    for (const edge of entry.edges) needed.push({bundler, to: edge.to})
  }
  return found
}

function isBundled({properties, url, integrity, source}: NpmEntry): boolean {
  return (
    properties?.['aibom:package:bundled'] !== undefined &&
    url === undefined &&
    integrity === undefined &&
    source === undefined
  )
}

async function readPythonLock(file: OpenFile, signal: AbortSignal): Promise<LockContent> {
  const {notes = [], gaps = []} = await python.extract(file, contextOf(signal))
  const entries = notes.flatMap((note): readonly (Locked | Declared)[] =>
    note.kind === 'lock' ? note.packages : note.declared,
  )
  const ambiguous = notes.flatMap(note => (note.kind === 'lock' ? (note.ambiguities ?? []) : []))
  const folders = notes.flatMap(note => (note.kind === 'manifest' ? (note.folders ?? []) : []))
  const places = [...entries.filter(isFolder).map(({origin, line}) => ({path: origin?.url ?? '', line})), ...folders]
  return {
    packages: groupPackages(entries.flatMap(toPypiPackage)),
    gaps: [
      ...ambiguous.map(found => toAmbiguityGap(file.path, found)),
      ...gaps.map(toGap),
      ...places.flatMap(each => outsideGap(file.path, each)),
    ],
  }
}

/** A folder of the project is its own; whose another one is nobody says. */
function outsideGap(
  lock: string,
  {path, line}: {readonly path: string; readonly line?: number | undefined},
): LockGap[] {
  const isInside =
    !/^(?:[a-z][a-z0-9+.-]*:|[/\\~])/i.test(path) && !/^\.\.(?:\/|$)/.test(posix.normalize(path.replaceAll('\\', '/')))
  if (isInside) return []
  const subject = line === undefined ? lock : `${lock}:${line}`
  return [{subject, message: `the folder ${path.slice(0, shownLength)} lies outside of the folder of the lock file`}]
}

function isFolder({origin, distributions}: Locked | Declared): boolean {
  return origin?.kind === 'path' && !isArchive(origin.url) && distributions.length === 0
}

function toPypiPackage(entry: Locked | Declared): LockedPackage[] {
  const {name, version, origin, distributions} = entry
  if (('role' in entry && entry.role === 'constraint') || isFolder(entry)) return []
  return [
    {
      ecosystem: 'pypi',
      name: normalisePypiName(name),
      version,
      purl: pypiPurl(normalisePypiName(name), version),
      origin: origin?.url,
      files:
        distributions.length === 0
          ? [{digests: []}]
          : distributions.map(({file: fileName, url, digests}) => ({name: fileName, url, digests})),
    },
  ]
}

function isArchive(path: string): boolean {
  return /\.(?:whl|tar\.gz|tar\.bz2|tar\.xz|tgz|zip)$/i.test(path)
}

/** All entries of one package, version and origin together: each must hold. */
function groupPackages(entries: readonly LockedPackage[]): LockedPackage[] {
  const groups = new Map<string, {readonly entry: LockedPackage; readonly files: Map<string, LockedFile>}>()
  for (const entry of entries) {
    const key = `${entry.purl}\n${entry.origin ?? ''}`
    const group = groups.get(key) ?? {entry, files: new Map()}
    groups.set(key, group)
    for (const file of entry.files) group.files.set(JSON.stringify(file), file)
  }
  return sortedBy([...groups], ([key]) => key).map(([, {entry, files}]) => ({...entry, files: [...files.values()]}))
}

function toGap({path, line, code, message}: Gap): LockGap {
  const subject = line === undefined ? path : `${path}:${line}`
  return {
    subject,
    message:
      code === 'missing-include' ? `${message.replace(/, which is not there$/, '')}: verify that file too` : message,
  }
}
