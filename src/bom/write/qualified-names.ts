import type {Asset} from '../../inventory/asset.ts'
import {keyOf, localId} from '../../inventory/identity.ts'

/** Names that say what something is for and not which one it is. */
const genericNames: ReadonlySet<string> = new Set([
  ...[
    'prompt',
    'prompts',
    'system',
    'system_prompt',
    'systemprompt',
    'default_prompt',
    'template',
    'prompt_template',
    'instructions',
    'instruction',
  ],
  ...[
    'description',
    'content',
    'message',
    'messages',
    'query',
    'question',
    'user_prompt',
    'text',
    'readme.md',
    'agents.md',
    'claude.md',
    'skill.md',
  ],
])

/**
 * Written names, by key, of what would else be taken for something else: a weight file goes by its path, a prompt by
 * its place where its name is generic or stands twice. Agents and MCP servers keep theirs, since that is what they are
 * called by.
 */
export function qualifiedNames(assets: readonly Asset[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  for (const {kind, name} of assets)
    if (kind === 'prompt') counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1)
  return new Map(
    assets.flatMap(asset => {
      const name = asset.name.toLowerCase()
      const isAmbiguous =
        asset.kind === 'weights' || (asset.kind === 'prompt' && (genericNames.has(name) || (counts.get(name) ?? 0) > 1))
      const place = isAmbiguous ? placeOf(asset) : undefined
      return place === undefined || place === asset.name ? [] : [[keyOf(asset), place] as const]
    }),
  )
}

/** What its identity says of its place: `src/agent.py#PROMPT`. */
function placeOf({kind, id}: Asset): string | undefined {
  const start = localId(kind, '')
  return id.startsWith(start) && id.length > start.length ? id.slice(start.length) : undefined
}
