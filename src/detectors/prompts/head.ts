import {providerByHost} from '../../catalog/providers.ts'
import {modelReference} from '../../catalog/references/model.ts'
import {answerSettingOf} from '../../inventory/answer-settings.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {makeModel, makeService} from '../../inventory/make.ts'
import type {HeadedText} from '../../inventory/prompt-digest.ts'
import {settingsOf} from '../../inventory/record-settings.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {parseDocument, type StructuredDocument} from '../../lib/parse/document.ts'
import type {FrontMatter} from '../../lib/text/front-matter.ts'

/** prompty's types of connection, where they say whose name a deployment is. */
const registryByType: ReadonlyMap<string, string> = new Map([
  ['azure_openai', 'azure-openai'],
  ['openai', 'openai'],
])

/** What stands before the text of a prompt file: dotprompt, prompty. */
export interface PromptHead {
  readonly front: FrontMatter
  readonly document: StructuredDocument
  readonly fields: UnknownRecord
}

/** @returns undefined where what stands there is no head: a prompt may begin with a rule */
export function promptHead(front: FrontMatter): PromptHead | undefined {
  const answer = parseDocument(front.yaml, 'front-matter.yaml')
  const fields = answer.ok ? asRecord(answer.document.value) : undefined
  return answer.ok && fields !== undefined ? {front, document: answer.document, fields} : undefined
}

/** What the head says for people and of the model; what the model is told stays: tools, schemas, defaults. */
const forPeople = new Set(['name', 'description', 'authors', 'version', 'tags', 'license', 'sample'])
const ofModel = new Set(['api', 'id', 'provider', 'connection', 'configuration'])

/** The text with what its head asks for beside the model and its settings, which are told apart. */
export function headedText({front, fields}: PromptHead): HeadedText {
  const {model, config, ...others} = Object.fromEntries(Object.entries(fields).filter(([key]) => !forPeople.has(key)))
  const record = asRecord(model)
  const parts =
    record === undefined ? {} : Object.fromEntries(Object.entries(record).filter(([key]) => !ofModel.has(key)))
  const kept = {...parts, parameters: withoutSettings(parts['parameters']), config: withoutSettings(config)}
  return {head: {...others, model: kept}, body: front.body}
}

function withoutSettings(value: unknown): unknown {
  const record = asRecord(value)
  if (record === undefined) return undefined
  const others = Object.entries(record).filter(([key]) => answerSettingOf(key) === undefined)
  return others.length === 0 ? undefined : Object.fromEntries(others)
}

/**
 * The model that a prompt is for, with its settings, and the address that it is asked at.
 *
 * dotprompt: `model: googleai/gemini-…`, `config`; prompty: `model.configuration` with its type, deployment and address,
 * or `model.id`, and `model.parameters`.
 */
export function assetsOfHead({front, document, fields}: PromptHead, evidence: Evidence): Asset[] {
  const model = fields['model']
  const configuration = asRecord(asRecord(model)?.['configuration'])
  const registry = registryByType.get(asText(configuration?.['type']) ?? '')
  const settings = [...settingsOf(asRecord(model)), ...settingsOf(asRecord(fields['config']))]
  const at = (keys: readonly string[]): Evidence[] => {
    const line = (document.lineOf([...keys]) ?? 1) + front.yamlLine - 1
    return [{...evidence, technique: 'manifest', line}]
  }
  const places: [string | undefined, string[]][] = [
    [asText(model), ['model']],
    [asText(asRecord(model)?.['id']), ['model', 'id']],
    ...['azure_deployment', 'model', 'name'].map((key): [string | undefined, string[]] => [
      asText(configuration?.[key]),
      ['model', 'configuration', key],
    ]),
  ]
  const models = places.flatMap(([name, keys]) => {
    const reference = name === undefined ? undefined : modelReference(name, registry)
    if (reference?.kind !== 'model') return []
    const facts = reference.registry === undefined ? {} : {registry: reference.registry}
    const made = makeModel(reference.name, at(keys), facts)
    return [settings.length === 0 ? made : {...made, properties: {'aibom:model:setting': settings}}]
  })
  const services = ['azure_endpoint', 'base_url', 'endpoint'].flatMap(key => {
    const address = asText(configuration?.[key])
    if (address === undefined || !/^https?:\/\/[^\s${}]{1,300}$/.test(address)) return []
    const provider = providerByHost(address)?.slug ?? registry
    return provider === undefined
      ? []
      : [makeService({provider, endpoints: [address]}, at(['model', 'configuration', key]))]
  })
  return [...models, ...services]
}
