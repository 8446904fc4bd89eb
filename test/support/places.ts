import type {Detector} from '../../src/detectors/detector.ts'
import type {Asset} from '../../src/inventory/asset.ts'
import {compareText} from '../../src/lib/sort.ts'
import {detect, filesOf} from './detect.ts'

const named = new Set(['prompt', 'agent', 'mcp-server', 'tool', 'weights'])

/** `3 model:openai/gpt-4o`: line and identity of every place of every asset in one file, in the order of lines. */
export function placesOf(assets: readonly Asset[], path: string): string[] {
  const places = assets.flatMap(asset => {
    const identity = named.has(asset.kind) ? `${asset.kind}:${asset.name}` : asset.id
    return asset.evidence.filter(one => one.path === path).map(one => ({line: one.line ?? 0, identity}))
  })
  return places
    .sort((a, b) => a.line - b.line || (a.identity < b.identity ? -1 : 1))
    .map(({line, identity}) => `${line} ${identity}`)
}

/**
 * `path:line level id` of everything that a detector names in a folder of fixtures, in the order of paths and lines.
 */
export async function casePlaces(detector: Detector, folder: string): Promise<string[]> {
  const {assets} = await detect(detector, filesOf(folder))
  const places = assets.flatMap(asset =>
    asset.evidence.map(({path, line = 0, level}) => ({path, line, text: `${path}:${line} ${level} ${asset.id}`})),
  )
  return places
    .sort((a, b) => compareText(a.path, b.path) || a.line - b.line || compareText(a.text, b.text))
    .map(({text}) => text)
}
