import type {AssetOf} from '../../../inventory/asset.ts'
import {fullName, keyOf} from '../../../inventory/identity.ts'
import {isCommit} from '../../../lib/names/commit.ts'
import {asText} from '../../../lib/narrow.ts'
import {baseName} from '../../../lib/path.ts'
import {listed} from '../../../lib/text/listed.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'
import {originsOf} from '../licences.ts'
import {isNamed, isSameName} from './same-name.ts'
import {tellDifference} from './tell.ts'

type Model = AssetOf<'model'>
type Origin = AssetOf<'model' | 'dataset'>

/** Base models and training data, by name; of a base that both name, the commit. */
export function compareOrigins(
  claimed: Part,
  actual: Model,
  artifact: Artifact,
  {notes, view}: Pick<ReviewContext, 'notes' | 'view'>,
): void {
  const {bases, datasets} = originsOf(claimed, view)
  const direct = bases.filter(({parent, isOrigin}) => !isOrigin || parent === claimed)
  for (const [kind, stated, rule, what] of [
    ['derived-from', direct, 'base-differs', 'base model'],
    ['trained-on', datasets, 'data-differs', 'training data'],
  ] as const) {
    const found = originNames(actual, artifact, kind)
    if (kind === 'derived-from' && bases.length === 0) tellNoBase(claimed, found, artifact, notes)
    if (stated.length === 0 || found.length === 0) continue
    if (stated.some(({name}) => found.some(other => isSameName(name, other)))) {
      if (kind === 'trained-on') tellMoreData(claimed, stated, {names: found, artifact}, notes)
      continue
    }
    const claim = stated.map(({name}) => name).join(', ')
    tellDifference(
      {rule, what, claimed: claim, actual: found.join(', '), pointer: stated[0]?.pointer ?? claimed.pointer},
      claimed,
      artifact,
      notes,
    )
  }
  const found = originsIn(actual, artifact, 'derived-from')
  tellSecondBase(claimed, direct, {found, artifact}, notes)
  tellNamedPath(claimed, direct, artifact, notes)
  for (const base of direct) compareBaseCommit(base, found, artifact, notes)
}

/** The files name what it was made from, and the BOM does not. */
function tellNoBase(
  claimed: Part,
  names: readonly string[],
  {shown, source}: Artifact,
  notes: ReviewContext['notes'],
): void {
  // the names of folders are those of copies on one machine
  const [base] = names.filter(name => repositoryName.test(name) && !isSameName(name, claimed.name))
  const isTold = notes.findings.some(({name, subject}) => name === 'base-unknown' && subject === claimed.name)
  if (base === undefined || isTold) return
  notes.find('base-unknown', {
    subject: claimed.name,
    message: `${shown} says that ${claimed.name} was made from ${base}, but the BOM lists no base model`,
    evidence: [
      notes.cite(claimed.pointer, claimed.name),
      notes.citeElsewhere({source, place: shown, value: `base model: ${base}`}),
    ],
  })
}

const repositoryName = /^[\w.-]{1,96}\/[\w.-]{1,96}$/

/** The files name data sets that the BOM leaves out. */
function tellMoreData(
  claimed: Part,
  stated: readonly Part[],
  {names, artifact: {shown, source}}: {readonly names: readonly string[]; readonly artifact: Artifact},
  notes: ReviewContext['notes'],
): void {
  const own = stated.map(({name}) => name)
  const more = names.filter(name => !own.some(each => isSameName(each, name)))
  const [first] = stated
  if (more.length === 0 || first === undefined) return
  const told = listed(more, namesTold)
  notes.find('data-differs', {
    subject: claimed.name,
    message: `training data of ${claimed.name}: ${shown} also names ${told}, which the BOM does not list`,
    conflict: [
      {value: listed(own, namesTold), source: 'the BOM'},
      {value: listed(names, namesTold), source: shown},
    ],
    evidence: [
      notes.cite(first.pointer, first.name),
      notes.citeElsewhere({source, place: shown, value: `training data: ${told}`}),
    ],
  })
}

const namesTold = 6

