import {providerByHost, providerBySlug} from '../../catalog/providers.ts'
import {modelReference} from '../../catalog/references/model.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {makeModel, makePrompt, makeService} from '../../inventory/make.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {lineIndex} from '../../lib/text/lines.ts'
import {templateVariables} from '../../lib/text/template.ts'

/** BAML's names of providers, where ours differ. */
const slugByProvider: ReadonlyMap<string, string> = new Map([
  ['google-ai', 'google-gemini'],
  ['aws-bedrock', 'bedrock'],
  ['openai-responses', 'openai'],
])
/** Providers that only forward to other clients of the file. */
const strategies = new Set(['fallback', 'round-robin', 'baml-fallback', 'baml-round-robin'])

const blockPattern = /^[ \t]*(?:client\s{0,10}<\s{0,10}llm\s{0,10}>|function)[ \t]+(\w{1,200})/gm
const promptPattern = /\bprompt[ \t\r\n]{0,100}(#{1,5})"/
const blockLimit = 1000
/** The declaration of a function or client; its prompt may be longer. */
const headLength = 4000

/** Clients (model, provider, endpoint) and prompts of a BAML file. */
export function readBaml(text: string, path: string, evidence: Omit<Evidence, 'line'>): Asset[] {
  const lineAt = lineIndex(text)
  const starts = [...text.matchAll(blockPattern)].slice(0, blockLimit)
  return starts.flatMap((match, index) => {
    const block = text.slice(match.index, starts[index + 1]?.index ?? text.length)
    const at = (offset: number): Evidence => ({...evidence, technique: 'syntax', line: lineAt(match.index + offset)})
    return match[0].trimStart().startsWith('client')
      ? readClient(block, at)
      : readFunction(block, match[1] ?? '', path, at)
  })
}

function readClient(block: string, at: (offset: number) => Evidence): Asset[] {
  const head = withoutComments(block.slice(0, headLength))
  const provider = /\bprovider[ \t]+"?([\w-]+)"?/.exec(head)
  if (provider === null || strategies.has(provider[1] ?? '')) return []
  const url = /\bbase_url[ \t]+"([^"\n]{1,500})"/.exec(head)?.[1]
  const slug = slugOf(provider[1] ?? '', url)
  const service =
    slug === undefined
      ? []
      : [makeService({provider: slug, endpoints: url === undefined ? [] : [redactUrl(url)]}, [at(provider.index)])]
  const model = /\b(?:model|model_id)[ \t]+"([^"\n{]{1,200})"/.exec(head)
  const reference = model === null ? undefined : modelReference(model[1] ?? '', slug)
  if (model === null || reference?.kind !== 'model') return service
  return [
    ...service,
    makeModel(
      reference.name,
      [at(model.index)],
      reference.registry === undefined ? {} : {registry: reference.registry},
    ),
  ]
}

/** The provider follows the base URL; `openai-generic` alone says nothing. */
function slugOf(provider: string, url: string | undefined): string | undefined {
  const host = url === undefined ? undefined : providerByHost(url)?.slug
  const slug = slugByProvider.get(provider) ?? provider
  return host ?? (url === undefined ? providerBySlug(slug)?.slug : undefined)
}

function readFunction(block: string, name: string, path: string, at: (offset: number) => Evidence): Asset[] {
  const assets: Asset[] = []
  const client = /\bclient[ \t]+"([\w.-]{1,50}\/[^"\s]{1,150})"/.exec(block.slice(0, headLength))
  const reference = client === null ? undefined : modelReference(client[1] ?? '')
  if (client !== null && reference?.kind === 'model') {
    assets.push(
      makeModel(
        reference.name,
        [at(client.index)],
        reference.registry === undefined ? {} : {registry: reference.registry},
      ),
    )
  }
  const open = promptPattern.exec(block)
  if (open === null) return assets
  const start = open.index + open[0].length
  const end = block.indexOf(`"${open[1] ?? '#'}`, start)
  const text = block.slice(start, end === -1 ? undefined : end)
  const variables = templateVariables(text)
  const facts = {role: 'template' as const, ...(variables.length > 0 && {variables})}
  return [...assets, makePrompt({path, symbol: name, name}, text, [{...at(open.index), symbol: name}], facts)]
}

/** Of the same length, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replace(/\/\/(?![^\n]*")[^\n]*/g, comment => ' '.repeat(comment.length))
}
