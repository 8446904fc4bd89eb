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
    [kind === 'weights' ? 'weight' : manyWord(kind), [kind]] as const,
  ]),
  ...(['data-set', 'data-sets'] as const).map(word => [word, ['dataset']] as const),
  ...(['manifest', 'manifests'] as const).map(word => [word, ['dependency-manifest']] as const),
  ['mcp', ['mcp-server']],
])

/** What completion offers for the kinds, each once: the word that stands for many. */
export const kindWords: readonly string[] = ['all', ...assetKinds.map(manyWord)]

/** `2 models`, `1 weight file`: the name of a kind for so many. */
export function kindName(kind: string, count: number): string {
  const [one, many] = isKind(kind) ? names[kind] : [kind, kind]
  return count === 1 ? one : many
}

/** The kinds that a word of the command line names, in the singular or the plural; `all` names every one. */
export function kindsOfWord(word: string): readonly AssetKind[] | undefined {
  return words.get(word.toLowerCase())
}

/** The word of a kind that is nearest to what was typed; undefined where none is near. */
export function closeKind(typed: string): string | undefined {
  const [close] = closeNames(words.keys(), typed, 1)
  const kinds = close === undefined ? undefined : words.get(close)
  return kinds === undefined ? undefined : kinds.length > 1 ? 'all' : kinds.map(manyWord)[0]
}

/** The error for a word that names no kind, with the kind that was probably meant. */
export function unknownKind(word: string, what = 'not a kind of asset'): AibomError {
  const close = closeKind(word)
  const hint = close === undefined ? `Kinds are: ${assetKinds.map(manyWord).join(', ')}` : `Did you mean: ${close}`
  return new AibomError('AIBOM_USAGE', `${word} is ${what}`, {hint})
}

/** The word that help and messages use: `models`, `weights`, `mcp-servers`. */
function manyWord(kind: AssetKind): string {
  return kind === 'weights' ? kind : `${kind}s`
}

function isKind(kind: string): kind is AssetKind {
  return kind in names
}
