import {reportShell} from '../../catalog/commands/commands.ts'
import {isRecordedTraffic, recordedKeys} from '../../formats/recorded-traffic.ts'
import {withoutResourceDefinitions} from '../../formats/resource-definitions.ts'
import {type Collector, collector} from '../../inventory/collector.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {asRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {parseJsonc} from '../../lib/parse/jsonc.ts'
import {parseToml} from '../../lib/parse/toml.ts'
import {parseYamlStream} from '../../lib/parse/yaml.ts'
import {interpreterLineOf} from '../../lib/text/interpreter-line.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {type ConfigKind, configKind} from './claim.ts'
import {withoutDottedKeys} from './dotted-keys.ts'
import {reportComments, reportEnvLines, reportIniLines, reportMakeLines, reportYamlLines} from './lines.ts'
import {reportSql} from './sql.ts'
import {reportDocument} from './structured.ts'

/** Larger files are data; the largest configurations in the wild stay below. */
const limitBytes = 1024 * 1024
/** A list of more records than this is data too. */
const recordLimit = 200
/** Keys of a record to learn from: what is asked and what is answered. */
const asksPattern = /\b(?:instruction|prompt|question|conversations|messages|input|query|context|text)\b/
const answersPattern =
  /\b(?:output(?:_\w{1,20})?|response|answers?|completion|chosen|rejected|preference|target|label|conversations|messages|reference)\b/
const embeddedDepth = 2
/** Words that only a file about models has. */
const aboutModels =
  /hugging_?face|transformers?\b|\bllms?\b|llm[_-]|_llm|vllm|\blora\b|lora_|tokenizer|openai|anthropic|langchain|langgraph|llama|gemini|bedrock|vertex|embedding|fine-?tun|base_model|model_name|modelurl|\bmodel[_-]?id\b|model_path|max_tokens|max_new_tokens|system_?prompt|num_train_epochs|num_epochs|micro_batch|learning_rate|\bepochs?\b|batch_size|diffusion|whisper|spacy|sentence-|ollama|mistral|claude|\bgpt-|prompt_(?:input|no_input|template)|(?:system|user)_?prompt|pretrained|torch|:\s+ai\/[a-z]/i
/** Words of a training recipe. */
const aboutTraining = /epoch|learning_rate|fine-?tun|\blora|batch_size|\btrain|\bsft\b|\bdpo\b|max_steps/i
/**
 * Other formats in the same clothes: bills of materials, JSON-LD descriptions of data sets, schemas, API descriptions.
 */
const foreignContent =
  /"bomFormat"|"spdxVersion"|mlcommons\.org\/croissant|"\$schema"\s*:\s*"https?:\/\/json-schema\.org|"@context"\s*:|"nbformat"|"lockfileVersion"/
