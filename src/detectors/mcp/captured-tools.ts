import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {localId} from '../../inventory/identity.ts'
import {definitionDigest, describedTool, descriptionDigest} from '../../inventory/told-of-tool.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {orderedJson} from '../../lib/parse/ordered-json.ts'

const toolName = /^[A-Za-z0-9_][\w./-]{0,127}$/
/** Real servers have some hundreds; the rest of a hostile list is not read. */
const toolLimit = 1000
/** Longer definitions are not what a model is told. */
const longestTold = 256 * 1024
/** Texts of one tool that are looked at. */
const textLimit = 200

/**
 * The tools of a server as its answer to `tools/list` was captured: the answer itself, its result, or the list alone.
 * The digest is of all that the model is told of a tool, whatever the order of keys, so that a description that changes
 * shows.
 */
export function toCapturedTools(
  {value, lineOf}: StructuredDocument,
  path: string,
  evidence: Omit<Evidence, 'line'>,
): Asset[] {
  const [keys, list] = listIn(value)
  const tools = list.slice(0, toolLimit).map(asRecord)
  if (tools.length === 0 || !tools.every(isTool)) return []
  return tools.flatMap((tool, index): Asset[] => {
    const name = asText(tool?.['name'])
    if (tool === undefined || name === undefined || !toolName.test(name)) return []
    const line = lineOf([...keys, index, 'name'])
    const text = orderedJson(tool)
    const told = text.length > longestTold ? {} : toldOf(tool)
    return [
      {
        kind: 'tool',
        id: localId('tool', path, name),
        name,
        aliases: [],
        digests: [{alg: 'sha256', hex: sha256Hex(text), of: 'content', from: 'computed'}],
        evidence: [{...evidence, ...(line !== undefined && {line}), symbol: name}],
        facts: {text: textsIn(tool).join('\n'), ...told},
      },
    ]
  })
}

function toldOf(tool: UnknownRecord): Pick<AssetOf<'tool'>['facts'], 'descriptions' | 'definitions'> {
  const told = describedTool(tool)
  if (told?.description === undefined) return {}
  return {descriptions: [descriptionDigest(told.description)], definitions: [definitionDigest(told)]}
}

function listIn(value: unknown): [readonly (string | number)[], readonly unknown[]] {
  if (Array.isArray(value)) return [[], value]
  const [answer, result] = [asRecord(value), asRecord(asRecord(value)?.['result'])]
  return Array.isArray(answer?.['tools'])
    ? [['tools'], answer['tools']]
    : [['result', 'tools'], asList(result?.['tools'])]
}

/** A name and a schema of what it takes, as MCP writes it. */
function isTool(tool: UnknownRecord | undefined): boolean {
  return asText(tool?.['name']) !== undefined && asRecord(tool?.['inputSchema']) !== undefined
}

/** Everything in words that a model reads: its own description, and those of what it takes. */
function textsIn(tool: UnknownRecord): string[] {
  const texts: string[] = []
  const met: object[] = [tool]
  for (let at = 0; at < met.length && texts.length < textLimit; at++) {
    for (const [key, value] of Object.entries(met[at] ?? {})) {
      if (typeof value === 'string' && (key === 'description' || key === 'title')) texts.push(value)
      else if (typeof value === 'object' && value !== null) met.push(value)
    }
  }
  return texts
}
