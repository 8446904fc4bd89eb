import {npm} from '../../detectors/npm/index.ts'
import {parseIntegrity} from '../../detectors/npm/integrity.ts'
import type {Lock, LockedPackage as NpmEntry} from '../../detectors/npm/lock.ts'
import {python} from '../../detectors/python/index.ts'
import type {Declared, Locked} from '../../detectors/python/notes.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {normalisePypiName, npmPurl, pypiPurl} from '../../lib/purl.ts'
import {sortedBy} from '../../lib/sort.ts'
import {parseStrictJson} from '../../lib/strict-json.ts'
import type {Source} from '../../sources/source.ts'
import type {LockContent, LockedFile, LockedPackage, LockGap} from './locked-package.ts'

/** npm allows 214; some old ones are longer. */
const npmNamePattern = /^(?:@[^\s/@]{1,250}\/)?[^\s/@]{1,250}$/
const shownLength = 100
/** The largest real lock files have some 5 MB. */
const limitBytes = 64 * 1024 * 1024

/**
 * Everything that a lock file installs, entry by entry: an inventory joins entries that look like one package, and what is verified must be each of them.
 * What is a folder of the same project is left out: it has no registry.
 */
export async function readLock(source: Source, path: string, signal: AbortSignal): Promise<LockContent> {
  const file = await source.open(path)
  try {
    const content = npm.required(file) ? await readNpmLock(file, signal) : await readPythonLock(file, signal)
    const doubled = isJson(path) ? doubledNames(path, await file.text(limitBytes)) : []
    return {...content, gaps: [...doubled, ...content.gaps]}
  } finally {
    file.close?.()
  }
}

function isJson(path: string): boolean {
  return path.endsWith('.json') || path === 'Pipfile.lock' || path === 'deno.lock'
}

/** Of a name that is twice in one object one reader takes the first entry and another the last: what is installed may not be what was checked. */
function doubledNames(path: string, text: string): LockGap[] {
  try {
    return parseStrictJson(text.replace(/^\uFEFF/, '')).duplicates.map(name => ({
      subject: `${path}: ${JSON.stringify(name.slice(0, shownLength))}`,
      message: 'the name is twice in one object, and readers disagree on which one counts',
    }))
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return [{subject: path, message: error.message}]
  }
}

/** The file is all there is: what it includes is not looked up. */
function contextOf(signal: AbortSignal): Parameters<typeof python.extract>[1] {
  return {signal, scopeOf: () => 'product', sibling: async () => undefined}
}

async function readNpmLock(file: OpenFile, signal: AbortSignal): Promise<LockContent> {
  const {notes = [], gaps = []} = await npm.extract(file, contextOf(signal))
  const locks = notes.flatMap(note => (note.kind === 'lock' ? [note.lock] : []))
  return {
    packages: groupPackages(locks.flatMap(lock => [...lock.packages].flatMap(([key, entry]) => toNpmPackage(key, entry, lock)))),
    gaps: [...gaps.map(toGap), ...locks.flatMap(unnamedEntries)],
  }
}

function unnamedEntries({malformed, foreign = [], packages}: Lock): LockGap[] {
  const unnamed = [...packages.values()].filter(entry => entry.folder === undefined && !npmNamePattern.test(entry.name)).map(({name}) => name)
  return [
    ...[...malformed, ...unnamed].map(name => ({subject: name.slice(0, shownLength), message: 'the entry names no package of npm'})),
    ...foreign.map(name => ({subject: name.slice(0, shownLength), message: 'no npm registry serves it'})),
  ]
}

function toNpmPackage(key: string, entry: NpmEntry, {packages}: Lock): LockedPackage[] {
  const {name, version, folder, source, url, integrity} = entry
  if (folder !== undefined || !npmNamePattern.test(name) || isInsideBundle(key, entry, packages)) return []
  const origin = source ?? undefined
  return [
    {
      ecosystem: 'npm',
      name,
      version,
      purl: npmPurl(name, version),
      origin,
      files: [{url, digests: integrity === undefined ? [] : parseIntegrity(integrity)}],
    },
  ]
}

/** A bundled package comes inside the archive of the one that bundles it, and is covered by that one's digest. It names no place and no bytes of its own. */
function isInsideBundle(key: string, {properties, url, integrity, source}: NpmEntry, packages: ReadonlyMap<string, NpmEntry>): boolean {
  if (properties?.['aibom:package:bundled'] === undefined || url !== undefined || integrity !== undefined || source !== undefined) return false
  const parent = packages.get(key.slice(0, Math.max(0, key.lastIndexOf('/node_modules/'))))
  return parent !== undefined && parent.folder === undefined
}

async function readPythonLock(file: OpenFile, signal: AbortSignal): Promise<LockContent> {
  const {notes = [], gaps = []} = await python.extract(file, contextOf(signal))
  const entries = notes.flatMap((note): readonly (Locked | Declared)[] => (note.kind === 'lock' ? note.packages : note.declared))
  return {packages: groupPackages(entries.flatMap(toPypiPackage)), gaps: gaps.map(toGap)}
}

function toPypiPackage(entry: Locked | Declared): LockedPackage[] {
  const {name, version, origin, distributions} = entry
  if ('role' in entry && entry.role === 'constraint') return []
  if (origin?.kind === 'path' && !isArchive(origin.url)) return []
  return [
    {
      ecosystem: 'pypi',
      name: normalisePypiName(name),
      version,
      purl: pypiPurl(normalisePypiName(name), version),
      origin: origin?.url,
      files: distributions.map(({file: fileName, url, digests}) => ({name: fileName, url, digests})),
    },
  ]
}

function isArchive(path: string): boolean {
  return /\.(?:whl|tar\.gz|tar\.bz2|tar\.xz|tgz|zip)$/i.test(path)
}

/** All entries of one package, version and origin together: each must hold. */
function groupPackages(entries: readonly LockedPackage[]): LockedPackage[] {
  const groups = new Map<string, LockedPackage & {readonly files: LockedFile[]}>()
  for (const entry of entries) {
    const key = `${entry.purl}\n${entry.origin ?? ''}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, {...entry, files: [...entry.files]})
    else group.files.push(...entry.files)
  }
  return sortedBy([...groups], ([key]) => key).map(([, group]) => group)
}

function toGap({path, line, code, message}: Gap): LockGap {
  const subject = line === undefined ? path : `${path}:${line}`
  return {subject, message: code === 'missing-include' ? `${message.replace(/, which is not there$/, '')}: verify that file too` : message}
}
