import type {Asset, AssetOf} from './asset.ts'

/** Kinds of assets that act: a prompt may grant tools. */
export const actorKinds = ['agent', 'mcp-server', 'tool', 'prompt'] as const
/** An asset that can be allowed to do something. */
export type Actor = AssetOf<(typeof actorKinds)[number]>

/** Whether an asset can be allowed something: an agent, a server, a tool, or a prompt that grants tools. */
export function isActor(asset: Asset): asset is Actor {
  return actorKinds.some(kind => kind === asset.kind)
}

/** An MCP server that its configuration has, and that is not started. */
export function isSwitchedOff({kind, properties}: Asset): boolean {
  return kind === 'mcp-server' && properties?.['aibom:mcp:enabled']?.includes('false') === true
}
