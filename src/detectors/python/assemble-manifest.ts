import {posix} from 'node:path'
import type {Gap} from '../../inventory/gap.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import {folderOf} from '../../lib/path.ts'
import {normalisePypiName} from '../../lib/purl.ts'
import type {AssembleContext} from '../detector.ts'
import {type Assembled, dependsOn, type Placed} from './assemble-lock.ts'
import type {Declared, LocalFolder, ManifestNote, Project} from './notes.ts'
import {evidenceOf, makePackage, type PackageAsset} from './packages.ts'

export type ProjectAt = (folder: string) => Project | undefined

/** Packages that are declared and that no lock file pins. */
export function assembleDeclared(placed: readonly Placed[], context: AssembleContext): Assembled {
  const packages = placed.map(({entry, manifest}) => toPackage(entry, manifest, context))
  const installed = packages.filter((_, at) => placed[at]?.entry.role !== 'constraint')
  return {packages, relationships: installed.map(one => dependsOn(subjectKey, keyOf(one))), gaps: []}
}

function toPackage(entry: Declared, manifest: ManifestNote, context: AssembleContext): PackageAsset {
  const isUnlocked = entry.version === undefined && entry.role !== 'constraint'
  const evidence = evidenceOf(entry, {dialect: manifest.dialect, path: manifest.path, scope: context.scopeOf(manifest.path)})
  return makePackage({...entry, isUnlocked}, [evidence])
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
    else packages.push(toMember(project, folder, manifest, context))
  }
  return {packages, relationships: packages.map(one => dependsOn(subjectKey, keyOf(one))), gaps}
}

function isAbove(folder: string, path: string): boolean {
  return folder.startsWith('..') || path.startsWith(`${folder}/`)
}

function toMember(project: Project, {path, line, scope}: LocalFolder, manifest: ManifestNote, context: AssembleContext): PackageAsset {
  const {name, version} = project
  const evidence = evidenceOf({line, version}, {dialect: manifest.dialect, path: manifest.path, scope: context.scopeOf(manifest.path)})
  return makePackage({name, version, project, scope, direct: true, origin: {kind: 'path', url: path}, distributions: []}, [evidence])
}

function unnamed(path: string, {path: folder, line}: LocalFolder): Gap {
  return {path, line, stage: 'resolve', code: 'unnamed-package', message: `${folder} is installed from a folder, and no project there states a name`}
}

/** One line for a manifest, not one for each package. */
export function noLockGap(manifest: ManifestNote): Gap[] {
  const counted = manifest.declared.filter(entry => entry.role === undefined)
  const open = counted.filter(entry => entry.version === undefined && entry.origin?.kind !== 'path')
  const [first] = open
  if (first === undefined) return []
  const message = `no lock file: ${open.length} of ${counted.length} packages have no exact version`
  return [{path: manifest.path, ...(first.line !== undefined && {line: first.line}), stage: 'resolve', code: 'no-lock', message}]
}

/** What a project computes is a gap, unless files beside it state it. */
export function dynamicGap(manifest: ManifestNote, beside: readonly ManifestNote[]): Gap[] {
  const {dynamic, path} = manifest
  const isStated = manifest.dialect === 'pyproject' && beside.some(one => one.dialect.startsWith('setup') && one.declared.length > 0)
  if (dynamic === undefined || isStated) return []
  return [{path, ...(dynamic.line !== undefined && {line: dynamic.line}), stage: 'extract', code: 'dynamic-dependencies', message: dynamic.message}]
}

/** Entries without those that mean the project itself (`name[extra]` in its own groups), pinned by its constraint files where these do. */
export function ownEntries(manifest: ManifestNote, manifests: ReadonlyMap<string, ManifestNote>): Declared[] {
  const self = manifest.project === undefined ? undefined : normalisePypiName(manifest.project.name)
  const pins = new Map<string, Declared>()
  for (const path of manifest.constraints ?? []) {
    for (const entry of manifests.get(path)?.declared ?? []) if (entry.version !== undefined) pins.set(normalisePypiName(entry.name), entry)
  }
  return manifest.declared
    .filter(entry => normalisePypiName(entry.name) !== self && !isItself(entry))
    .map(entry => {
      const pin = pins.get(normalisePypiName(entry.name))
      return pin === undefined || !isPinnable(entry) ? entry : {...entry, version: pin.version, distributions: pin.distributions}
    })
}

/** A Pipfile names the project's own folder by any name. */
function isItself({origin}: Declared): boolean {
  return origin?.kind === 'path' && posix.normalize(`${origin.url}/`) === './'
}

function isPinnable({version, origin, role}: Declared): boolean {
  return version === undefined && role === undefined && (origin === undefined || origin.kind === 'index')
}