const describesApi = /(?:^[ \t]*|[{,]\s*)["']?(?:openapi|swagger|asyncapi)["']?\s*:/m
const isTemplate = /\{\{|\{%|<%/

/**
 * Settings in YAML, JSON, TOML, INI, .env, shell and make files: models, data sets, services, prompts, agents and
 * packages that they name.
 */
export const config: Detector = {
  id: 'config',
  version: 1,
  finds: ['model', 'weights', 'dataset', 'service', 'agent', 'mcp-server', 'prompt', 'package', 'guardrail'],
  required: (file, head) =>
    configKind(file.path) !== undefined || (head !== undefined && isShellScript(file.path, head)),
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const kind = configKind(file.path) ?? 'shell'
  const technique = kind === 'shell' || kind === 'make' || kind === 'powershell' ? 'syntax' : 'manifest'
  const into = collector({detector: `config/${kind}`, technique, path: file.path, scope: context.scopeOf(file.path)})
  try {
    const text = await file.text(limitBytes)
    read({text, name: file.path, kind, offset: 0, depth: 0}, into)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    into.gap(gapCodeOf(error), error.message)
  }
  return into.done()
}

const shellLine = /^#![^\n]{0,60}\b(?:ba|z|k|da)?sh\b/

/** `#!/usr/bin/env bash` in a file without a suffix. */
function isShellScript(path: string, head: Uint8Array): boolean {
  return shellLine.test(interpreterLineOf(path, head) ?? '')
}

interface Part {
  readonly text: string
  readonly name: string
  readonly kind: ConfigKind
  /** lines before it in the file */
  readonly offset: number
  readonly depth: number
  /** it stands in the description of an API, as an example */
  readonly isExample?: boolean
}

function read(part: Part, into: Collector): void {
  const {text, kind, offset} = part
  const lines = text.split(/\r\n|\n|\r/)
  const reading = {...aboutOf(text), level: 'configured', offset} as const
  if (kind === 'yaml' || kind === 'json' || kind === 'toml') readStructured(part, lines, into)
  else if (kind === 'env') reportEnvLines(lines, {...reading, readEmbedded: embeddedReader(part, into)}, into)
  else if (kind === 'sql') reportSql(text, reading, into)
  else if (kind === 'make') reportMakeLines(lines, reading, into)
  else if (kind === 'ini' || kind === 'properties') {
    reportComments(lines, into, offset)
    reportIniLines(lines, reading, into)
  } else {
    if (kind === 'powershell') reportEnvLines(lines, reading, into)
    // PowerShell continues a line with a backquote
    const script = kind === 'powershell' ? text.replace(/`(\r?\n)/g, '\\$1') : text
    reportShell(script, 1 + offset, into, {level: 'used'})
  }
}

interface About {
  readonly isAboutModels: boolean
  readonly isAboutTraining: boolean
  readonly isAboutOllama: boolean
  readonly isAboutTorchtune: boolean
}

function aboutOf(text: string): About {
  return {
    isAboutModels: aboutModels.test(text),
    isAboutTraining: aboutTraining.test(text),
    isAboutOllama: /ollama|:11434\b/i.test(text),
    isAboutTorchtune: text.includes('_component_: torchtune.'),
  }
}

function readStructured(part: Part, lines: readonly string[], into: Collector): void {
  const {text, name, kind, offset} = part
  if (foreignContent.test(text.slice(0, 20_000))) return
  const about = aboutOf(text)
  const isExample = part.isExample === true || describesApi.test(text.slice(0, 2000))
  const level = isExample ? 'mentioned' : 'configured'
  if (kind !== 'json') reportComments(lines, into, offset)
  const documents = parse(part, into)
  if (documents === undefined && kind !== 'json') reportYamlLines(lines, {...about, level, offset}, into)
  // JSON has no blocks to look up
  const blocks = kind === 'json' ? [] : padded(lines, offset)
  for (const written of documents ?? []) {
    if (isData(written.value)) continue
    const document = withoutDottedKeys(written)
    const shifted = {
      value: document.value,
      lineOf: (path: readonly (string | number)[]) => shift(document.lineOf(path), offset),
    }
    reportDocument(
      shifted,
      {
        path: name,
        isEmbedded: part.depth > 0,
        lines: blocks,
        ...about,
        level,
        readEmbedded: embeddedReader({...part, isExample}, into),
      },
      into,
    )
  }
}

function embeddedReader(
  {depth, isExample = false}: Part,
  into: Collector,
): (text: string, name: string, line: number) => void {
  return (text, name, line) => {
    const kind = depth < embeddedDepth ? configKind(name) : undefined
    if (kind !== undefined) read({text, name, kind, offset: line - 1, depth: depth + 1, isExample}, into)
  }
}

function shift(line: number | undefined, offset: number): number | undefined {
  return line === undefined ? undefined : line + offset
}

/** Lines at the index that their number in the file gives. */
function padded(lines: readonly string[], offset: number): readonly string[] {
  return offset === 0 ? lines : [...new Array<string>(offset).fill(''), ...lines]
}

/**
 * @returns undefined where the text is a template or has an error: a gap, unless it never meant to be the format as it
 * stands
 */
function parse({text, name, kind, offset, depth}: Part, into: Collector): readonly StructuredDocument[] | undefined {
  try {
    if (kind === 'toml') return [parseToml(text, name)]
    if (kind === 'json') return [parseJsonc(text, name)]
    return isRecordedTraffic(text) ? [] : parseYamlStream(withoutResourceDefinitions(text), name)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    if (!isTemplate.test(text) && depth === 0) into.gap('syntax', error.message, offset + 1)
    return undefined
  }
}

/**
 * A long list of records of one shape is a data set, and recorded exchanges are what a test replays: neither is a
 * configuration.
 */
function isData(value: unknown): boolean {
  const root = asRecord(value)
  if (root !== undefined) return recordedKeys.some(key => Array.isArray(root[key]))
  const first = Array.isArray(value) ? asRecord(value[0]) : undefined
  if (!Array.isArray(value) || first === undefined) return false
  const keys = Object.keys(first).join(' ')
  return value.length > recordLimit || (asksPattern.test(keys) && answersPattern.test(keys))
}
