import type {AssetOf} from '../../../inventory/asset.ts'
import {fullName, keyOf} from '../../../inventory/identity.ts'
import {isCommit} from '../../../lib/names/commit.ts'
import {asText} from '../../../lib/narrow.ts'
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
    if (stated.length === 0 || found.length === 0) continue
    if (stated.some(({name}) => found.some(other => isSameName(name, other)))) continue
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
  for (const base of direct) compareBaseCommit(base, found, artifact, notes)
}

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
  {found, artifact: {shown, source}}: Found,
  notes: ReviewContext['notes'],
): void {
  const isStated = (name: string): boolean => stated.some(base => isSameName(base.name, name))
  const names = found.map(fullName)
  const other = names.find(name => !isStated(name) && /^[\w.-]{1,96}\/[\w.-]{1,96}$/.test(name))
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
