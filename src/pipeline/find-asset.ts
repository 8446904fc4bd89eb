import type {Asset} from '../inventory/asset.ts'
import {keyOf} from '../inventory/identity.ts'
import {baseName} from '../lib/path.ts'
import {compareText} from '../lib/sort.ts'

/**
 * The assets that answer to a name as a person writes it: bom-ref, purl, `group/name`, name, alias, or a place of evidence (`path` or `path:line`).
 * An exact reference goes before names, names before the end of a name; letter case counts for none of them.
 */
export function findAssets(assets: readonly Asset[], text: string): readonly Asset[] {
  const wanted = text.toLowerCase()
  for (const names of [referencesOf, namesOf, placesOf, endingsOf]) {
    const found = assets.filter(asset => names(asset).some(name => name.toLowerCase() === wanted))
    if (found.length > 0) return found
  }
  return []
}

/** Names that hold the text, for a user who mistyped. */
export function similarNames(assets: readonly Asset[], text: string, most: number): string[] {
  const wanted = text.toLowerCase()
  const names = assets.map(fullName).filter(name => name.toLowerCase().includes(wanted))
  return [...new Set(names)].sort(compareText).slice(0, most)
}

/** `group/name`, or the name alone. */
export function fullName(asset: Asset): string {
  return asset.group === undefined ? asset.name : `${asset.group}/${asset.name}`
}

function referencesOf(asset: Asset): string[] {
  return [asset.id, keyOf(asset), ...(asset.purl === undefined ? [] : [asset.purl])]
}

function namesOf(asset: Asset): string[] {
  return [fullName(asset), ...asset.aliases]
}

function placesOf(asset: Asset): string[] {
  return asset.evidence.flatMap(({path, line}) => (line === undefined ? [path] : [path, `${path}:${line}`]))
}

function endingsOf(asset: Asset): string[] {
  return [asset.name, baseName(asset.name)]
}
