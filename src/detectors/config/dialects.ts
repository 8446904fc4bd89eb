import {aiAction} from '../../catalog/actions.ts'
import {providerByPrefix} from '../../catalog/providers.ts'
import {datasetReference} from '../../catalog/references/dataset.ts'
import {isWeightsName, spacyArchive} from '../../catalog/references/weights.ts'
import {reportReference} from '../../catalog/setting.ts'
import {isPromptText} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {parseShell} from '../../lib/parse/shell.ts'
import {baseName, folderOf, pathIn} from '../../lib/path.ts'
import {templateVariables} from '../../lib/text/template.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import {reportConnectionStrings} from './connection-strings.ts'
import type {DialectInput} from './dialect.ts'
import {reportGraders} from './graders.ts'
import {reportCloudGuardrail, reportGatewayGuardrails, reportRails} from './guardrails.ts'
import {interpolate} from './interpolate.ts'
import {reportMcpConnections} from './mcp-connections.ts'
import {reportServedModels} from './served-models.ts'
import {reportSpringAi} from './spring.ts'
import {reportTorchtune} from './torchtune.ts'
import {valueAt, walk} from './walk.ts'

/** Files that a tool reads in a way of its own, told by their shape and not by their name alone. */
export const documentDialects: readonly ((input: DialectInput) => void)[] = [
  reportDatasetRegistry,
  reportGraphs,
  reportOpencodeModels,
  reportCrewTasks,
  reportSpacyAssets,
  reportServedModels,
  reportPromptList,
  reportGraders,
  reportActions,
  reportCloudTypes,
  reportTorchtune,
  leaveBaseOfAdapter,
  reportSpringAi,
  reportMcpConnections,
  reportPromptSection,
  reportConnectionStrings,
  reportRails,
  reportGatewayGuardrails,
]

/** LLaMA-Factory's dataset_info.json and its like: name → where the data set lies. */
function reportDatasetRegistry({document, into, take}: DialectInput): void {
  for (const [name, entry] of Object.entries(asRecord(document.value) ?? {})) {
    const record = asRecord(entry)
    if (record === undefined) continue
    for (const [key, registry] of [
      ['hf_hub_url', 'huggingface'],
      ['ms_hub_url', 'modelscope'],
      ['om_hub_url', 'openmind'],
    ] as const) {
      const id = asText(record[key])
      if (id === undefined || !/^[\w.-]+\/[\w.-]+$/.test(id)) continue
      take([name, key])
      into.dataset(id, {line: document.lineOf([name, key]), symbol: name, confidence: 0.95}, {registry})
    }
    const file = asText(record['file_name'])
    if (file === undefined || !isRegistryEntry(record)) continue
    take([name, 'file_name'])
    into.dataset(file, {line: document.lineOf([name, 'file_name']), symbol: name, confidence: 0.9})
  }
}

function isRegistryEntry(record: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(record).every(key =>
    /^(?:file_name|file_sha1|formatting|columns|tags|ranking|split|subset|folder|num_samples|hf_hub_url|ms_hub_url|script_url)$/.test(
      key,
    ),
  )
}

/** langgraph.json: graphs by name, each with the code that makes it: `./src/agent.py:graph`. */
function reportGraphs({document, file, into, take}: DialectInput): void {
  if (!file.path.endsWith('langgraph.json')) return
  for (const [name, graph] of Object.entries(asRecord(asRecord(document.value)?.['graphs']) ?? {})) {
    const made = asText(graph) ?? asText(asRecord(graph)?.['path'])
    into.agent(
      name,
      {line: document.lineOf(['graphs', name]), symbol: name, confidence: 0.95},
      {framework: 'langgraph', madeBy: made === undefined ? undefined : pathIn(folderOf(file.path), made)},
    )
  }
  take(['graphs'])
}

