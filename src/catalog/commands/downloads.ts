import type {Collector} from '../../inventory/collector.ts'
import type {Level} from '../../inventory/evidence.ts'
import type {ShellWord} from '../../lib/parse/shell.ts'
import {baseName} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {withoutTrailing} from '../../lib/text/text.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import {providerByHost} from '../providers.ts'
import {isDataFileName} from '../references/dataset.ts'
import {hubReference} from '../references/hub.ts'
import {isKnownValue} from '../references/reference.ts'
import {isReleasedWeights, isWeightsName} from '../references/weights.ts'
import {reportReference} from '../setting.ts'

/** Programs that fetch what a URL leads to → the flags that say where it is put. */
const downloaders: ReadonlyMap<string, readonly string[]> = new Map([
  ['wget', ['-O', '--output-document', '-P', '--directory-prefix']],
  ['curl', ['-o', '--output', '--output-dir']],
  ['aria2c', ['-o', '--out', '-d', '--dir']],
  ['axel', ['-o', '--output']],
  ['gdown', ['-O', '--output']],
  ['http', ['-o', '--output']],
  ['https', ['-o', '--output']],
  ['git', []],
])
const hubTools = new Set(['huggingface-cli', 'hf', 'huggingface_hub.commands.huggingface_cli'])
const openData = /\.(?:jsonl|parquet|csv|tsv|arrow|conllu?|tfrecords?)(?:\.gz|\.zst)?$/i
const weightsFolder =
  /\/$(?<=(?:^|\/)(?:weights?|checkpoints?|ckpts?|models?|pretrained(?:[-_]?(?:models?|weights))?|model_?zoo)\/(?:[\w.-]+\/)*)/i
const dataFolder = /\/$(?<=(?:^|\/)(?:data|datasets?|corpus|corpora)\/(?:[\w.-]+\/)*)/i
const archive = /\.(?:zip|tgz|tar|tar\.gz|tar\.bz2|tar\.xz|7z|gz|bz2|xz|zst)$/i
/** Code, pages and settings, whatever folder they are put into. */
const otherFile =
  /\.(?:py|js|ts|sh|md|txt|html?|ya?ml|toml|ini|cfg|whl|deb|rpm|exe|png|jpe?g|gif|svg|mp[34]|wav|pdf|sha256|md5|asc|sig)$|^(?:config|tokenizer|vocab|merges|special_tokens|README|LICENSE)\b/i

/**
 * `hf download org/name`, `kaggle datasets download …`, `git clone https://huggingface.co/…`, `wget …/model.gguf`,
 * `curl https://api.openai.com/…`
 */
export function reportDownload(program: string, words: readonly ShellWord[], into: Collector, level: Level): void {
  if (hubTools.has(program)) reportHubTool(words, into, level)
  else if (program === 'kaggle') reportKaggle(words, into, level)
  else if (program === 'aws' || program === 'gsutil' || program === 'gcloud' || program === 's5cmd')
    reportBucket(words, into, level)
  else reportFetched(program, words, into, level)
}

function reportFetched(program: string, words: readonly ShellWord[], into: Collector, level: Level): void {
  const flags = downloaders.get(program)
  if (flags === undefined) return
  const outputs = flags.map(flag => flagValue(words, flag)).filter(value => value !== undefined)
  const urls = words
    .slice(1)
    .filter(word => /^(?:https?:\/\/|hf\.co\/|huggingface\.co\/)/.test(word.text) && !/[$*{}]/.test(word.text))
  for (const word of urls) reportUrl(word, urls.length === 1 ? outputs : [], into, level)
  // Google Drive knows files by a number: only where it is put tells what it is
  const [first] = words
  if (program === 'gdown' && first !== undefined && !urls.some(({text}) => !text.includes('drive.google')))
    reportTarget(outputs, first.line, undefined, into, level)
}

function reportUrl(word: ShellWord, outputs: readonly string[], into: Collector, level: Level): void {
  const where = {line: word.line, symbol: 'url', level, confidence: 0.9}
  const provider = providerByHost(word.text)
  if (provider !== undefined) into.service(provider.slug, where)
  const path = withoutQuery(word.text)
  const name = baseName(path)
  const found = hubReference(word.text)
  if (found !== undefined) reportReference(found, where, into)
  // a repository holds many such files: which one is taken matters
  if (found?.kind === 'model' && /\.(?:gguf|ggml|onnx)$/i.test(name)) into.weights(name, where, word.text)
  if (found !== undefined) return
  if (isWeightsName(name) && !isDataFileName(name)) into.weights(name, where, word.text)
  else if (openData.test(name) || (isDataFileName(name) && /\/(?:data|datasets?|corpus|corpora)[/_-]/i.test(path)))
    into.dataset(name, where, {url: redactUrl(word.text)})
  else if (!reportTarget(outputs, word.line, word.text, into, level)) reportAsset(name, word, into, level)
}

