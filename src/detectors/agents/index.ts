import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {parseDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {configuredIn, type Detector, type DetectorContext} from '../detector.ts'
import * as declared from './declared.ts'
import {type Definition, toAssets} from './definition.ts'
import {readDify} from './dify.ts'
import * as flows from './flows.ts'

/** Exported flows carry the source of their components: Langflow's reach a megabyte. */
const textLimitBytes = 4 * 1024 * 1024
const detectorId = 'agents'

interface Format {
  /** all of these stand in the text of such a file */
  readonly marks: readonly (string | RegExp)[]
  readonly files?: RegExp
  readonly read: (root: UnknownRecord) => Definition[]
}

/** Formats of definition files; the first that fits the text and finds something counts. */
const formats: readonly Format[] = [
  {
    marks: ['skills', 'capabilities'],
    files: /(?:^|\/)(?:agent|agent[-_]card|[\w-]+[-_]agent[-_]?card)\.json$/i,
    read: declared.readAgentCard,
  },
  {marks: ['agent_class'], files: /\.ya?ml$/, read: declared.readAdk},
  {marks: [declared.microsoftMark, 'instructions'], files: /\.ya?ml$/, read: declared.readMicrosoft},
  {marks: ['instructions'], files: /\.json$(?<=declarative-?agent[^/]*)/i, read: declared.readDeclarativeAgent},
  {marks: ['GptComponentMetadata'], files: /\.ya?ml$/, read: declared.readCopilotStudio},
  {marks: ['"assistant"', '"instructions"'], files: /\.json$/, read: declared.readOpenaiAssistant},
  {marks: ['"llm_config"', '"system"'], files: /\.(?:af|json)$/, read: declared.readLetta},
  {marks: ['customModes'], read: declared.readModes},
  {marks: ['"agent"'], files: /(?:^|\/)\.?opencode\.jsonc?$/, read: declared.readOpencode},
  {marks: ['"mode"'], files: /(?:^|\/)\.?opencode\.jsonc?$/, read: declared.readOpencode},
  {marks: ['developer_instructions'], files: /(?:^|\/)\.codex\/agents\/[^/]+\.toml$/, read: declared.readCodexAgent},
  {marks: ['agents'], files: /(?:^|\/)\.codex\/config\.toml$/, read: declared.readCodexRoles},
  {marks: ['autogen_', '"provider"'], files: /\.json$/, read: declared.readAutogen},
  {marks: ['models'], files: /(?:^|\/)\.continue\/(?:[\w-]+\/)?[\w.-]+\.(?:ya?ml|json)$/, read: declared.readContinue},
  {marks: ['n8n-nodes-langchain.', '"nodes"'], files: /\.json$/, read: flows.readN8n},
  {marks: ['kind: app', 'mode:'], files: /\.ya?ml$/, read: readDify},
  {marks: ['"nodes"', '"category"', '"inputs"'], files: /\.json$/, read: flows.readFlowise},
  {marks: ['"nodes"', '"template"', '"display_name"'], files: /\.json$/, read: flows.readLangflow},
]

const endings = ['.json', '.jsonc', '.yaml', '.yml', '.af', '.roomodes', '.kilocodemodes']
const otherNames = new Set([
  'package.json',
  'package-lock.json',
  'pnpm-lock.yaml',
  'npm-shrinkwrap.json',
  'tsconfig.json',
  'composer.json',
  'composer.lock',
])

/** Agents that files define: cards, declarative agents, exported flows. */
export const agents: Detector = {
  id: detectorId,
  version: 1,
  finds: ['agent', 'prompt', 'model', 'mcp-server'],
  required({path, byteLength}) {
    const isKnown =
      endings.some(ending => path.endsWith(ending)) || (path.endsWith('.toml') && path.includes('.codex/'))
    if (!isKnown || byteLength > BigInt(textLimitBytes)) return false
    return !otherNames.has(baseName(path))
  },
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const {path} = file
  const text = await file.text(textLimitBytes)
  const candidates = formats.filter(
    ({marks, files}) => files?.test(path) !== false && marks.every(mark => standsIn(mark, text)),
  )
  if (candidates.length === 0) return {assets: []}
  const answer = parseDocument(text, path)
  const root = answer.ok ? asRecord(answer.document.value) : undefined
  // the words alone prove no format, so a file that cannot be parsed is left to those who know it by its name
  if (!answer.ok || root === undefined) return {assets: []}
  const definitions = candidates.map(({read}) => read(root)).find(found => found.length > 0) ?? []
  const evidence = configuredIn(path, context, detectorId, 0.92)
  return toAssets(definitions, answer.document, path, evidence)
}

function standsIn(mark: string | RegExp, text: string): boolean {
  return typeof mark === 'string' ? text.includes(mark) : mark.test(text)
}
