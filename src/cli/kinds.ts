import {type AssetKind, assetKinds} from '../inventory/asset.ts'
import {AibomError} from '../lib/errors.ts'
import {closeNames} from '../lib/text/close-names.ts'

/** How people call the kinds of assets, one and many. */
const names: Readonly<Record<AssetKind, readonly [one: string, many: string]>> = {
  model: ['model', 'models'],
  weights: ['weight file', 'weight files'],
  dataset: ['data set', 'data sets'],
  package: ['package', 'packages'],
  service: ['service', 'services'],
  agent: ['agent', 'agents'],
  'mcp-server': ['MCP server', 'MCP servers'],
  prompt: ['prompt', 'prompts'],
  tool: ['tool', 'tools'],
  guardrail: ['guardrail', 'guardrails'],
  'dependency-manifest': ['dependency manifest', 'dependency manifests'],
  bom: ['BOM', 'BOMs'],
}

const words: ReadonlyMap<string, readonly AssetKind[]> = new Map<string, readonly AssetKind[]>([
  ['all', assetKinds],
  ...assetKinds.flatMap(kind => [
    [kind, [kind]] as const,
    [kind === 'weights' ? 'weight' : `${kind}s`, [kind]] as const,
  ]),
  ...(['data-set', 'data-sets'] as const).map(word => [word, ['dataset']] as const),
  ...(['manifest', 'manifests'] as const).map(word => [word, ['dependency-manifest']] as const),
  ['mcp', ['mcp-server']],
])

/** What may be typed for a kind. */
export const kindWords: readonly string[] = [...words.keys()]

/** `2 models`, `1 weight file`: the name of a kind for so many. */
export function kindName(kind: string, count: number): string {
  const [one, many] = isKind(kind) ? names[kind] : [kind, kind]
  return count === 1 ? one : many
}

/** The kinds that a word of the command line names, in the singular or the plural; `all` names every one. */
export function kindsOfWord(word: string): readonly AssetKind[] | undefined {
  return words.get(word.toLowerCase())
}

/** The error for a word that names no kind, with the kind that was probably meant. */
export function unknownKind(word: string): AibomError {
  const [close] = closeNames(words.keys(), word, 1)
  const hint = close === undefined ? `Kinds are: ${assetKinds.join(', ')}` : `Did you mean: ${close}`
  return new AibomError('AIBOM_USAGE', `${word} is not a kind of asset`, {hint})
}

function isKind(kind: string): kind is AssetKind {
  return kind in names
}
