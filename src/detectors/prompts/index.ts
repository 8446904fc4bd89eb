import type {AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {PromptFacts} from '../../inventory/facts.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {makePrompt} from '../../inventory/make.ts'
import {withOwnDigest} from '../../inventory/prompt-digest.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {parseDocument, type StructuredDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {splitFrontMatter} from '../../lib/text/front-matter.ts'
import {templateVariables} from '../../lib/text/template.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {readBaml} from './baml.ts'
import {readColang} from './colang.ts'
import {assetsOfHead, headedText, promptHead} from './head.ts'
import {holdsMany, isChatTemplate, isInstructionTemplate, isRole, mayBePrompt, promptKindOf} from './kinds.ts'
import {findPromptTexts, isAlpacaTemplate, type PromptText} from './structured.ts'

/** Collections of prompts in one file stay below; what is larger is data. */
const textLimitBytes = 4 * 1024 * 1024
const detectorId = 'prompts'
const confidence = 0.85

/** Prompts and templates in files of their own. */
export const prompts: Detector = {
  id: detectorId,
  version: 1,
  finds: ['prompt', 'model', 'service', 'guardrail'],
  required: ({path}) => mayBePrompt(path) && promptKindOf(path) !== undefined,
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const {path} = file
  const kind = promptKindOf(path)
  const scope = context.scopeOf(path)
  if (kind === undefined) return {assets: []}
  if (file.byteLength > BigInt(textLimitBytes) || (await belongsToModel(path, context))) return {assets: []}
  const text = await file.text(textLimitBytes)
  const evidence: Evidence = {
    detector: detectorId,
    technique: 'file-name',
    path,
    line: 1,
    level: 'configured',
    scope,
    confidence,
  }
  if (
    text.trim() === '' ||
    (kind === 'jinja' && !isChatTemplate(text) && !isInstructionTemplate(text)) ||
    (kind === 'role' && !isRole(text))
  )
    return {assets: []}
  if (kind === 'colang') return {assets: readColang(text, path, evidence)}
  if (kind === 'baml') return {assets: readBaml(text, path, evidence)}
  return kind === 'structured' ? readStructured(text, path, evidence) : readText(text, path, evidence)
}

/** A chat template beside a tokenizer is a fact of that model. */
async function belongsToModel(path: string, context: DetectorContext): Promise<boolean> {
  if (!path.endsWith('chat_template.jinja') && !path.endsWith('chat_template.json')) return false
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return (await context.sibling(`${folder}tokenizer_config.json`)) !== undefined
}

function readText(text: string, path: string, evidence: Evidence): Extraction {
  const front = splitFrontMatter(text)
  const head = front === undefined ? undefined : promptHead(front)
  const prompt = withOwnDigest(
    toPrompt({path, name: path}, text, front?.body ?? text, evidence),
    text,
    head === undefined ? undefined : headedText(head),
  )
  if (head === undefined) return {assets: [prompt]}
  const used = assetsOfHead(head, evidence)
  const relationships = used.map(
    (asset): Relationship => ({
      from: keyOf(prompt),
      to: keyOf(asset),
      kind: asset.kind === 'service' ? 'calls' : 'depends-on',
    }),
  )
  return {assets: [prompt, ...used], relationships}
}

function toPrompt(
  place: {path: string; name: string; symbol?: string},
  text: string,
  body: string,
  evidence: Evidence,
): AssetOf<'prompt'> {
  const variables = templateVariables(body)
  const facts = {role: roleOf(place.symbol ?? place.path, variables), ...(variables.length > 0 && {variables})}
  return makePrompt(place, text, [place.symbol === undefined ? evidence : {...evidence, symbol: place.symbol}], facts)
}

function roleOf(name: string, variables: readonly string[]): PromptFacts['role'] {
  const last = baseName(name)
  if (/(?:^|[-_.])system(?:$|[-_.A-Z])/i.test(last)) return 'system'
  if (/(?:^|[-_.])user(?:$|[-_.A-Z])/i.test(last)) return 'user'
  return variables.length > 0 ? 'template' : 'unknown'
}

/** One prompt a key; a file of one prompt is called by its path. */
function readStructured(text: string, path: string, evidence: Evidence): Extraction {
  const isTemplate = /(?:^|\/)templates\/[^/]+\.json$/.test(path)
  if (isTemplate && !text.includes('"prompt_')) return {assets: []}
  const answer = parseDocument(text, path)
  if (!answer.ok) return {assets: [], gaps: [{path, stage: 'extract', code: 'syntax', message: answer.message}]}
  const {document} = answer
  if (isTemplate && !isAlpacaTemplate(document.value)) return {assets: []}
  const many = holdsMany(path)
  const parts = findPromptTexts(document, many)
  const found = isTemplate ? wholeOf(parts) : parts
  return {
    assets: found.map(item => {
      const place = {path, symbol: item.keys.join('.'), name: found.length === 1 ? path : nameOf(item)}
      const prompt = toPrompt(place, item.text, item.text, {
        ...evidence,
        technique: 'manifest',
        ...lineFact(document, item),
      })
      // parts of one template are also known by their file
      return many || found.length === 1 ? prompt : {...prompt, aliases: [path]}
    }),
  }
}

/** The variants of one template are one prompt. */
function wholeOf(parts: readonly PromptText[]): readonly PromptText[] {
  const [first] = parts
  return first === undefined ? [] : [{keys: first.keys, text: parts.map(({text}) => text).join('\n')}]
}

function lineFact(document: StructuredDocument, {keys}: PromptText): {line?: number} {
  const line = document.lineOf(keys)
  return line === undefined ? {} : {line}
}

/**
 * What tells the prompt from its neighbours: the title of its record in a list; of `summary.template` and
 * `summary.system` the first part, of `summary` itself.
 */
function nameOf({keys, title}: PromptText): string {
  if (title !== undefined) return title.trim()
  const names = keys.filter(key => typeof key === 'string')
  const last = names.at(-1) ?? ''
  return /^(?:prompt|template|content|text|messages|value|system|user|assistant|human)$/i.test(last)
    ? (names.at(-2) ?? last)
    : last
}