/** opencode writes `provider/model`, its own providers too: `opencode/grok-code`. */
function reportOpencodeModels({document, file, into, take}: DialectInput): void {
  if (!/(?:^|\/)\.?opencode\.jsonc?$/.test(file.path)) return
  for (const key of ['model', 'small_model']) {
    const named = asText(asRecord(document.value)?.[key]) ?? ''
    const [, registry, name] = /^([\w.-]{1,40})\/(\S{1,200})$/.exec(named) ?? []
    if (registry === undefined || name === undefined || providerByPrefix(named) !== undefined) continue
    take([key])
    into.model(name, {line: document.lineOf([key]), symbol: key, confidence: 0.9}, {registry})
  }
}

/** CrewAI's tasks.yaml: name → description and expected output. */
function reportCrewTasks({document, into, take}: DialectInput): void {
  for (const [name, entry] of Object.entries(asRecord(document.value) ?? {})) {
    const [description, output] = [
      asText(asRecord(entry)?.['description']),
      asText(asRecord(entry)?.['expected_output']),
    ]
    if (description === undefined || output === undefined) continue
    take([name])
    const text = `${description.trim()}\n${output.trim()}`
    const variables = templateVariables(text)
    into.prompt(
      text,
      {line: document.lineOf([name]), symbol: name, confidence: 0.85},
      {role: 'template', ...(variables.length > 0 && {variables})},
      name,
    )
  }
}

/** spaCy and Weasel: files that a project downloads or expects. */
function reportSpacyAssets({document, into, take}: DialectInput): void {
  const root = asRecord(document.value)
  const assets = asList(root?.['assets'])
  if (assets.length === 0 || (root?.['commands'] === undefined && root?.['workflows'] === undefined)) return
  take(['assets'])
  assets.forEach((_asset, at) => {
    reportSpacyAsset(document, at, into)
  })
}

function reportSpacyAsset(document: StructuredDocument, at: number, into: Collector): void {
  const asset = asRecord(asList(asRecord(document.value)?.['assets'])[at])
  const dest = interpolate(asText(asset?.['dest']) ?? '', document.value)
  const url = interpolate(asText(asset?.['url']) ?? '', document.value)
  const line = document.lineOf(['assets', at])
  const urlLine = document.lineOf(['assets', at, 'url']) ?? line
  const name = fileName(url === '' ? dest : url)
  const pipeline = spacyArchive(url)
  if (pipeline !== undefined) {
    reportReference(pipeline, {line: urlLine, symbol: 'assets', confidence: 0.93}, into)
    return
  }
  if (/vectors?\b|glove|fasttext|word2vec|\.vec\b/i.test(`${fileName(dest)} ${name}`) || isWeightsName(name)) {
    into.weights(name, {line: urlLine, symbol: 'assets', confidence: 0.85}, url === '' ? undefined : url)
    return
  }
  const found = datasetReference(url) ?? datasetReference(dest)
  if (found !== undefined)
    reportReference(found, {line: found.url === undefined ? line : urlLine, symbol: 'assets', confidence: 0.85}, into)
}

function fileName(text: string): string {
  const path = withoutQuery(text)
  return baseName(path)
}

/** promptfoo: prompts under test, as texts in a list. */
function reportPromptList({document, file, into, take}: DialectInput): void {
  const root = asRecord(document.value)
  if (!Array.isArray(root?.['prompts']) || (root['providers'] === undefined && root['targets'] === undefined)) return
  take(['prompts'])
  root['prompts'].forEach((prompt: unknown, at: number) => {
    const record = asRecord(prompt)
    const text = asText(prompt) ?? asText(record?.['raw'])
    if (text === undefined || !isPromptText(text)) return
    const variables = templateVariables(text)
    const symbol = asText(record?.['label']) ?? `prompts[${at}]`
    into.prompt(
      text,
      {line: document.lineOf(['prompts', at]), symbol, level: file.level, confidence: 0.9},
      {role: 'template', ...(variables.length > 0 && {variables})},
    )
  })
}

