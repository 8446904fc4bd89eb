import {dirname, relative, sep} from 'node:path'
import type {OwnFacts, StatedComponent, StatedFiles} from '../../../bom/stated/files.ts'
import type {StatedLink} from '../../../bom/stated/other-digests.ts'
import type {ListedFile} from '../../../bom/stated/repository.ts'
import {manifestOf} from '../../../detectors/manifests/names.ts'
import {claimByName} from '../../../detectors/weights/names.ts'
import {addTo, groupBy} from '../../../lib/group.ts'
import {baseName, leadsOut} from '../../../lib/path.ts'
import {sortedBy} from '../../../lib/sort.ts'
import {attempt, TrustFailure} from '../../../trust/failure.ts'
import type {ArtifactFolder} from '../artifact-folder.ts'
import type {StatedHashes} from './stated-hashes.ts'

/** A file that a BOM states. */
export interface FileCheck extends StatedHashes {
  readonly subject: string
  /** bom-refs of the component, and of models that it is a file of */
  readonly refs: readonly string[]
  readonly kind: 'component' | 'file'
  /** every one must be right; where there is none, every file of the name */
  readonly places: readonly string[]
  readonly name: string
  /** whether a Git LFS pointer to the bytes may be in their place */
  readonly mayBePointer: boolean
}

/** What of a BOM is not compared with files. */
export type Left =
  | 'package'
  | 'model-elsewhere'
  | 'weights-elsewhere'
  | 'inner-prompt'
  | 'no-file'
  | 'no-digest'
  | 'elsewhere'
  | 'pointer'
  | 'outside'
  | 'unlisted'
  | 'extra'
  | 'gap'

/** What of a BOM is held against files, and what is not. */
export interface BomPlan {
  readonly checks: readonly FileCheck[]
  /** bom-refs of what is left out, by why */
  readonly left: ReadonlyMap<Left, readonly string[]>
}

type Fate = {readonly check: FileCheck} | {readonly left: Left}

/** What a BOM counts is its word; a number is not worth more memory than this. */
const countLimit = 1_000_000
/** What a package is installed from. */
const archivePattern = /\.(?:tgz|whl|jar|gem|crate|nupkg|conda|zip|tar\.(?:gz|bz2|xz))$/i
/** Places of what registries have begin with how they are reached: `hf:org/model@commit/model.safetensors`. */
const schemePattern = /^[a-z][a-z0-9+.-]+:/i
const softwareTypes: ReadonlySet<string> = new Set([
  'library',
  'framework',
  'application',
  'platform',
  'container',
  'operating-system',
  '',
])

/** Which files of a folder a BOM states, and what of it is something else. */
export function planBom(stated: StatedFiles, folder: ArtifactFolder, bomPath: string): BomPlan {
  const models = stated.components.filter(({own}) => own?.kind === 'model')
  const others = stated.components.filter(({own}) => own?.kind !== 'model')
  const fates = others.map(
    component =>
      [
        component,
        component.own === undefined ? fateOf(component, folder) : fateOfOwn(component, component.own, folder),
      ] as const,
  )
  const notCompared = fates.flatMap(([{own}, fate]) =>
    own?.kind === 'weights' && 'left' in fate ? [own.id.slice('weights:'.length)] : [],
  )
  const open = new Set(notCompared.flatMap(outerFolders))
  const whole = groupBy(
    models.flatMap(model => toWholeModel(model, open)),
    ({folder}) => folder,
  )
  const ofComponents = fates.flatMap(([{own}, fate]) => {
    if (!('check' in fate)) return []
    const [place] = own?.kind === 'weights' ? fate.check.places : []
    const more = place === undefined ? [] : outerFolders(place).flatMap(outer => whole.get(outer) ?? [])
    return {...fate.check, refs: [...fate.check.refs, ...more.map(({ref}) => ref)]}
  })
  const checks = withRepository(
    [...ofComponents, ...stated.others.links.map(toLinkCheck)],
    stated.repository?.files ?? [],
  )
  const covered = {
    folders: new Set(checks.flatMap(({places}) => places.flatMap(outerFolders))),
    byHash: groupBy(
      checks.flatMap(check => check.hashes.map(hash => ({check, hash}))),
      ({hash}) => hashKey(hash),
    ),
  }
  const uncovered = models.filter(model => !isCovered(model, covered))
  const contradicted = uncovered.filter(({own}) => own?.list === 'stated')
  const leftOut: (readonly [Left, string])[] = [
    ...fates.flatMap(([{ref}, fate]) => ('left' in fate ? [[fate.left, ref] as const] : [])),
    ...uncovered.flatMap(({own, ref}) => (own?.list === 'stated' ? [] : [['model-elsewhere', ref] as const])),
    ...nameless('unlisted', (stated.repository?.total ?? 0) - (stated.repository?.files.length ?? 0)),
    ...nameless('elsewhere', stated.others.elsewhere),
    ...nameless('gap', stated.gaps),
  ]
  const left = new Map<Left, string[]>()
  for (const [what, ref] of leftOut) {
    addTo(left, what, ref)
  }
  // whose bytes a digest of the repository is, which none of its files has, nobody knows
  const ownerless = contradicted.map(model => toCheck({...model, name: ''}, []))
  return inFolder({checks: [...checks, ...ownerless], left}, folder, bomPath)
}

