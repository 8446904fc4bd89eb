import type {Collector} from '../../inventory/collector.ts'
import type {Level} from '../../inventory/evidence.ts'
import {parseShell, type ShellCommand, type ShellWord} from '../../lib/parse/shell.ts'
import {baseName} from '../../lib/path.ts'
import {isHeldDataset, isHeldModel, normaliseKey, roleOfKey} from '../config-keys.ts'
import {reportMcpGateway} from '../mcp-gateway.ts'
import {classifyModelName} from '../models/model-names.ts'
import {modelReference} from '../references/model.ts'
import {isKnownValue} from '../references/reference.ts'
import {isWeightsName} from '../references/weights.ts'
import {reportServerImage} from '../server-image.ts'
import {isTrusted, pinnedAt, quantizationFor, quantizedBy, reportReference, revisionFor, trusted} from '../setting.ts'
import {reportSetting} from '../settings.ts'
import rows from './commands.json' with {type: 'json'}
import {flagValue, operandsOf, reportDownload} from './downloads.ts'
import {programName, reportInstall} from './install-commands.ts'

/** Programs that run another one → the options of theirs that take a value. */
const wrappers: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(rows.wrappers).map(([name, options]) => [name, new Set(options.split(' '))]),
)

/** What the first words of a command say. */
interface Meaning {
  /** slug of the service that it starts */
  readonly service?: string
  /** the first word that is no option names a model of this registry; empty where the name itself tells */
  readonly operand?: string
  /** may stand before that word */
  readonly operandFlag?: string
  /** the words that are no options name data sets of this registry */
  readonly dataset?: string
}

/** Names of programs, modules and subcommands; the longest that matches counts. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>(Object.entries(rows.meanings))

/** Packages of NLTK's index that are models; the rest are corpora. */
const nltkModels =
  /^(?:punkt|averaged_perceptron_tagger|maxent_|vader_lexicon|word2vec_sample|bllip|rslp|snowball_data|hmm_treebank_pos_tagger)/

/** Words that carry a name without a flag must be beyond doubt. */
const certain = 0.93

/** What is known of the shell text that a command stands in. */
export interface CommandContext {
  readonly level: Level
  /** values of variables that were set before, by name */
  readonly variables?: ReadonlyMap<string, string>
}

/** Reports what a shell text installs, downloads, starts and passes on. Nothing is run. */
export function reportShell(text: string, line: number, into: Collector, context: CommandContext): void {
  for (const command of parseShell(text, line, context.variables)) reportCommand(command, into, context.level)
}

/** As {@link reportShell}, for one command whose words are known. */
export function reportCommand(command: ShellCommand, into: Collector, level: Level): void {
  for (const {name, value, line} of command.assignments) {
    reportSetting({key: name, value, ancestors: [], line, level: 'configured', isAboutModels: true}, into)
  }
  const words = withoutWrappers(command.words).flatMap(withoutOperandFlag)
  if (words.length === 0 || reportInstall(words, into, level)) return
  reportMcpGateway(words, into, level)
  reportMeaning(words, into, level)
  reportDownload(programName(words[0]?.text ?? ''), words, into, level)
  reportAdapters(words, into, level)
  reportFlags(withoutServedNames(words), into, level)
  reportImages(words, into, level)
}

/** `modelscope download --model org/name` is `modelscope download org/name`. */
function withoutOperandFlag(word: ShellWord, _at: number, words: readonly ShellWord[]): readonly ShellWord[] {
  if (!/^--model(?:=|$)/.test(word.text)) return [word]
  const flag = meanings.get(knownName(words.map(({text}) => text)) ?? '')?.operandFlag
  if (flag === undefined || !word.text.startsWith(flag)) return [word]
  return word.text === flag ? [] : [{...word, text: word.text.slice(flag.length + 1)}]
}

