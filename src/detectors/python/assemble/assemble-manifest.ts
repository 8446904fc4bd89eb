import {posix} from 'node:path'
import type {Gap} from '../../../inventory/gap.ts'
import {keyOf, subjectKey} from '../../../inventory/identity.ts'
import {addTo} from '../../../lib/group.ts'
import {normalisePypiName} from '../../../lib/names/purl.ts'
import {folderOf, leadsOut} from '../../../lib/path.ts'
import type {AssembleContext} from '../../detector.ts'
import type {Declared, LocalFolder, ManifestNote, Project} from '../notes.ts'
import {evidenceOf, makePackage, type PackageAsset} from '../packages.ts'
import {type Assembled, dependsOn, type Placed} from './assemble-lock.ts'

/** The project that a folder declares; undefined where none does. */
export type ProjectAt = (folder: string) => Project | undefined

/** Packages that are declared and that no lock file pins. A constraint installs nothing. */
export function assembleDeclared(placed: readonly Placed[], context: AssembleContext): Assembled {
  const packages = placed.flatMap(({entry, manifest}) =>
    entry.role === 'constraint' ? [] : [toPackage(entry, manifest, context)],
  )
  return {packages, relationships: packages.map(one => dependsOn(subjectKey, keyOf(one))), gaps: []}
}

function toPackage(entry: Declared, manifest: ManifestNote, context: AssembleContext): PackageAsset {
  const isUnlocked = entry.version === undefined
  const evidence = [
    evidenceOf(entry, {dialect: manifest.dialect, path: manifest.path, scope: context.scopeOf(manifest.path)}),
  ]
  const {pin} = entry
  if (pin !== undefined) {
    const constraint = {line: pin.line, version: entry.version, role: 'constraint'} as const
    evidence.push(evidenceOf(constraint, {dialect: 'requirements', path: pin.path, scope: context.scopeOf(pin.path)}))
  }
  return makePackage({...entry, ranges: entry.range === undefined ? [] : [entry.range], isUnlocked}, evidence)
}

/** `-e ./lib`: a package of the source, by the name that its own project states. */
export function assembleFolders(manifest: ManifestNote, projectAt: ProjectAt, context: AssembleContext): Assembled {
  const packages: PackageAsset[] = []
  const gaps: Gap[] = []
  for (const folder of manifest.folders ?? []) {
    const target = posix.join(folderOf(manifest.path), folder.path).replace(/\/$/, '')
    // the project whose list this is: the subject, or one that its own files describe
    if (target === '.' || isAbove(target, manifest.path)) continue
    // pip takes a path from where it runs, mostly the root
    const project = projectAt(target) ?? projectAt(posix.normalize(folder.path).replace(/\/$/, ''))
    if (project === undefined) gaps.push(unnamed(manifest.path, folder))
    else
      packages.push(
        toMember(
          project,
          folder,
          projectAt(target) === undefined ? posix.normalize(folder.path).replace(/\/$/, '') : target,
          manifest,
          context,
        ),
      )
  }
  return {packages, relationships: packages.map(one => dependsOn(subjectKey, keyOf(one))), gaps}
}

function isAbove(folder: string, path: string): boolean {
  return leadsOut(folder) || path.startsWith(`${folder}/`)
}

function toMember(
  project: Project,
  {path, line, scope}: LocalFolder,
  folder: string,
  manifest: ManifestNote,
  context: AssembleContext,
): PackageAsset {
  const {name, version} = project
  const evidence = evidenceOf(
    {line, version},
    {dialect: manifest.dialect, path: manifest.path, scope: context.scopeOf(manifest.path)},
  )
  return makePackage(
    {name, version, project, scope, direct: true, origin: {kind: 'path', url: path}, folder, distributions: []},
    [evidence],
  )
}

function unnamed(path: string, {path: folder, line}: LocalFolder): Gap {
  return {
    path,
    line,
    stage: 'resolve',
    code: 'unnamed-package',
    message: `${folder} is installed from a folder, and no project there states a name`,
  }
}

const lockNames = ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock', 'pylock.toml'] as const