function nameless(what: Left, count: number): [Left, string][] {
  return Array.from({length: Math.max(0, Math.min(count, countLimit))}, () => [what, ''])
}

/** aibom's own documents say what each component is, and the place of a file is its identity. */
function fateOfOwn(component: StatedComponent, {kind, id, isAbsent}: OwnFacts, folder: ArtifactFolder): Fate {
  const place = id.slice(kind.length + 1)
  if (kind === 'package') return {left: 'package'}
  if (component.hashes.length === 0) return {left: 'no-digest'}
  if (kind === 'weights') {
    const isElsewhere = schemePattern.test(place) && !isThere(folder, place)
    // whoever reads CycloneDX alone goes by the occurrences: those must be right too
    const places = [place, ...component.places.filter(other => isArtifact(other, component.name, false))]
    return isElsewhere ? {left: 'weights-elsewhere'} : {check: toCheck(component, places, {mayBePointer: isAbsent})}
  }
  if (kind === 'dependency-manifest' || kind === 'bom') return {check: toCheck(component, [place])}
  if (kind === 'prompt')
    return component.name === place ? {check: toCheck(component, [place], {isOfText: true})} : {left: 'inner-prompt'}
  return {left: 'no-file'}
}

/** Other tools state where something was found, which is the thing itself or a file that names it. */
function fateOf(component: StatedComponent, folder: ArtifactFolder): Fate {
  const {type, purl, places, hashes, name} = component
  const isPackage = softwareTypes.has(type) && purl !== undefined
  const artifacts = type === 'file' ? places : places.filter(place => isArtifact(place, name, isPackage))
  if (hashes.length === 0) return {left: isPackage ? 'package' : 'no-digest'}
  if (type === 'file' || artifacts.length > 0) return {check: toCheck(component, artifacts)}
  if (isPackage) return {left: 'package'}
  if (name !== '' && folder.named(name).length > 0) return {check: toCheck(component, [])}
  return {left: type === 'machine-learning-model' ? 'model-elsewhere' : softwareTypes.has(type) ? 'package' : 'no-file'}
}

function isArtifact(place: string, name: string, isPackage: boolean): boolean {
  if (manifestOf(place) !== undefined) return false
  if (archivePattern.test(place) || claimByName(place) !== undefined) return true
  return !isPackage && baseName(place) === baseName(name)
}

function toCheck(
  {ref, bomRef, name, hashes}: StatedComponent,
  places: readonly string[],
  more: Partial<FileCheck> = {},
): FileCheck {
  return {
    subject: ref,
    refs: bomRef === undefined ? [] : [bomRef],
    kind: 'component',
    name,
    hashes,
    places: [...new Set(places)],
    mayBePointer: false,
    ...more,
  }
}

function toLinkCheck({url, place, hashes}: StatedLink): FileCheck {
  return {subject: url, refs: [], kind: 'file', name: baseName(place), hashes, places: [place], mayBePointer: false}
}

/**
 * The files of a repository: what is stated of one place several times, by components and by the list, must all be
 * right.
 */
function withRepository(checks: readonly FileCheck[], files: readonly ListedFile[]): FileCheck[] {
  const listed = groupBy(files, ({path}) => path)
  const stated = new Set(checks.flatMap(({places}) => places))
  const others = sortedBy([...listed.keys()], path => path).filter(path => !stated.has(path))
  const added = others.map(
    (path): FileCheck => ({
      subject: path,
      refs: [],
      kind: 'file',
      name: path,
      hashes: [],
      places: [path],
      mayBePointer: false,
    }),
  )
  return [...checks, ...added].map(check =>
    withListed(check, [...new Set(check.places.flatMap(place => listed.get(place) ?? []))]),
  )
}

