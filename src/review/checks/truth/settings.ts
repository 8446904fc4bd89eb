import {propertiesOf} from '../../../bom/stated/node.ts'
import type {AssetOf} from '../../../inventory/asset.ts'
import {asRecord, asText} from '../../../lib/narrow.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import {neededBy} from '../../facts/modality.ts'
import {bitsIn} from '../../facts/quantization.ts'
import {settingsOf, tokensIn} from '../../facts/stated-settings.ts'
import {toldOf} from '../../facts/told.ts'
import {type Part, propertiesLike} from '../../view.ts'
import {isForeignTokenizer} from '../model/modality.ts'
import {otherSettingsOf, type Setting} from './other-settings.ts'
import {weightsOf} from './weights-of.ts'

type Model = AssetOf<'model'>

/** Contexts are rounded, and counted in thousands of 1,000 and of 1,024. */
const tolerance = 1.1
/** Tasks of the hub that one model may go by. */
const writing: ReadonlySet<string> = new Set(['text-generation', 'text2text-generation', 'conversational'])
const wideFloats: ReadonlySet<string> = new Set(['F64', 'F32', 'F16', 'BF16'])

/** Context, quantization, task, languages and sizes of its layers, held against the artifact's own files. */
export function compareSettings(
  claimed: Part,
  actual: Model,
  artifact: Artifact,
  {notes}: Pick<ReviewContext, 'notes' | 'view'>,
): void {
  const {shown, source} = artifact
  for (const setting of [
    ...contextOf(claimed, actual),
    ...quantizationOf(claimed, actual, artifact),
    ...taskOf(claimed, actual),
    ...languagesOf(claimed, actual),
    ...sizesOf(claimed, actual),
    ...tokenizerOf(claimed, actual),
    ...tuningOf(claimed, actual),
    ...otherSettingsOf(claimed, actual, artifact),
  ])
    notes.find('setting-differs', {
      subject: claimed.name,
      message: `${setting.what} of ${claimed.name}: the BOM says ${setting.claimed}, ${shown} says ${setting.actual}`,
      conflict: [
        {value: setting.claimed, source: 'the BOM'},
        {value: setting.actual, source: shown},
      ],
      contradicts: true,
      evidence: [
        notes.cite(claimed.pointer, `${setting.what}: ${setting.claimed}`),
        notes.citeElsewhere({source, place: shown, value: `${setting.what}: ${setting.actual}`}),
      ],
    })
  tellTokenizer(claimed, actual, artifact, notes)
}

/** The files have a tokenizer that no model of this class uses. */
function tellTokenizer(
  {name, pointer, node}: Part,
  {facts}: Model,
  {shown, source}: Artifact,
  notes: ReviewContext['notes'],
): void {
  const stated = asText(asRecord(asRecord(node['modelCard'])?.['modelParameters'])?.['modelArchitecture'])
  const [tokenizer, architecture] = [facts.hyperparameters?.['tokenizer_class'], facts.architecture ?? stated]
  if (tokenizer === undefined || architecture === undefined || !isForeignTokenizer(tokenizer, architecture)) return
  notes.find('architecture-in-doubt', {
    subject: name,
    message: `the tokenizer of ${name} in ${shown} is a ${tokenizer}, which a ${architecture} does not use`,
    conflict: [
      {value: tokenizer, source: shown},
      {value: architecture, source: 'its architecture'},
    ],
    evidence: [
      notes.cite(pointer, architecture),
      notes.citeElsewhere({source, place: shown, value: `tokenizer: ${tokenizer}`}),
    ],
  })
}

function contextOf({node}: Part, {facts}: Model): Setting[] {
  const [setting] = settingsOf(node).get('context_length') ?? []
  const [stated, actual] = [tokensIn(setting?.text ?? ''), facts.contextLength]
  if (setting === undefined || stated === undefined || actual === undefined) return []
  if (stated <= actual * tolerance && actual <= stated * tolerance) return []
  return [{what: 'context length', claimed: setting.text, actual: String(actual)}]
}

/** How it was adapted: all weights, or an adapter beside them. */
function tuningOf({node}: Part, {facts}: Model): Setting[] {
  const stated = propertiesOf(node, 'cdx:ai-ml:model:parameter:tune_method')
  const own = facts.tuneMethods ?? []
  const isFull = stated.length > 0 && stated.every(method => /^full$/i.test(method))
  if (!isFull || !own.some(method => /lora|adapter|prompt/i.test(method))) return []
  return [{what: 'tuning method', claimed: stated.join(', '), actual: own.join(', ')}]
}

