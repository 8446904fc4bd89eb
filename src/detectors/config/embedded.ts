import type {Node} from './walk.ts'

const fileEnding = /\.(ya?ml|json|toml|ini|cfg|conf|env|properties|sh)$/
/** A list or object whose first key or value is quoted; a template begins with two braces. */
const jsonStart = /^\s*(?:\[\s*(?:\{\s*)?|\{\s*)"/
const embeddedLimit = 500_000
/** A nested document is at least some keys on lines of their own. */
const yamlLike = /^[ \t]{0,20}(?:- )?["']?[\w.-]{1,80}["']?:(?:\s|$)/m

/**
 * The name of the file that a text stands for: a ConfigMap's `data: {config.yaml: |…}` and the like.
 * @returns undefined for texts that are no document
 */
export function embeddedText(node: Node, text: string): string | undefined {
  if (!text.includes('\n') || text.length > embeddedLimit) return undefined
  if (fileEnding.test(node.key)) return node.key
  const holder = node.ancestors.at(-1) ?? ''
  const isHolder =
    holder === 'data' || holder === 'stringdata' || holder === 'configs' || holder === 'files' || holder === 'content'
  const isConfig =
    /^(?:config|configuration|settings|values|content|application|serveconfig(?:v2)?)$/i.test(node.key) || isHolder
  return isConfig && yamlLike.test(text) && !/^#!/.test(text) ? `${node.key}.yaml` : undefined
}

/**
 * JSON in a single value: `MODELS='[{"id": "…"}]'`.
 * @returns the document with the key around it, on the lines that it had
 */
export function embeddedJson(key: string, text: string): string | undefined {
  if (text.length > embeddedLimit || !jsonStart.test(text) || !/[\]}]$/.test(text.trimEnd())) return undefined
  return `{${JSON.stringify(key)}: ${text}}`
}
