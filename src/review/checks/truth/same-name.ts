import type {Asset} from '../../../inventory/asset.ts'
import {fullName} from '../../../inventory/identity.ts'
import {baseName} from '../../../lib/path.ts'

/** Whether an asset goes by a name of the BOM. */
export function isNamed(asset: Asset, name: string): boolean {
  return isSameName(fullName(asset), name)
}

/** In any case; a name without its owner is that of any owner. */
export function isSameName(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left === right || (left.includes('/') !== right.includes('/') && baseName(left) === baseName(right))
}