/** Steps of GitHub workflows that run a coding agent. */
function reportActions({document, into}: DialectInput): void {
  walk(document, ({key, value, path}) => {
    const found = key === 'uses' && typeof value === 'string' ? aiAction(value) : undefined
    if (found !== undefined) {
      const where = {line: document.lineOf(path), symbol: 'uses', confidence: 0.95}
      const tools = toolsOfAction(asRecord(asRecord(valueAt(document.value, path.slice(0, -1)))?.['with']))
      into.agent(found.name, where, {framework: 'github-actions', version: found.ref, tools})
      if (found.action.service !== undefined) into.service(found.action.service, {...where, confidence: 0.85})
    }
    return 'enter'
  })
}

/** Tools of one step; lists of them are short. */
const toolLimit = 100

/** `allowed_tools: Read,Bash(npm test)`, `claude_args: --allowedTools "Read,Bash"` */
function toolsOfAction(settings: UnknownRecord | undefined): string[] {
  const words = parseShell(asText(settings?.['claude_args']) ?? '').flatMap(({words: given}) =>
    given.map(word => word.text),
  )
  const from = words.findIndex(word => /^--allowed-?tools(?:=|$)/i.test(word))
  const end = words.findIndex((word, at) => at > from && word.startsWith('--'))
  const flagged = from === -1 ? [] : words.slice(from, end === -1 ? undefined : end)
  const given = [
    ...flagged.map(word => word.replace(/^--[\w-]{1,30}=?/, '')),
    asText(settings?.['allowed_tools']) ?? '',
  ]
  const tools = given.flatMap(text => text.match(/[\w:*.-]{1,100}(?:\([^()]{0,200}\))?/g) ?? [])
  return [...new Set(tools)].sort().slice(0, toolLimit)
}

const cloudTypes: readonly (readonly [prefix: string, service: string])[] = [
  ['AWS::Bedrock::', 'bedrock'],
  ['AWS::BedrockAgentCore::', 'bedrock'],
  ['AWS::SageMaker::Endpoint', 'sagemaker'],
  ['AWS::SageMaker::Model', 'sagemaker'],
  ['aws:bedrock/', 'bedrock'],
  ['gcp:vertex/', 'vertex-ai'],
  ['azure-native:cognitiveservices:', 'azure-openai'],
]

/** Resources of CloudFormation, ARM and Pulumi that are a hosted model. */
function reportCloudTypes({document, into}: DialectInput): void {
  walk(document, ({key, value, path}) => {
    if (key !== 'Type' && key !== 'type') return 'enter'
    const type = typeof value === 'string' ? value : ''
    if (type === 'AWS::Bedrock::Guardrail') reportCloudGuardrail(document, path.slice(0, -1), into)
    const service = cloudTypes.find(([prefix]) => type.startsWith(prefix))?.[1]
    if (service !== undefined) into.service(service, {line: document.lineOf(path), symbol: type, confidence: 0.93})
    return 'enter'
  })
}

/**
 * PEFT's adapter_config.json: the weights detector tells the base model, with revision and relation; what else it names
 * is told here.
 */
function leaveBaseOfAdapter({file, take}: DialectInput): void {
  if (!file.isEmbedded && baseName(file.path) === 'adapter_config.json') take(['base_model_name_or_path'])
}

/** `"Prompts": {"SystemIntent": "…"}` of an appsettings.json: what is called system and reads like instructions. */
function reportPromptSection({document, file, into, take}: DialectInput): void {
  if (!/^appsettings\b.*\.json$/i.test(baseName(file.path))) return
  for (const [key, value] of Object.entries(asRecord(asRecord(document.value)?.['Prompts']) ?? {})) {
    const text = asText(value)
    if (text === undefined || !/system|instruction|prompt/i.test(key) || !isPromptText(text)) continue
    take(['Prompts', key])
    const variables = templateVariables(text)
    into.prompt(
      text,
      {line: document.lineOf(['Prompts', key]), symbol: key, level: file.level, confidence: 0.85},
      {role: 'system', ...(variables.length > 0 && {variables})},
      key,
    )
  }
}
