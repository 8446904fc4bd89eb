import type {Asset} from '../../inventory/asset.ts'
import {fullName, keyOf} from '../../inventory/identity.ts'
import {baseName} from '../../lib/path.ts'
import {closeNames} from '../../lib/text/close-names.ts'

/** A shorter text is part of too many names. */
const shortestPart = 2

/** What a text of the user's may mean; several where it is not clear. */
export interface FoundAssets {
  readonly found: readonly Asset[]
  /** only a part of their names was given */
  readonly byPart: boolean
}

/**
 * The assets that a text names: by bom-ref, purl, `group/name`, name, alias, or a place of evidence (`path` or
 * `path:line`); else by a part of the name.
 * An exact reference goes before names, names before the end of a name, and that before a part; letter case counts for
 * none of them.
 */
export function findAssets(assets: readonly Asset[], text: string): FoundAssets {
  const wanted = text.toLowerCase()
  for (const names of [referencesOf, namesOf, placesOf, endingsOf]) {
    const found = assets.filter(asset => names(asset).some(name => name.toLowerCase() === wanted))
    if (found.length > 0) return {found, byPart: false}
  }
  if (wanted.length < shortestPart) return {found: [], byPart: true}
  const found = assets.filter(asset => namesOf(asset).some(name => name.toLowerCase().includes(wanted)))
  return {found, byPart: true}
}

/** Names like the one that was typed, for a user who mistyped. */
export function similarNames(assets: readonly Asset[], text: string, most: number): string[] {
  return closeNames(assets.map(fullName), text, most)
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