/** Whether an artifact says too that something derives from a model of this name. */
export function hasBase({inventory}: Artifact, name: string): boolean {
  const keys = new Set(inventory.relationships.filter(({kind}) => kind === 'derived-from').map(({to}) => to))
  return inventory.assets.some(asset => keys.has(keyOf(asset)) && isNamed(asset, name))
}

function originsIn(actual: Model, {inventory}: Artifact, kind: 'derived-from' | 'trained-on'): Origin[] {
  const key = keyOf(actual)
  const keys = new Set(
    inventory.relationships.filter(each => each.from === key && each.kind === kind).map(({to}) => to),
  )
  return inventory.assets.filter(
    (asset): asset is Origin => (asset.kind === 'model' || asset.kind === 'dataset') && keys.has(keyOf(asset)),
  )
}

function originNames(actual: Model, artifact: Artifact, kind: 'derived-from' | 'trained-on'): string[] {
  return originsIn(actual, artifact, kind).map(fullName)
}

interface Found {
  readonly found: readonly Origin[]
  readonly artifact: Artifact
}

/** The files name the base of the BOM, and another one: a card and the settings of an adapter that disagree. */
function tellSecondBase(
  claimed: Part,
  stated: readonly Part[],
  {found, artifact: {shown, source, beside}}: Found,
  notes: ReviewContext['notes'],
): void {
  const isStated = (name: string): boolean => stated.some(base => isSameName(base.name, name))
  const cards = beside?.cards ?? []
  const names = [...found.map(fullName), ...cards.flatMap(({bases}) => bases)]
  const other = names.find(name => !isStated(name) && repositoryName.test(name))
  if (other === undefined || !names.some(isStated)) return
  const claim = stated.map(({name}) => name).join(', ')
  notes.find('base-in-doubt', {
    subject: claimed.name,
    message: `the BOM says that ${claimed.name} is based on ${claim}, ${shown} also names ${other}`,
    conflict: [
      {value: claim, source: 'the BOM'},
      {value: other, source: shown},
    ],
    evidence: [
      ...stated.slice(0, 3).map(base => notes.cite(base.pointer, base.name)),
      notes.citeElsewhere({source, place: shown, value: `base model: ${other}`}),
    ],
  })
}

/** What transformers loaded before it wrote the settings. */
const pathKey = '_name_or_path'

/** The settings were made from those of a model that is neither this one nor its base. */
function tellNamedPath(
  claimed: Part,
  stated: readonly Part[],
  {shown, source, beside}: Artifact,
  notes: ReviewContext['notes'],
): void {
  const [first] = stated
  const configs = (beside?.settings ?? []).filter(({path}) => baseName(path) === 'config.json')
  const [file] = configs.toSorted((a, b) => depthOf(a.path) - depthOf(b.path))
  const name = asText(file?.values[pathKey])
  if (first === undefined || file === undefined || name === undefined || !repositoryName.test(name)) return
  if ([claimed, ...stated].some(part => isSameName(part.name, name))) return
  notes.find('base-in-doubt', {
    subject: claimed.name,
    severity: 'low',
    message: `${file.path} in ${shown} was made from ${name}, but the BOM says that ${claimed.name} is based on ${first.name}`,
    conflict: [
      {value: first.name, source: 'the BOM'},
      {value: name, source: `${shown} · ${file.path}`},
    ],
    evidence: [
      notes.cite(first.pointer, first.name),
      notes.citeElsewhere({source, place: `${shown} · ${file.path}`, value: `${pathKey}: ${name}`}),
    ],
  })
}

function depthOf(path: string): number {
  return path.split('/').length
}

function compareBaseCommit(
  base: Part,
  found: readonly Origin[],
  artifact: Artifact,
  notes: ReviewContext['notes'],
): void {
  const twin = found.find(asset => isSameName(base.name, fullName(asset)))
  const [claimed, actual] = [asText(base.node['version']), [twin?.version, twin?.facts.revision].find(isCommit)]
  if (!isCommit(claimed) || actual === undefined || claimed === actual) return
  tellDifference(
    {rule: 'version-differs', what: 'version', claimed, actual, pointer: `${base.pointer}/version`},
    base,
    artifact,
    notes,
  )
}