function withListed(check: FileCheck, files: readonly ListedFile[]): FileCheck {
  const hashes = files.flatMap(({sha256}) => (sha256 === undefined ? [] : [{alg: 'SHA-256', content: sha256}]))
  // of a file in LFS it is that of the pointer
  const gitOids = files.flatMap(({sha256, gitOid}) => (sha256 === undefined && gitOid !== undefined ? [gitOid] : []))
  return files.length === 0
    ? check
    : {...check, hashes: [...check.hashes, ...hashes], gitOids, byteLengths: files.map(({byteLength}) => byteLength)}
}

/** What the checks of files are about. */
interface Covered {
  /** each folder that has one of the files */
  readonly folders: ReadonlySet<string>
  readonly byHash: ReadonlyMap<string, readonly {readonly check: FileCheck}[]>
}

/** A model of the folder is its files: its digest is that of one of them, or its identity the folder that has them. */
function isCovered({own, hashes}: StatedComponent, {folders, byHash}: Covered): boolean {
  if (own?.list === 'elsewhere') return false
  const [first] = hashes
  if (first === undefined) return folders.has(folderOfModel(own))
  const alike = byHash.get(hashKey(first)) ?? []
  return alike.some(({check}) => hashes.every(hash => check.hashes.some(other => hashKey(other) === hashKey(hash))))
}

function hashKey({alg, content}: StatedHashes['hashes'][number]): string {
  return `${alg}:${content}`
}

/** What is said of a model is said of all its weight files; where one is not compared, nothing is. */
function toWholeModel({bomRef, own}: StatedComponent, open: ReadonlySet<string>): {ref: string; folder: string}[] {
  const folder = folderOfModel(own)
  if (bomRef === undefined || own?.list === 'elsewhere' || open.has(folder)) return []
  return [{ref: bomRef, folder}]
}

/** The folder that a model of our own is: its id has it. */
function folderOfModel(own: StatedComponent['own']): string {
  return (own?.id ?? '').slice('model:'.length)
}

/** Says nothing of components of which a part was not compared. */
export function withoutRefs(checks: readonly FileCheck[], notWhole: readonly FileCheck[]): FileCheck[] {
  const left = new Set(notWhole.flatMap(({refs}) => refs))
  return checks.map(check => ({...check, refs: check.refs.filter(ref => !left.has(ref))}))
}

/** No system has longer paths; all folders of one that is longer would take quadratic memory. */
const pathLimit = 4096

/** Every folder that has a place, and the place itself. */
function outerFolders(place: string): string[] {
  if (place.length > pathLimit) return []
  const segments = place.split('/')
  return ['.', ...segments.map((_segment, index) => segments.slice(0, index + 1).join('/'))]
}

/**
 * Where the folder is a part of what the BOM is of, its places begin with the name of that part; what is not in it is
 * somewhere else.
 */
function inFolder({checks, left}: BomPlan, folder: ArtifactFolder, bomPath: string): BomPlan {
  const part = relative(dirname(bomPath), folder.absolutePath).split(sep).join('/')
  const inPart = checks.flatMap(({places}) => places.filter(place => place.startsWith(`${part}/`)))
  if (part === '' || leadsOut(part) || inPart.length === 0 || inPart.some(place => isThere(folder, place)))
    return {checks, left}
  const inside = checks.map(check => ({
    check,
    places: check.places.filter(place => place.startsWith(`${part}/`)).map(place => place.slice(part.length + 1)),
  }))
  const outside = inside.flatMap(({check, places}) => check.places.slice(places.length).map(() => check.subject))
  const isOut = ({check, places}: (typeof inside)[number]): boolean => check.places.length > places.length
  const kept = inside.flatMap(({check, places}) =>
    check.places.length > 0 && places.length === 0 ? [] : [{...check, places}],
  )
  return {
    checks: withoutRefs(
      kept,
      inside.filter(isOut).map(({check}) => check),
    ),
    left: outside.length === 0 ? left : new Map([...left, ['outside', outside]]),
  }
}

function isThere(folder: ArtifactFolder, place: string): boolean {
  const entry = attempt(() => folder.at(place))
  return entry !== undefined && !(entry instanceof TrustFailure)
}