/** `sudo`, `accelerate launch --x y`, `python -m`: what is really run. */
function withoutWrappers(words: readonly ShellWord[]): readonly ShellWord[] {
  let rest = words
  for (let turn = 0; turn < 5; turn++) {
    const inner = withoutWrapper(rest)
    if (inner === rest) break
    rest = inner
  }
  return rest
}

function withoutWrapper(words: readonly ShellWord[]): readonly ShellWord[] {
  const [first = '', second = ''] = words.slice(0, 2).map(word => word.text)
  const name = programName(first)
  if (name === '-m') return words.slice(1)
  if (second === '-m' && /^(?:python3?|py|ipython|\$PYTHON)$/.test(name)) return words.slice(2)
  const long = wrappers.get(`${name} ${second}`)
  if (long !== undefined) return afterOptions(words.slice(2), long)
  const short = wrappers.get(name)
  return short === undefined ? words : afterOptions(words.slice(1), short)
}

function afterOptions(words: readonly ShellWord[], withValue: ReadonlySet<string>): readonly ShellWord[] {
  let at = 0
  while (at < words.length) {
    const text = words[at]?.text ?? ''
    if (text === '-m' || (!text.startsWith('-') && !/^[A-Z_]+=/.test(text))) break
    at += withValue.has(text) ? 2 : 1
  }
  return words.slice(at)
}

/** The words by which a command is known, the longest that are. */
function knownName(words: readonly string[]): string | undefined {
  const first = programName(words[0] ?? '')
  return [3, 2, 1].map(length => [first, ...words.slice(1, length)].join(' ')).find(one => meanings.has(one))
}

/** Slug of the service that a command starts, whatever runs the command: `sudo`, `python -m`. */
export function serviceStartedBy(words: readonly string[]): string | undefined {
  const inner = withoutWrappers(words.map(text => ({text, line: 1}))).map(({text}) => text)
  return meanings.get(knownName(inner) ?? '')?.service
}

function reportMeaning(words: readonly ShellWord[], into: Collector, level: Level): void {
  const name = knownName(words.map(({text}) => text))
  const meaning = name === undefined ? undefined : meanings.get(name)
  if (name === undefined || meaning === undefined) return
  const line = words[0]?.line
  if (meaning.service !== undefined) into.service(meaning.service, {line, symbol: name, level, confidence: 0.93})
  for (const operand of operandsOf(words.slice(name.split(' ').length)).slice(
    0,
    meaning.dataset === undefined ? 1 : 20,
  )) {
    if (meaning.dataset !== undefined) reportDataset(operand, meaning.dataset, into, level)
    else if (meaning.operand !== undefined)
      reportOperand(operand, {registry: meaning.operand, symbol: name, level, words}, into)
  }
}

function reportDataset(word: ShellWord, registry: string, into: Collector, level: Level): void {
  if (!isKnownValue(word.text) || word.text === 'all') return
  const where = {line: word.line, level, confidence: 0.9}
  if (registry === 'nltk' && nltkModels.test(word.text)) into.model(word.text, where, {registry})
  else into.dataset(word.text, where, {registry})
}

interface Operand {
  /** whose name it is; empty where the name itself tells */
  readonly registry: string
  readonly symbol: string
  readonly level: Level
  /** the whole command */
  readonly words: readonly ShellWord[]
}

function reportOperand({text, line}: ShellWord, {registry, symbol, level, words}: Operand, into: Collector): void {
  const found = modelReference(text, registry === '' ? undefined : registry)
  if (found === undefined) return
  const quantized = quantizedBy(quantizationFor('model', quantizationOf(words)), pinnedAt(revisionOf(words), found))
  reportReference(
    trusted(trustsCode(words), quantized),
    {line, symbol, level, confidence: Math.max(0.9, found.confidence)},
    into,
  )
}

/** `vllm serve org/name --revision v1.0` */
function revisionOf(words: readonly ShellWord[]): string | undefined {
  return revisionFor(
    'model',
    flagValue(words, '--revision') ?? flagValue(words, '--model-revision') ?? flagValue(words, '--model_revision'),
  )
}

