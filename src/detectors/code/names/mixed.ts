import {classifyModelName} from '../../../catalog/models/model-names.ts'
import type {Named} from './names.ts'

/** Vendors whose names one client is never given: a list for one of them names its own, a gateway's have prefixes. */
const vendorsOfChoice = 3

/**
 * Whether names of so many vendors reach one call that they stand for a choice of clients: `embed(provider, model)`
 * with a branch for each. Which of them goes with which client, nobody can tell.
 */
export function isMixed(texts: readonly string[]): boolean {
  if (texts.length < vendorsOfChoice) return false
  const vendors = new Set(texts.flatMap(text => classifyModelName(text)?.registry ?? []))
  return vendors.size >= vendorsOfChoice
}

/** What a name says of itself, whoever is given it. */
export function ownName(text: string): Named | undefined {
  const own = classifyModelName(text)
  return own?.registry === undefined ? undefined : {name: own.name, registry: own.registry}
}
