import {hubReference} from '../../catalog/references/hub.ts'
import type {AssetOf} from '../../inventory/asset.ts'
import type {Digest, Evidence} from '../../inventory/evidence.ts'
import type {Distribution} from '../../inventory/facts.ts'
import {toLicence} from '../../inventory/licence.ts'
import {makeDataset} from '../../inventory/make.ts'
import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {redactUrl} from '../../lib/redact/url.ts'

/** Data sets of thousands of files list them as sets; a longer list is cut. */
const fileLimit = 500
const prefixPattern =
  /^(?:https?:\/\/schema\.org\/|https?:\/\/mlcommons\.org\/croissant\/(?:RAI\/)?|https?:\/\/purl\.org\/dc\/terms\/|(?:sc|schema|cr|rai|dct|dcterms):)/
const hexLengths: readonly (readonly [Digest['alg'], number])[] = [
  ['sha256', 64],
  ['md5', 32],
]

interface Node {
  readonly record: UnknownRecord
  readonly keys: readonly (string | number)[]
  /** as the file writes it → without prefix */
  readonly keyByName: ReadonlyMap<string, string>
}

/** Croissant 1.0 and 1.1: a schema.org data set in JSON-LD. */
export function isCroissant(text: string): boolean {
  return text.includes('mlcommons.org/croissant')
}

/**
 * The data set that a Croissant file describes; it stands on its `name` line, else on the one of the content that names
 * it.
 * @returns undefined where the document is no data set
 * @see Croissant format specification 1.0 and 1.1, "Dataset-level information", "Resources"
 */
export function toCroissantDataset(
  document: StructuredDocument,
  evidence: Omit<Evidence, 'line'>,
): AssetOf<'dataset'> | undefined {
  const node = findDataset(document)
  if (node === undefined) return undefined
  const files = filesOf(node)
  const urls = [...textsAt(node, 'url'), ...textsAt(node, 'sameAs'), ...files.flatMap(({url}) => url ?? [])]
  const known = urls.map(url => hubReference(url)).find(reference => reference?.kind === 'dataset')
  const stated = textAt(node, 'name')
  const name = known?.name ?? stated
  if (name === undefined) return undefined
  const line = document.lineOf([...node.keys, node.keyByName.get(stated === undefined ? 'distribution' : 'name') ?? ''])
  const hubLine = stated === undefined ? lineOfUrl(document, node, files) : undefined
  const at = hubLine ?? line ?? document.lineOf(node.keys)
  const dataset = makeDataset(name, [{...evidence, ...(at !== undefined && {line: at})}], {
    ...(known !== undefined && {registry: 'huggingface'}),
    ...(known?.kind === 'dataset' && known.revision !== undefined && {revision: known.revision}),
    ...urlFact(node),
    ...(files.length > 0 && {distributions: files.map(({distribution}) => distribution)}),
  })
  return {
    ...dataset,
    ...statements(node, known === undefined),
    aliases: stated === undefined || stated === name ? [] : [stated],
  }
}

function findDataset(document: StructuredDocument): Node | undefined {
  const root = asRecord(document.value)
  const graph = asList(root?.['@graph']).map((item, index) => ({item, keys: ['@graph', index]}))
  for (const {item, keys} of [{item: document.value, keys: []}, ...graph.slice(0, fileLimit)]) {
    const node = toNode(asRecord(item), keys)
    if (node !== undefined && typesOf(node).includes('Dataset')) return node
  }
  return undefined
}

function toNode(record: UnknownRecord | undefined, keys: readonly (string | number)[]): Node | undefined {
  if (record === undefined) return undefined
  return {record, keys, keyByName: new Map(Object.keys(record).map(key => [key.replace(prefixPattern, ''), key]))}
}

function typesOf(node: Node): string[] {
  return textsAt(node, '@type').map(type => type.replace(prefixPattern, ''))
}

function valueAt(node: Node, name: string): unknown {
  const key = node.keyByName.get(name)
  return key === undefined ? undefined : node.record[key]
}

function textAt(node: Node, name: string): string | undefined {
  return textsAt(node, name)[0]
}

/**
 * Plain texts and JSON-LD values: `"x"`, `{"@value": "x"}`, `{"@id": "https://…"}`, `{"name": "x"}`, and lists of them.
 */
function textsAt(node: Node, name: string): string[] {
  const value = valueAt(node, name)
  return (Array.isArray(value) ? asList(value) : [value]).slice(0, fileLimit).flatMap(item => {
    const record = asRecord(item)
    return (
      asText(record === undefined ? item : (record['@value'] ?? record['url'] ?? record['name'] ?? record['@id'])) ?? []
    )
  })
}

function urlFact(node: Node): {url?: string} {
  const url = textAt(node, 'url')
  return url === undefined ? {} : {url: redactUrl(url)}
}

/** @param isVersioned whether the stated version is the data set's own; on the Hub a commit is */
function statements(node: Node, isVersioned: boolean): Partial<AssetOf<'dataset'>> {
  const description = textAt(node, 'description')
  const author = textAt(node, 'creator') ?? textAt(node, 'publisher')
  const licences = textsAt(node, 'license').flatMap(text => toLicence(text) ?? [])
  const version = textAt(node, 'version')
  const conformsTo = textsAt(node, 'conformsTo')
  return {
    ...(description !== undefined && {description}),
    ...(author !== undefined && {author}),
    ...(licences.length > 0 && {licences}),
    ...(version !== undefined && isVersioned && {version}),
    properties: {
      ...(conformsTo.length > 0 && {'aibom:dataset:conforms-to': conformsTo}),
      ...(version !== undefined && {'aibom:dataset:version': [version]}),
    },
  }
}

interface CroissantFile {
  readonly index: number
  readonly url?: string
  readonly distribution: Distribution
}

/** `FileObject`s with their URL and declared digests; sets of files have none. */
function filesOf(node: Node): CroissantFile[] {
  return asList(valueAt(node, 'distribution'))
    .slice(0, fileLimit)
    .flatMap((item, index): CroissantFile[] => {
      const file = toNode(asRecord(item), [])
      if (file === undefined || !typesOf(file).includes('FileObject')) return []
      const url = textAt(file, 'contentUrl')
      const name = textAt(file, 'name') ?? textAt(file, '@id')
      const distribution: Distribution = {
        ...(name !== undefined && {file: name}),
        ...(url !== undefined && {url: redactUrl(url)}),
        digests: hexLengths.flatMap(([alg, length]) => declaredDigest(alg, length, textAt(file, alg))),
      }
      return [{index, ...(url !== undefined && {url}), distribution}]
    })
}

/** Some writers put a URL where the digest should be. */
function declaredDigest(alg: Digest['alg'], length: number, text: string | undefined): Digest[] {
  const hex = text?.toLowerCase() ?? ''
  return hex.length === length && /^[0-9a-f]+$/.test(hex) ? [{alg, hex, of: 'content', from: 'declared'}] : []
}

function lineOfUrl(document: StructuredDocument, node: Node, files: readonly CroissantFile[]): number | undefined {
  const file = files.find(({url}) => url !== undefined && hubReference(url)?.kind === 'dataset')
  const distribution = node.keyByName.get('distribution')
  return file === undefined || distribution === undefined
    ? undefined
    : document.lineOf([...node.keys, distribution, file.index, 'contentUrl'])
}
