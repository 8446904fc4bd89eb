import type {Asset} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {HeldReport, ReportTarget, TestReport} from '../../inventory/test-report.ts'
import {AibomError} from '../../lib/errors.ts'
import {compareRevision, hasName, isAskedElsewhere, matchingAssets, partsOf} from './match-target.ts'
import {restsOn} from './rests-on.ts'

/** Whether a report is of an asset as it is, by what that is known, and of which asset. */
export type Bound = Pick<HeldReport, 'binding' | 'basis' | 'asset'>

/** What the user says was tested, and what a look at its bytes gave. */
export interface Named {
  readonly asset: string
  /** same, different: its bytes as they are now, against the BOM; unknown: there are none here */
  readonly bytes: 'same' | 'different' | 'unknown'
}

/**
 * Whether a report speaks for something in the BOM.
 * @param named by `--target`; without it the report has to name its target itself
 * @throws {AibomError} `AIBOM_REPORT_TARGET` (exit 2) where it names nothing, or several things
 */
export function bind(report: TestReport, inventory: Inventory, named: Named | undefined): Bound {
  if (named !== undefined) return bindNamed(report.target, inventory, named)
  const said = describe(report.target)
  if (said === undefined) {
    throw new AibomError('AIBOM_REPORT_TARGET', `${report.file.name} does not say what was tested`, {
      hint: 'Name it: --target REF, an asset of the BOM or subject for the product as a whole',
    })
  }
  const sameBytes = holdersOf(report.target, inventory)
  const found = sameBytes.length > 0 ? sameBytes : matchingAssets(inventory.assets, report.target)
  const [asset, second] = found
  if (asset === undefined) return {binding: 'foreign', basis: `the report tested ${said}, which the BOM does not have`}
  if (second !== undefined) {
    throw new AibomError(
      'AIBOM_REPORT_TARGET',
      `${report.file.name} tested ${said}, which may be ${found.map(keyOf).join(' or ')}`,
      {
        hint: 'Name the one: --target REF',
      },
    )
  }
  return (
    byRevision(asset, inventory, report.target) ?? {
      binding: 'named',
      basis: isAskedElsewhere(asset, inventory, report.target)
        ? `the report names ${said}, but any model may answer at ${report.target.endpoint ?? 'the address, which it does not state'}`
        : `the report names ${said}, but no revision or digest`,
      asset: keyOf(asset),
    }
  )
}

/** Models that have the bytes which the report states. */
function holdersOf({digests}: ReportTarget, {assets, relationships}: Inventory): Asset[] {
  if (digests === undefined) return []
  const models = assets.filter(({kind}) => kind === 'model')
  return models.filter(model => compareRevision(model, partsOf(model, assets, relationships), {digests}) === 'same')
}

/** As the report names it; undefined where it does not. */
function describe({provider, name, revision, endpoint, digests}: ReportTarget): string | undefined {
  const what =
    name ?? endpoint ?? (digests === undefined && revision === undefined ? undefined : (digests?.[0] ?? revision))
  if (what === undefined) return undefined
  return `${provider === undefined ? '' : `${provider} `}${what}${name !== undefined && revision !== undefined ? ` at ${revision}` : ''}`
}

function byRevision(asset: Asset, inventory: Inventory, target: ReportTarget): Bound | undefined {
  const {assets, relationships} = inventory
  const answer = compareRevision(asset, partsOf(asset, assets, relationships), target)
  const isByName = target.digests === undefined && target.revision === undefined
  if (answer === 'unknown' || (isByName && isAskedElsewhere(asset, inventory, target))) return undefined
  const stated = target.digests?.[0] ?? target.revision ?? target.name
  if (answer === 'same')
    return {binding: 'bound', basis: `the report states ${stated}, as the BOM does`, asset: keyOf(asset)}
  const known = asset.version ?? asset.digests[0]?.hex ?? 'another'
  return {binding: 'foreign', basis: `the report tested ${stated}, but the BOM has ${known}`, asset: keyOf(asset)}
}

function bindNamed(target: ReportTarget, inventory: Inventory, {asset: key, bytes}: Named): Bound {
  const asset = inventory.assets.find(each => keyOf(each) === key)
  const stated = asset === undefined ? undefined : byRevision(asset, inventory, target)
  if (stated?.binding === 'bound') return stated
  const other = otherTarget(target, inventory, key, asset)
  if (other !== undefined) return {binding: 'foreign', basis: `the report tested ${other}, not ${key}`, asset: key}
  if (stated !== undefined) return stated
  if (bytes === 'same')
    return {binding: 'bound', basis: 'its bytes matched the BOM when the report was added', asset: key}
  if (bytes === 'different') return {binding: 'foreign', basis: 'its bytes do not match the BOM', asset: key}
  return {
    binding: 'named',
    basis:
      'you named it, but its bytes cannot be compared: they are not here, or its provider can change the model at any time',
    asset: key,
  }
}

/** What the report names where that is not the target, nor anything that the target rests on. */
function otherTarget(
  target: ReportTarget,
  inventory: Inventory,
  key: string,
  asset: Asset | undefined,
): string | undefined {
  if (target.name === undefined || (asset !== undefined && hasName(asset, target.name))) return undefined
  const mayRest = asset === undefined || asset.kind !== 'model'
  const rests =
    mayRest &&
    restsOn(inventory, asset === undefined ? subjectKey : key).some(
      each => each.kind === 'model' && hasName(each, target.name),
    )
  return rests ? undefined : describe(target)
}
