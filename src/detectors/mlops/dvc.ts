import {posix} from 'node:path'
import {isDataFileName} from '../../catalog/references/dataset.ts'
import {isWeightsName} from '../../catalog/references/weights.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {Digest, Evidence} from '../../inventory/evidence.ts'
import {localId} from '../../inventory/identity.ts'
import {makeDataset} from '../../inventory/make.ts'
import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {leadsOut} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'

type Keys = readonly (string | number)[]

/** A file or folder that DVC tracks, or that one of its stages reads or writes. */
interface Tracked {
  /** relative to the source */
  readonly path: string
  readonly keys: Keys
  /** written by a stage: a result, no input */
  readonly isResult: boolean
  /** an `.dvc` file or an artifact tracks it for itself */
  readonly isOwn: boolean
  readonly type?: string
  readonly md5?: string
  readonly byteLength?: number
  readonly url?: string
}

const entryLimit = 5000
const folderWords =
  /(?:^|[/_.-])(?:data|datasets?|corpus|corpora|raw|images?|img|audio|texts?|train(?:ing)?|test|val(?:id|idation)?|annotations?|labels?)(?:$|[/_.-])/i
const modelWords = /(?:^|[/_.-])(?:models?|weights|checkpoints?|ckpts?)(?:$|[/_.-])/i
/** Endings that data has and settings have too. */
const commonEndings = /\.(?:json|txt|xml|zip|tar|gz|tgz|bz2|bin|db|sqlite|pkl|joblib)$/i

/**
 * Data sets and weights that DVC knows: `*.dvc` (what it tracks), `dvc.yaml` (stages, artifacts), `dvc.lock` (their
 * digests).
 * What a stage writes is told as mentioned: it is made here, not brought in.
 * @see DVC user guide, "Project structure": .dvc files, dvc.yaml, dvc.lock
 */
export function toTrackedAssets(document: StructuredDocument, path: string, evidence: Omit<Evidence, 'line'>): Asset[] {
  const root = asRecord(document.value)
  if (root === undefined) return []
  const folder = posix.dirname(path)
  const tracked = path.endsWith('.dvc')
    ? fromDvcFile(root, folder)
    : [...fromStages(root, folder), ...fromArtifacts(root, folder)]
  return tracked.slice(0, entryLimit).flatMap(item => {
    const line = document.lineOf(item.keys)
    return toAsset(item, {
      ...evidence,
      level: item.isResult ? 'mentioned' : evidence.level,
      ...(line !== undefined && {line}),
    })
  })
}

