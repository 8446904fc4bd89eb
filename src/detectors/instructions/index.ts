import {approvedByMode, reachOfTools} from '../../catalog/agent-tools.ts'
import {classifyModelName} from '../../catalog/models/model-names.ts'
import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {PromptFacts} from '../../inventory/facts.ts'
import {keyOf, localId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {toLicence} from '../../inventory/licence.ts'
import {makeModel, makePrompt} from '../../inventory/make.ts'
import {type HeadedText, withOwnDigest} from '../../inventory/prompt-digest.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {asList, asRecord, asText, textsOf} from '../../lib/narrow.ts'
import {parseDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {redactCommand} from '../../lib/redact/arguments.ts'
import {templateVariables} from '../../lib/text/template.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {type FileKind, kindOf, mayBeInstructions} from './kinds.ts'
import {type Metadata, parseMetadata, toolsOf} from './metadata.ts'
import {withSkillFiles} from './skill-files.ts'

/** The longest instructions seen in the wild are some hundred kilobytes. */
const textLimitBytes = 4 * 1024 * 1024
const detectorId = 'instructions'
const aiderConfig = '.aider.conf.yml'
/** A command that a slash command runs before it is handed to the model. */
const inlineCommandPattern = /!`([^`\n]{1,300})`|!\{([^{}\n]{1,300})\}/g

export const instructions: Detector = {
  id: detectorId,
  version: 2,
  finds: ['prompt', 'agent', 'model'],
  wantsInstalled: true,
  assemblesAlike: true,
  required({path}) {
    return path.endsWith(aiderConfig) || (mayBeInstructions(path) && kindOf(path) !== undefined)
  },
  extract,
  assemble: withSkillFiles,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const {path} = file
  const text = await file.text(textLimitBytes)
  if (path.endsWith(aiderConfig)) return readByAider(text, path, context)
  const kind = kindOf(path)
  if (kind === undefined || text.trim() === '') return {assets: []}
  const metadata = parseMetadata(text, path)
  if (metadata === undefined)
    return {assets: [], gaps: [{path, stage: 'extract', code: 'syntax', message: `${path} cannot be parsed`}]}
  if (kind.uncertain === true && !(await isPlugin(kind, metadata, path, context))) return {assets: []}
  const evidence = evidenceOf(path, context)
  const prompt = withOwnDigest(toPrompt(path, text, kind, metadata, evidence), text, headedText(metadata))
  if (kind.role === 'agent') return withAgent(prompt, kind, metadata, path, evidence)
  const models = modelsOf(metadata, evidence)
  return {assets: [prompt, ...models], relationships: dependsOn(prompt, models)}
}

function evidenceOf(path: string, context: DetectorContext): Evidence {
  return {
    detector: detectorId,
    technique: 'file-name',
    path,
    line: 1,
    level: 'configured',
    scope: context.scopeOf(path),
    confidence: 0.95,
  }
}

/**
 * A folder `agents` or `commands` belongs to a plugin when the manifest lies beside it, or when the file has the front
 * matter of one.
 */
async function isPlugin(kind: FileKind, {fields}: Metadata, path: string, context: DetectorContext): Promise<boolean> {
  const described = asText(fields['description']) !== undefined
  if (kind.role === 'agent' && described && asText(fields['name']) !== undefined) {
    return ['tools', 'model', 'color'].some(key => fields[key] !== undefined) || (await hasManifest(path, context))
  }
  if (kind.role === 'command' && described && ['allowed-tools', 'argument-hint'].some(key => fields[key] !== undefined))
    return true
  return described && (await hasManifest(path, context))
}

async function hasManifest(path: string, context: DetectorContext): Promise<boolean> {
  const root = /^(.*\/|)(?:agents|commands)\//.exec(path)?.[1] ?? ''
  return (await context.sibling(`${root}.claude-plugin/plugin.json`)) !== undefined
}

function toPrompt(
  path: string,
  text: string,
  kind: FileKind,
  {fields, body}: Metadata,
  evidence: Evidence,
): AssetOf<'prompt'> {
  const allowed = toolsOf(fields['allowed-tools'] ?? (kind.role === 'command' ? fields['tools'] : undefined))
  const commands = kind.role === 'command' ? inlineCommands(body) : []
  const reach = reachOfTools(allowed, allowed)
  const executes = [...new Set([...(reach.executes ?? []), ...commands])].sort()
  const variables = kind.role === 'command' ? commandVariables(body) : []
  const role: PromptFacts['role'] = kind.role === 'agent' ? 'system' : kind.role
  const prompt = makePrompt({path, name: path}, text, [evidence], {
    role,
    ...(variables.length > 0 && {variables}),
    ...((Object.keys(reach).length > 0 || executes.length > 0) && {
      reach: {...reach, ...(executes.length > 0 && {executes})},
    }),
  })
  const name = asText(fields['name'])
  const description = asText(fields['description'])
  const licence = toLicence(asText(fields['license']) ?? '')
  return {
    ...prompt,
    ...(name !== undefined && {aliases: [name]}),
    ...(description !== undefined && {description}),
    ...(licence !== undefined && {licences: [licence]}),
  }
}

function inlineCommands(body: string): string[] {
  return [...body.matchAll(inlineCommandPattern)].map(match => redactCommand(match[1] ?? match[2] ?? ''))
}

/** What stands in the head of a file and is told by itself: the model, what may be used, the terms. */
const toldApart = new Set(['model', 'tools', 'allowed-tools', 'license'])

/** The head without what is told apart; undefined where there is none that we understand. */
function headedText({fields, body, isWhole}: Metadata): HeadedText | undefined {
  if (Object.keys(fields).length === 0 || !isWhole) return undefined
  return {head: Object.fromEntries(Object.entries(fields).filter(([key]) => !toldApart.has(key))), body}
}

/** Besides the usual ones `$ARGUMENTS` and `$1`. */
function commandVariables(body: string): string[] {
  const positional = [...body.matchAll(/\$(ARGUMENTS|[1-9])\b/g)].map(match => match[1] ?? '')
  return [...new Set([...templateVariables(body), ...positional])].sort()
}

/** Assistants whose agents get every tool of the conversation that starts them, unless their file names some. */
const inheriting: ReadonlySet<string> = new Set(['claude-code', 'github-copilot', 'opencode'])
const everyKindOfTool = ['Bash', 'Read', 'Write', 'WebFetch']

function withAgent(
  prompt: AssetOf<'prompt'>,
  kind: FileKind,
  metadata: Metadata,
  path: string,
  evidence: Evidence,
): Extraction {
  const {fields} = metadata
  const stem = baseName(path).replace(/\.(?:agent\.md|chatmode\.md|md|json|toml)$/, '')
  const tools = [
    ...toolsOf(fields['tools']),
    ...textsOf(fields['skills'])
      .flatMap(toolsOf)
      .map(name => `Skill(${name})`),
    ...serversOf(fields['mcpServers'] ?? fields['mcp-servers']).map(name => `mcp__${name}`),
  ]
  const inherits = kind.client !== undefined && inheriting.has(kind.client) && fields['tools'] === undefined
  const mode = asText(fields['permissionMode'])
  const reach = reachOfTools(inherits ? [...tools, ...everyKindOfTool] : tools, [
    ...toolsOf(fields['allowedTools']),
    ...approvedByMode(mode),
  ])
  const line = metadata.lineOf('name') ?? 1
  const agent: AssetOf<'agent'> = {
    kind: 'agent',
    id: localId('agent', path),
    name: asText(fields['name']) ?? stem,
    ...(prompt.description !== undefined && {description: prompt.description}),
    aliases: [stem],
    digests: [],
    evidence: [{...evidence, technique: 'manifest', line}],
    facts: {
      ...(kind.client !== undefined && {framework: kind.client}),
      ...((tools.length > 0 || inherits) && {tools: [...new Set(inherits ? [...tools, '*'] : tools)].sort()}),
      ...(Object.keys(reach).length > 0 && {reach}),
    },
  }
  const models = modelsOf(metadata, evidence)
  const asked = textsOf(fields['model'])
  const named: AssetOf<'agent'> = asked.length === 0 ? agent : {...agent, properties: {'aibom:agent:model': asked}}
  return {assets: [named, prompt, ...models], relationships: dependsOn(named, [prompt, ...models])}
}

/** Names of servers: a list of names, or of maps by name. */
function serversOf(value: unknown): string[] {
  const record = asRecord(value)
  return record === undefined
    ? asList(value).flatMap(item => asText(item) ?? Object.keys(asRecord(item) ?? {}))
    : Object.keys(record)
}

function dependsOn(from: Asset, assets: readonly Asset[]): Relationship[] {
  return assets.map(asset => ({from: keyOf(from), to: keyOf(asset), kind: 'depends-on'}))
}

/** The model that a command, skill or agent asks for. */
function modelsOf(metadata: Metadata, evidence: Evidence): Asset[] {
  const line = metadata.lineOf('model')
  return textsOf(metadata.fields['model']).flatMap(name =>
    toModel(name, {...evidence, technique: 'manifest', ...(line !== undefined && {line})}),
  )
}

/** Aliases such as `sonnet` and `inherit` name no model. */
function toModel(name: string, evidence: Evidence): Asset[] {
  const named = classifyModelName(name)
  if (named === undefined) return []
  return [makeModel(named.name, [evidence], named.registry === undefined ? {} : {registry: named.registry})]
}

/** Files that aider hands to the model with every request. */
async function readByAider(text: string, path: string, context: DetectorContext): Promise<Extraction> {
  const answer = parseDocument(text, path)
  if (!answer.ok) return {assets: [], gaps: [{path, stage: 'extract', code: 'syntax', message: answer.message}]}
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const named = textsOf(asRecord(answer.document.value)?.['read']).filter(
    name => /^[\w][\w./-]*\.(?:md|txt)$/.test(name) && !name.includes('..'),
  )
  const assets: Asset[] = []
  for (const name of named) {
    const sibling = kindOf(folder + name) === undefined ? await context.sibling(folder + name) : undefined
    if (sibling === undefined) continue
    assets.push(
      makePrompt(
        {path: folder + name, name: folder + name},
        await sibling.text(textLimitBytes),
        [evidenceOf(folder + name, context)],
        {
          role: 'instructions',
        },
      ),
    )
  }
  return {assets}
}