/** One line for a manifest, not one for each package. */
export function noLockGap(manifest: ManifestNote, {files}: AssembleContext): Gap[] {
  const counted = manifest.declared.filter(entry => entry.role === undefined)
  const open = counted.filter(entry => entry.version === undefined && entry.origin?.kind !== 'path')
  const [first] = open
  if (first === undefined) return []
  const lack = `${open.length} of ${counted.length} packages have no exact version`
  const ignored = lockNames
    .map(name => posix.join(folderOf(manifest.path), name))
    .find(path => files.get(path)?.ignored === true)
  const why =
    ignored === undefined
      ? ({code: 'no-lock', message: `no lock file: ${lack}`} as const)
      : ({
          code: 'ignored-lock',
          message: `${ignored} is ignored by git and not tracked, so it is not read: ${lack}`,
        } as const)
  return [{path: manifest.path, ...(first.line !== undefined && {line: first.line}), stage: 'resolve', ...why}]
}

/** What a project computes is a gap, unless files beside it state it. */
export function dynamicGap(manifest: ManifestNote, beside: readonly ManifestNote[]): Gap[] {
  const {dynamic, path} = manifest
  const isStated =
    manifest.dialect === 'pyproject' && beside.some(one => one.dialect.startsWith('setup') && one.declared.length > 0)
  if (dynamic === undefined || isStated) return []
  return [
    {
      path,
      ...(dynamic.line !== undefined && {line: dynamic.line}),
      stage: 'extract',
      code: 'dynamic-dependencies',
      message: dynamic.message,
    },
  ]
}

/**
 * Entries without those that mean the project itself (`name[extra]` in its own groups), pinned by its constraint files
 * where these do.
 */
export function ownEntries(
  manifest: ManifestNote,
  manifests: ReadonlyMap<string, ManifestNote>,
  takers: Takers,
): Declared[] {
  const self = manifest.project === undefined ? undefined : normalisePypiName(manifest.project.name)
  const pins = new Map<string, Declared & {readonly path: string}>()
  for (const path of constraintsFor(manifest.path, manifests, takers)) {
    for (const entry of manifests.get(path)?.declared ?? [])
      if (entry.version !== undefined) pins.set(normalisePypiName(entry.name), {...entry, path})
  }
  return manifest.declared
    .filter(entry => normalisePypiName(entry.name) !== self && !isItself(entry))
    .map(entry => {
      const pin = pins.get(normalisePypiName(entry.name))
      if (pin === undefined || !isPinnable(entry)) return entry
      return {...entry, version: pin.version, distributions: pin.distributions, pin: {path: pin.path, line: pin.line}}
    })
}

/**
 * The constraint files that hold for a requirements file: its own, those of the files that take it in, and all that
 * these name.
 * pip reads all constraints before it installs anything.
 */
function constraintsFor(
  path: string,
  manifests: ReadonlyMap<string, ManifestNote>,
  takers: Takers,
): ReadonlySet<string> {
  const above = closure([path], at => takers.get(at) ?? [])
  const named = [...above].flatMap(at => manifests.get(at)?.constraints ?? [])
  return closure(named, at => [...(manifests.get(at)?.constraints ?? []), ...(manifests.get(at)?.includes ?? [])])
}

/** Path of a requirements file → paths of those that take it in. */
export type Takers = ReadonlyMap<string, readonly string[]>

/** The includes of all files, turned round. */
export function takersOf(manifests: Iterable<ManifestNote>): Takers {
  const takers = new Map<string, string[]>()
  for (const {path, includes = []} of manifests) {
    for (const included of includes) {
      addTo(takers, included, path)
    }
  }
  return takers
}

function closure(start: readonly string[], next: (at: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(start)
  for (const at of found) for (const one of next(at)) found.add(one)
  return found
}

/** A Pipfile names the project's own folder by any name. */
function isItself({origin}: Declared): boolean {
  return origin?.kind === 'path' && posix.normalize(`${origin.url}/`) === './'
}

function isPinnable({version, origin, role}: Declared): boolean {
  return version === undefined && role === undefined && (origin === undefined || origin.kind === 'index')
}
