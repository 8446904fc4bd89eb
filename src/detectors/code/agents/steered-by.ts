import type {Asset, Relationship} from '../../../inventory/asset.ts'
import {keyOf} from '../../../inventory/identity.ts'

/** A text that steers an agent: the prompt in that file with that digest, whatever it is called there. */
export interface Steering {
  /** key of the agent */
  readonly agent: string
  readonly path: string
  readonly sha256: string
}

/** Edges from agents to the prompts that steer them, where such a prompt was found. Pure. */
export function steeredBy(steerings: readonly Steering[], assets: readonly Asset[]): Relationship[] {
  const prompts = new Map<string, string>()
  for (const asset of assets) {
    if (asset.kind !== 'prompt') continue
    const paths = new Set(asset.evidence.map(({path}) => path))
    for (const {hex} of asset.digests) for (const path of paths) prompts.set(placeKey(path, hex), keyOf(asset))
  }
  return steerings.flatMap(({agent, path, sha256}) => {
    const to = prompts.get(placeKey(path, sha256))
    return to === undefined ? [] : [{from: agent, to, kind: 'depends-on' as const}]
  })
}

function placeKey(path: string, sha256: string): string {
  return `${path}\0${sha256}`
}