/** What is put into a folder of weights or data is one of them, whatever its ending. */
function reportTarget(
  outputs: readonly string[],
  line: number,
  url: string | undefined,
  into: Collector,
  level: Level,
): boolean {
  const file = targetOf(outputs, url)
  const name = baseName(file)
  if (!isKnownValue(file) || otherFile.test(name) || !/[A-Za-z]{2}/.test(name)) return false
  const folder = outputs.find(output => output.endsWith('/')) ?? file.slice(0, file.lastIndexOf('/') + 1)
  const where = {line, symbol: 'output', level, confidence: 0.8}
  const isData = dataFolder.test(folder) && (archive.test(name) || isDataFileName(name))
  if (isWeightsName(name) || weightsFolder.test(folder)) into.weights(name, where, url)
  else if (isData) into.dataset(name, where, url === undefined ? {} : {url: redactUrl(url)})
  else return false
  return true
}

/** The file that is written; in a folder the URL's own name. */
function targetOf(outputs: readonly string[], url: string | undefined): string {
  const given = outputs.find(output => !output.endsWith('/') && !/^(?:-|\/dev\/)/.test(output))
  return given ?? baseName(withoutQuery(url ?? ''))
}

/** A file of a release whose name speaks of weights: `…/releases/download/v1/final_model_weights.zip`. */
function reportAsset(name: string, word: ShellWord, into: Collector, level: Level): void {
  if (!isReleasedWeights(word.text) || otherFile.test(name)) return
  into.weights(name, {line: word.line, symbol: 'url', level, confidence: 0.75}, word.text)
}

function reportHubTool(words: readonly ShellWord[], into: Collector, level: Level): void {
  const verb = words[1]?.text
  if (verb !== 'download' && verb !== 'scan-cache') return
  const [operand, ...files] = operandsOf(words.slice(2))
  if (operand === undefined || !isKnownValue(operand.text)) return
  const type = flagValue(words, '--repo-type')
  const revision = flagValue(words, '--revision')
  const facts = {registry: 'huggingface', ...(revision !== undefined && isKnownValue(revision) && {revision})}
  const where = {line: operand.line, symbol: `${words[0]?.text} download`, level, confidence: 0.97}
  if (type === 'dataset') into.dataset(operand.text, where, facts)
  else if (type !== 'space') into.model(operand.text, where, facts)
  if (type === undefined || type === 'model')
    for (const file of files.slice(0, 20))
      if (/\.(?:gguf|ggml|onnx)$/i.test(file.text) && isKnownValue(file.text))
        into.weights(baseName(file.text), {...where, line: file.line})
}

/**
 * `kaggle competitions download -c NAME`, `kaggle datasets download -d owner/name`, `kaggle models instances versions
 * download owner/name/…`
 */
function reportKaggle(words: readonly ShellWord[], into: Collector, level: Level): void {
  const verb = words.findIndex(({text}) => text === 'download')
  const subject = words[1]?.text ?? ''
  if (verb < 2) return
  const flag = /^c/.test(subject) ? ['-c', '--competition'] : ['-d', '--dataset']
  const named =
    flag.map(one => flagValue(words, one)).find(value => value !== undefined) ??
    operandsOf(words.slice(verb + 1))[0]?.text
  if (named === undefined || !isKnownValue(named) || !/^[\w-]+(?:\/[\w.-]+){0,4}$/.test(named)) return
  const where = {
    line: words.find(({text}) => text.includes(named))?.line ?? words[0]?.line,
    symbol: `kaggle ${subject} download`,
    level,
    confidence: 0.95,
  }
  if (/^m/.test(subject)) into.model(named, where, {registry: 'kaggle'})
  else into.dataset(named, where, {registry: 'kaggle'})
}

/** `aws s3 cp s3://bucket/train.csv .`: what is fetched from a bucket by its name. */
function reportBucket(words: readonly ShellWord[], into: Collector, level: Level): void {
  const verb = words.findIndex(({text}) => text === 'cp' || text === 'sync' || text === 'rsync')
  const [source] = verb === -1 ? [] : operandsOf(words.slice(verb + 1))
  if (source === undefined || !/^(?:s3|gs):\/\/\S+$/.test(source.text) || /[$*{}]/.test(source.text)) return
  const name = baseName(withoutTrailing(source.text, '/'))
  const where = {line: source.line, symbol: 'source', level, confidence: 0.85}
  if (isWeightsName(name)) into.weights(name, where, source.text)
  else if (openData.test(name)) into.dataset(name, where, {url: source.text})
}

/** Words that are no options and no values of one. */
export function operandsOf(words: readonly ShellWord[]): readonly ShellWord[] {
  return words.filter((word, at) => !word.text.startsWith('-') && (at === 0 || !words[at - 1]?.text.startsWith('-')))
}

/** The word behind `--flag`, or behind `--flag=`; undefined where the flag is not there, or is the last word. */
export function flagValue(words: readonly ShellWord[], flag: string): string | undefined {
  const at = words.findIndex(word => word.text === flag || word.text.startsWith(`${flag}=`))
  const word = words[at]
  if (word === undefined) return undefined
  return word.text === flag ? words[at + 1]?.text : word.text.slice(flag.length + 1)
}