/** The level in the name of a file, against the one in its header. */
function levelInNames(actual: Model, {inventory}: Artifact): Setting[] {
  const own = actual.facts.quantization
  const bits = own === undefined ? undefined : bitsIn(own)
  const file = weightsOf(actual, inventory).find(({name}) => {
    const named = /\.gguf$/i.test(name) ? bitsIn(name.slice(0, -'.gguf'.length)) : undefined
    return named !== undefined && bits !== undefined && named !== bits
  })
  return own === undefined || file === undefined ? [] : [{what: 'quantization', claimed: file.name, actual: own}]
}

/** In a sentence about the model: `quantized to 4 bits`. */
const toldPattern = /\bquanti[sz]ed (?:to|at|in|with|as) ([\w-]{1,12}(?: bits?)?)/i

function levelTold(claimed: Part): string | undefined {
  const [, level] = toldOf(claimed).flatMap(({text}) => toldPattern.exec(text) ?? [])
  return level?.replace(' ', '-')
}

/** Bits against bits; where the files hold whole numbers alone, against those. */
function quantizationOf(claimed: Part, actual: Model, artifact: Artifact): Setting[] {
  const byName = levelInNames(actual, artifact)
  if (byName.length > 0) return byName
  const text = propertiesLike(claimed.node, /(?:^|:)quantization$/)[0] ?? levelTold(claimed)
  const bits = text === undefined ? undefined : bitsIn(text)
  if (text === undefined || bits === undefined) return []
  const own = actual.facts.quantization
  if (own !== undefined) {
    const there = bitsIn(own)
    return there === undefined || there === bits ? [] : [{what: 'quantization', claimed: text, actual: own}]
  }
  const dtypes = weightsOf(actual, artifact.inventory).flatMap(({facts}) => facts.dtypes ?? [])
  if (bits >= wholeBits || dtypes.length === 0 || !dtypes.every(dtype => wideFloats.has(dtype))) return []
  return [{what: 'quantization', claimed: text, actual: [...new Set(dtypes)].join(', ')}]
}

const wholeBits = 16

function taskOf({node}: Part, {facts}: Model): Setting[] {
  const claimed = asText(asRecord(asRecord(node['modelCard'])?.['modelParameters'])?.['task'])?.toLowerCase()
  const actual = facts.task?.toLowerCase()
  if (claimed === undefined || actual === undefined || claimed === actual) return []
  const [needed, own] = [neededBy(claimed), neededBy(actual)]
  if (needed === undefined || own === undefined || (writing.has(claimed) && writing.has(actual))) return []
  return [{what: 'task', claimed, actual}]
}

/** The BOM may name some of them, or more closely. */
function languagesOf({node}: Part, {facts}: Model): Setting[] {
  const short = (text: string): string => text.trim().toLowerCase().split(/[-_]/)[0] ?? ''
  const stated = propertiesOf(node, 'cdx:ai-ml:model:language')
    .flatMap(text => text.split(/[,;]/))
    .map(short)
  const own = (facts.languages ?? []).map(short)
  const isCode = (text: string): boolean => /^[a-z]{2,3}$/.test(text)
  if (stated.length === 0 || own.length === 0 || ![...stated, ...own].every(isCode)) return []
  if (own.some(each => each.startsWith('mul')) || stated.some(each => own.includes(each))) return []
  return [{what: 'language', claimed: stated.join(', '), actual: own.join(', ')}]
}

function sizesOf({node}: Part, {facts}: Model): Setting[] {
  return Object.entries(facts.hyperparameters ?? {}).flatMap(([name, actual]): Setting[] => {
    const claimed = settingsOf(node).get(name)?.[0]?.text
    if (claimed === undefined || !/^\d{1,12}$/.test(claimed) || !/^\d{1,12}$/.test(actual)) return []
    return claimed === actual ? [] : [{what: name, claimed, actual}]
  })
}

/** The fast form of a tokenizer is the same one. */
function tokenizerOf({node}: Part, {facts}: Model): Setting[] {
  const plain = (text: string): string => text.replace(/Fast$/, '').toLowerCase()
  const claimed = settingsOf(node).get('tokenizer_class')?.[0]?.text
  const actual = facts.hyperparameters?.['tokenizer_class']
  if (claimed === undefined || actual === undefined || plain(claimed) === plain(actual)) return []
  return [{what: 'tokenizer class', claimed, actual}]
}
