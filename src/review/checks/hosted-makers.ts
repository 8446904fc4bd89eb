import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {baseName} from '../../lib/path.ts'
import type {ReviewContext} from '../context.ts'
import {isSameCompany} from '../facts/company.ts'
import {isHosted} from './hosted.ts'

/** Who makes the models of such names, which nobody else can hand out. */
const makers: readonly (readonly [name: RegExp, maker: string])[] = [
  [
    /^(?:gpt-(?!oss|2(?:-|$)|j|neo)|chatgpt-|o[134](?:-|$)|text-embedding-(?:3|ada)|dall-e|whisper-1$|tts-1)/i,
    'OpenAI',
  ],
  [/^claude-/i, 'Anthropic'],
  [/^(?:gemini-|imagen-|veo-)/i, 'Google'],
  [/^grok-/i, 'xAI'],
  [/^command-(?:r|a|light|nightly)/i, 'Cohere'],
  [/^(?:titan-|nova-(?:micro|lite|pro|premier))/i, 'Amazon'],
  [/^deepseek-(?:chat|reasoner)$/i, 'DeepSeek'],
  [/^sonar(?:-|$)/i, 'Perplexity'],
]
/** Other names of the same makers. */
const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  Google: ['Google', 'DeepMind', 'Alphabet'],
  Amazon: ['Amazon', 'AWS'],
  xAI: ['xAI', 'x.ai', 'X Corp'],
}
/** Who supplies the models of others by its own service. */
const reseller =
  /\b(?:microsoft|azure|amazon|aws|bedrock|google|vertex|databricks|snowflake|oracle|ibm|watsonx|sap|openrouter|cloudflare|github|portkey|litellm|vercel|together|groq|perplexity)\b/i

/** A hosted model that the BOM says somebody else made. */
export function checkHostedMakers({view, notes}: ReviewContext): void {
  for (const part of view.models) {
    const maker = makers.find(([name]) => name.test(baseName(part.name)))?.[1]
    const other = maker === undefined || !isHosted(part, view) ? undefined : otherMaker(part.node, maker)
    if (maker === undefined || other === undefined) continue
    notes.find('maker-differs', {
      subject: part.name,
      message: `the BOM says ${other.name} made ${part.name}, which is a model of ${maker}`,
      conflict: [
        {value: other.name, source: 'the BOM'},
        {value: maker, source: 'list of hosted models'},
      ],
      evidence: [notes.cite(part.pointer + other.at, other.name)],
    })
  }
}

interface Named {
  readonly name: string
  readonly at: string
}

/** Nobody who is named as its maker is; where only a supplier is named, one who supplies no such models. */
function otherMaker(node: UnknownRecord, maker: string): Named | undefined {
  const isMaker = ({name}: Named): boolean => (alsoCalled[maker] ?? [maker]).some(each => isSameCompany(name, each))
  const authors = asList(node['authors']).map((author, index) => named(author, `/authors/${index}`))
  const stated = [
    named(node['manufacturer'], '/manufacturer'),
    ...authors,
    ...['publisher', 'author'].map(field => plain(node[field], `/${field}`)),
  ].flatMap(each => each ?? [])
  const supplier = named(node['supplier'], '/supplier')
  if ([...stated, ...(supplier === undefined ? [] : [supplier])].some(isMaker)) return undefined
  return stated[0] ?? (supplier !== undefined && !reseller.test(supplier.name) ? supplier : undefined)
}

function named(entity: unknown, at: string): Named | undefined {
  return plain(asRecord(entity)?.['name'], `${at}/name`)
}

function plain(value: unknown, at: string): Named | undefined {
  const name = asText(value)
  return name === undefined ? undefined : {name, at}
}