function fromDvcFile(root: UnknownRecord, folder: string): Tracked[] {
  const base = posix.join(folder, asText(root['wdir']) ?? '.')
  const source = recordsOf(root['deps'])[0]
  const url = asText(asRecord(source?.['repo'])?.['url']) ?? asText(source?.['path'])
  return asList(root['outs']).flatMap((item, index) => {
    const out = toTracked(item, base, ['outs', index], {isResult: false, isOwn: true})
    return out === undefined ? [] : [{...out, ...(url !== undefined && /:\/\//.test(url) && {url: redactUrl(url)})}]
  })
}

function fromStages(root: UnknownRecord, folder: string): Tracked[] {
  const stages = Object.entries(asRecord(root['stages']) ?? {}).slice(0, entryLimit)
  const found = stages.flatMap(([name, value]) => {
    const above = asRecord(asRecord(value)?.['do']) === undefined ? ['stages', name] : ['stages', name, 'do']
    const stage = asRecord(asRecord(value)?.['do']) ?? asRecord(value) ?? {}
    const base = posix.join(folder, asText(stage['wdir']) ?? '.')
    return [
      ...itemsOf(stage['deps']).flatMap(
        ([item, key]) => toTracked(item, base, [...above, 'deps', key], {isResult: false, isOwn: false}) ?? [],
      ),
      ...itemsOf(stage['outs']).flatMap(
        ([item, key]) => toTracked(item, base, [...above, 'outs', key], {isResult: true, isOwn: false}) ?? [],
      ),
    ]
  })
  const results = new Set(found.filter(({isResult}) => isResult).map(({path}) => path))
  return found.filter(({isResult, path}) => isResult || !results.has(path))
}

/** The items of a list, with their places. */
function itemsOf(value: unknown): [unknown, string | number][] {
  return Object.entries(Array.isArray(value) ? {...value} : {}).map(([index, item]) => [item, Number(index)])
}

function fromArtifacts(root: UnknownRecord, folder: string): Tracked[] {
  return Object.entries(asRecord(root['artifacts']) ?? {}).flatMap(([name, value]) => {
    const type = asText(asRecord(value)?.['type'])
    const item = toTracked(value, folder, ['artifacts', name], {isResult: false, isOwn: true})
    return item === undefined ? [] : [{...item, ...(type !== undefined && {type})}]
  })
}

/**
 * `data/train.csv`, `{path: …, md5: …, size: …}`, or `{data/train.csv: {cache: false}}`; values of variables and paths
 * outside are left out.
 */
function toTracked(
  item: unknown,
  base: string,
  keys: Keys,
  kind: Pick<Tracked, 'isResult' | 'isOwn'>,
): Tracked | undefined {
  const record = asRecord(item)
  const named = record === undefined ? asText(item) : (asText(record['path']) ?? Object.keys(record)[0])
  if (named === undefined || /^[/~]|[${}*\n]|:\/\//.test(named)) return undefined
  const path = posix.join(base, named)
  if (leadsOut(path)) return undefined
  const md5 = asText(record?.['md5'])
  const size = record?.['size']
  return {path, keys, ...kind, ...(md5 !== undefined && {md5}), ...(typeof size === 'number' && {byteLength: size})}
}

function toAsset(item: Tracked, evidence: Evidence): Asset[] {
  const digests = digestsOf(item)
  const url = item.url === undefined ? {} : {url: item.url}
  switch (kindOf(item)) {
    case 'weights':
      return [
        {
          kind: 'weights',
          id: localId('weights', item.path),
          name: posix.basename(item.path),
          aliases: [item.path],
          digests,
          evidence: [evidence],
          facts: {
            format: posix.extname(item.path).slice(1).toLowerCase(),
            present: false,
            ...(item.byteLength !== undefined &&
              Number.isSafeInteger(item.byteLength) && {byteLength: BigInt(item.byteLength)}),
          },
        },
      ]
    case 'dataset':
      return [{...makeDataset(item.path, [evidence], url), digests}]
    default:
      return []
  }
}

/** DVC marks the digest of a folder's listing with `.dir`. */
function digestsOf({md5}: Tracked): Digest[] {
  const [, hex, folder] = /^([0-9a-f]{32})(\.dir)?$/.exec(md5 ?? '') ?? []
  return hex === undefined ? [] : [{alg: 'md5', hex, of: folder === undefined ? 'content' : 'tree', from: 'declared'}]
}

function kindOf(item: Tracked): 'weights' | 'dataset' | undefined {
  if (item.type === 'model') return posix.extname(item.path) === '' ? undefined : 'weights'
  if (item.type === 'dataset') return 'dataset'
  if (commonEndings.test(item.path)) return kindOfCommon(item)
  if (isWeightsName(item.path)) return 'weights'
  return isDataFileName(item.path) || isDataFolder(item) ? 'dataset' : undefined
}

/** Of `.json`, `.pkl`, `.zip` and their like the path tells, or that DVC tracks the file for itself. */
function kindOfCommon({path, isOwn}: Tracked): 'weights' | 'dataset' | undefined {
  if (folderWords.test(path) && !modelWords.test(posix.basename(path))) return 'dataset'
  if (isWeightsName(path)) return 'weights'
  return isOwn && isDataFileName(path) ? 'dataset' : undefined
}

function isDataFolder({path, isOwn, md5}: Tracked): boolean {
  const isFolder = md5?.endsWith('.dir') === true || (posix.extname(path) === '' && isOwn)
  return isFolder && folderWords.test(path) && !modelWords.test(path)
}