/** `--quantization awq` (vLLM, SGLang), `--quantize eetq` (Text Generation Inference) */
function quantizationOf(words: readonly ShellWord[]): string | undefined {
  return flagValue(words, '--quantization') ?? flagValue(words, '--quantize')
}

/** `--trust-remote-code`, `--trust_remote_code True` */
function trustsCode(words: readonly ShellWord[]): boolean {
  const at = words.findIndex(({text}) => /^--trust[_-]remote[_-]code(?:=|$)/.test(text))
  if (at === -1) return false
  return !/^(?:false|0|no)$/i.test(words[at]?.text.split('=')[1] ?? words[at + 1]?.text ?? '')
}

/** `--model x`, `--model=x`, `model=x`, `-m x` of the servers; and names that stand alone and are beyond doubt. */
function reportFlags(words: readonly ShellWord[], into: Collector, level: Level): void {
  const beside = {revision: revisionOf(words), quantization: quantizationOf(words), trustsRemoteCode: trustsCode(words)}
  const runsScript = words.slice(0, 2).some(({text}) => text.endsWith('.py'))
  for (let at = 1; at < words.length; at++) {
    const word = words[at] as ShellWord
    const joined = /^-{0,2}([A-Za-z][\w.-]{1,80})=(.*)$/s.exec(word.text)
    const next = words[at + 1]
    const reading = {level, ...beside}
    if (joined !== null) reportFlag(joined[1] ?? '', {text: joined[2] ?? '', line: word.line}, into, reading)
    else if (/^--?[A-Za-z][\w-]+$/.test(word.text)) {
      if (next !== undefined && !next.text.startsWith('-')) reportFlag(word.text, next, into, reading)
    } else reportBare(word, words[at - 1], {level, runsScript}, into)
  }
}

const namesModel = /^--?model(?:[_-](?:id|path|dir))?(?:=|$)/
/** What clients call a model that another flag names. */
const servedName = /^--(?:model|served[_-]model)[_-]name(?:=|$)/

/** The command without what clients call a model that it names otherwise. */
function withoutServedNames(words: readonly ShellWord[]): readonly ShellWord[] {
  const isNamed = words.some(({text}) => namesModel.test(text)) || words[1]?.text === 'serve'
  if (!isNamed) return words
  return words.filter(({text}, at) => {
    const before = words[at - 1]?.text ?? ''
    return !servedName.test(text) && !(servedName.test(before) && !before.includes('='))
  })
}

const adaptersFlag = /^--lora[_-]modules(?:=(.+))?$/
/** Adapters of one command; servers keep some tens of them ready. */
const adapterLimit = 100

/** `--lora-modules sql=org/sql-lora chat=/adapters/chat`: what each is called, and what it is. */
function reportAdapters(words: readonly ShellWord[], into: Collector, level: Level): void {
  const from = words.findIndex(({text}) => adaptersFlag.test(text))
  if (from === -1) return
  const end = words.findIndex(({text}, at) => at > from && text.startsWith('-'))
  for (const {text, line} of words.slice(from, end === -1 ? undefined : end).slice(0, adapterLimit)) {
    const named = adaptersFlag.exec(text)?.[1] ?? text
    const found = modelReference(named.slice(named.indexOf('=') + 1))
    if (found !== undefined && !named.startsWith('-'))
      reportReference(found, {line, symbol: '--lora-modules', level, confidence: found.confidence}, into)
  }
}

interface BareReading {
  readonly level: Level
  /** the command runs a script of Python */
  readonly runsScript: boolean
}

/** A word that no flag carries, or that stands behind a flag of which nobody knows whether it takes one. */
function reportBare(word: ShellWord, before: ShellWord | undefined, reading: BareReading, into: Collector): void {
  const {level, runsScript} = reading
  if (runsScript) reportFile(word, before?.text ?? '', into, level)
  reportAlone(word, before?.text ?? '', into, level)
}

