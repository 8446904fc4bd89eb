import type {Asset} from '../../src/inventory/asset.ts'

const named = new Set(['prompt', 'agent', 'mcp-server', 'tool', 'weights'])

/** `3 model:openai/gpt-4o`: line and identity of every place of every asset in one file, in the order of lines. */
export function placesOf(assets: readonly Asset[], path: string): string[] {
  const places = assets.flatMap(asset => {
    const identity = named.has(asset.kind) ? `${asset.kind}:${asset.name}` : asset.id
    return asset.evidence.filter(one => one.path === path).map(one => ({line: one.line ?? 0, identity}))
  })
  return places.sort((a, b) => a.line - b.line || (a.identity < b.identity ? -1 : 1)).map(({line, identity}) => `${line} ${identity}`)
}
