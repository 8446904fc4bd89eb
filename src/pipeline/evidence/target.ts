import {dirname, resolve} from 'node:path'
import type {Asset, AssetKind} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {TestedThing} from '../../inventory/test-report.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {findAssets, similarNames} from '../explain/find-asset.ts'
import {recallPlace} from '../explain/recall-place.ts'
import {type OpenInventoryOptions, walkSource} from '../open-inventory.ts'
import type {Named} from './bind.ts'
import {fingerprintOf} from './fingerprint.ts'
import {hasName} from './match-target.ts'
import {restsOn} from './rests-on.ts'

/** The BOM that evidence is added to. */
export interface EvidenceBom {
  readonly inventory: Inventory
  readonly own: boolean
  /** absolute */
  readonly path: string
  readonly serialNumber: string | undefined
}

const suggestions = 5
/** What is tested as a whole: a model rather than a file of it. */
const tested: ReadonlySet<AssetKind> = new Set(['model', 'agent', 'service', 'mcp-server'])

/**
 * What `--target` names, and whether its bytes, where they are here, are those of the BOM.
 * @throws {AibomError} `AIBOM_ASSET_NOT_FOUND`, `AIBOM_ASSET_AMBIGUOUS`
 */
export async function openTarget(ref: string, bom: EvidenceBom, options: OpenInventoryOptions): Promise<Named> {
  const {inventory} = bom
  if (ref === subjectKey || ref === inventory.subject.name)
    return {asset: subjectKey, bytes: await compareBytes(subjectKey, bom, options)}
  const wholes = namedBy(ref, inventory)
  const [asset, second] = wholes
  if (second !== undefined) {
    throw new AibomError('AIBOM_ASSET_AMBIGUOUS', `${ref} is the name of ${wholes.map(keyOf).join(' and of ')}`, {
      hint: 'Name one by its bom-ref',
    })
  }
  if (asset !== undefined) return {asset: keyOf(asset), bytes: await compareBytes(keyOf(asset), bom, options)}
  const byContent =
    kindOfPath(resolve(options.cwd, ref)) === undefined ? undefined : await findByContent(ref, inventory, options)
  if (byContent !== undefined) return {asset: byContent, bytes: 'same'}
  const names = similarNames(inventory.assets, ref, suggestions)
  throw new AibomError('AIBOM_ASSET_NOT_FOUND', `the BOM has nothing named ${ref}`, {
    hint:
      names.length > 0
        ? `Did you mean ${names.join(', ')}?`
        : 'List what it has: aibom list BOM; or name the product as a whole: --target subject',
  })
}

/**
 * By the name that a report could use too, such as the folder of a model; else as `aibom explain` finds assets, parts
 * of names left out.
 */
function namedBy(ref: string, {assets}: Inventory): readonly Asset[] {
  const wholes = assets.filter(asset => tested.has(asset.kind) && hasName(asset, ref))
  if (wholes.length === 1) return wholes
  const {found, byPart} = findAssets(assets, ref)
  return byPart ? [] : found.filter(({kind}) => found.length === 1 || tested.has(kind))
}

/**
 * Walks the source of the BOM again: all that the target rests on has to be the same, and no model of it may be one
 * that its provider moves.
 */
async function compareBytes(target: string, bom: EvidenceBom, options: OpenInventoryOptions): Promise<Named['bytes']> {
  const before = fingerprintOf(bom.inventory, target, bom.own)
  if (!before.some(({kind, facts}) => (kind === 'model' || kind === 'weights') && facts['digest'] !== undefined))
    return 'unknown'
  const source = sourceOf(bom, options)
  const isMoving = ({kind, facts}: TestedThing): boolean =>
    kind === 'model' && facts['digest'] === undefined && facts['version'] === undefined
  if (source === undefined || before.some(isMoving)) return 'unknown'
  const {inventory, own} = await walkSource(source, {...options, offline: true}, ['sha256'])
  // the pointer of Git LFS states a digest of bytes that are not here
  const isHere = restsOn(inventory, target).some(asset => asset.kind === 'weights' && asset.facts.present)
  if (!isHere) return 'unknown'
  return JSON.stringify(fingerprintOf(inventory, target, own)) === JSON.stringify(before) ? 'same' : 'different'
}

/** Where the BOM was made on this machine, else its own folder where that holds what it lists. */
export function sourceOf(
  {inventory, path, serialNumber}: EvidenceBom,
  options: OpenInventoryOptions,
): string | undefined {
  const known = recallPlace(path, serialNumber, options)
  if (known !== undefined) return known
  const folder = dirname(path)
  const places = inventory.assets.flatMap(({evidence}) => evidence.map(place => place.path))
  return places.some(place => place !== '' && kindOfPath(resolve(folder, place)) === 'file') ? folder : undefined
}

/** The model that has the same weights as what lies at a path. */
async function findByContent(
  ref: string,
  {assets, relationships}: Inventory,
  options: OpenInventoryOptions,
): Promise<string | undefined> {
  const {inventory} = await walkSource(ref, {...options, offline: true}, ['sha256'])
  const here = new Set(
    inventory.assets.flatMap(({kind, digests}) =>
      kind === 'weights' ? digests.map(({alg, hex}) => `${alg}:${hex}`) : [],
    ),
  )
  const same = assets
    .filter(({kind, digests}) => kind === 'weights' && digests.some(({alg, hex}) => here.has(`${alg}:${hex}`)))
    .map(keyOf)
  const wholes = relationships.filter(({to, kind}) => kind === 'contains' && same.includes(to)).map(({from}) => from)
  const models = assets.filter(asset => asset.kind === 'model' && wholes.includes(keyOf(asset)))
  return models.length === 1 && models[0] !== undefined ? keyOf(models[0]) : undefined
}