const filesOfWeights = /\.(?:pth|pt|ckpt|safetensors|gguf|onnx|tflite|keras)$/i
/** Flags behind which a program is told where to write. */
const writes = /^-(?:o$|.{0,40}(?:out|save|dest|export|target|log))/i

/** `python predict.py --fp16 a.pth b.pth`: weights that a script is given; what a flag names is told by its flag. */
function reportFile(word: ShellWord, before: string, into: Collector, level: Level): void {
  if (!filesOfWeights.test(word.text) || !isKnownValue(word.text) || writes.test(before)) return
  const flag = before.startsWith('-') ? normaliseKey(before.replace(/^-+/, '')) : undefined
  if (flag !== undefined && (shortFlags.has(flag) || roleOfKey(flag) !== 'none')) return
  into.weights(baseName(word.text), {line: word.line, symbol: 'argument', level, confidence: 0.8})
}

interface FlagReading {
  readonly level: Level
  readonly revision: string | undefined
  readonly quantization: string | undefined
  readonly trustsRemoteCode: boolean
}

function reportFlag(flag: string, value: ShellWord, into: Collector, reading: FlagReading): void {
  const dot = flag.lastIndexOf('.')
  const key = flag.replace(/^-+/, '').slice(flag.startsWith('-') ? 0 : dot + 1)
  const normal = normaliseKey(key)
  const alias = shortFlags.get(normal) ?? (normal === 'm' && isWeightsName(value.text) ? 'model_path' : undefined)
  // Hydra's `model.name=…`
  const ancestors = dot === -1 ? [] : flag.slice(0, dot).split('.').map(normaliseKey)
  const isHeld = isHeldModel(normal, ancestors) || isHeldDataset(normal, ancestors.at(-1))
  if (alias === undefined && !isHeld && roleOfKey(normal) === 'none' && !/url|base|endpoint|provider|host/.test(normal))
    return
  const text = value.text.replace(/^pretrained=([^,]+).*$/s, '$1')
  reportSetting(
    {
      key: alias ?? key,
      value: text,
      ancestors,
      line: value.line,
      level: reading.level,
      isAboutModels: true,
      revision: revisionFor(normal, reading.revision),
      quantization: quantizationFor(normal, reading.quantization),
      trustsRemoteCode: isTrusted(normal, reading.trustsRemoteCode),
    },
    into,
  )
}

/** Short flags of servers of weights. */
const shortFlags: ReadonlyMap<string, string> = new Map([
  ['hf', 'hf_repo'],
  ['hfr', 'hf_repo'],
  ['hfrepo', 'hf_repo'],
  ['modelpath', 'model_path'],
  ['mmproj', 'model_path'],
])

function reportAlone(word: ShellWord, before: string, into: Collector, level: Level): void {
  if (before.startsWith('-') && before.length > 2) return
  const named = isKnownValue(word.text) ? classifyModelName(word.text) : undefined
  if (named !== undefined && named.confidence >= certain)
    reportReference({kind: 'model', ...named}, {line: word.line, level, confidence: named.confidence}, into)
}

/** `docker run … vllm/vllm-openai:v0.6` */
function reportImages(words: readonly ShellWord[], into: Collector, level: Level): void {
  if (!/^(?:docker|podman|nerdctl|apptainer|singularity|enroot|kubectl)$/.test(programName(words[0]?.text ?? '')))
    return
  for (const word of words.slice(1)) {
    const image = word.text.replace(/^(?:--image=|docker:\/\/)/, '')
    reportServerImage(image, {line: word.line, symbol: 'image', level, confidence: 0.93}, into)
    const setting = /^([A-Z][A-Z0-9_]+)(?:=(.*))?$/s.exec(word.text)
    if (setting !== null)
      reportSetting(
        {
          key: setting[1] ?? '',
          value: setting[2] ?? '',
          ancestors: [],
          line: word.line,
          level: 'configured',
          isAboutModels: true,
        },
        into,
      )
  }
}
