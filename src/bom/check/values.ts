import {PackageURL} from 'packageurl-js'
import {asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {nodesOf} from '../spec/nodes.ts'
import {identifierProblems, purlTypeProblems, type ReadPurl} from './identifiers.ts'
import {typeProblems} from './types.ts'
import type {Problem} from './validate.ts'

/** Hex digits of each algorithm of CycloneDX. */
const digestLengths: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA-1', 40],
  ['SHA-256', 64],
  ['SHA-384', 96],
  ['SHA-512', 128],
  ['SHA3-256', 64],
  ['SHA3-384', 96],
  ['SHA3-512', 128],
  ['BLAKE2b-256', 64],
  ['BLAKE2b-384', 96],
  ['BLAKE2b-512', 128],
  ['BLAKE3', 64],
  ['Streebog-256', 64],
  ['Streebog-512', 128],
])
/** Types of components that are what their purl names. */
const namedTypes: ReadonlySet<unknown> = new Set(['library', 'framework', 'application', 'machine-learning-model'])
const commitPattern = /^[0-9a-f]{7,64}$/
/** Versions of CycloneDX that have no type for models and data. */
const beforeModels: ReadonlySet<unknown> = new Set(['1.0', '1.1', '1.2', '1.3', '1.4'])

/**
 * Values that a schema lets pass and that cannot be right: digests of another length than their algorithm gives, purls
 * that are none.
 */
export function findWrongValues(document: UnknownRecord): readonly Problem[] {
  const problems: Problem[] = []
  const hasModelType = !beforeModels.has(document['specVersion'])
  for (const {pointer, node} of nodesOf(document)) {
    for (const [index, hash] of recordsOf(node['hashes']).entries())
      problems.push(...digestProblems(hash, `${pointer}/hashes/${index}/content`))
    if (typeof node['purl'] === 'string') problems.push(...purlProblems(node['purl'], node, `${pointer}/purl`))
    problems.push(...identifierProblems(node, pointer), ...(hasModelType ? typeProblems(node, pointer) : []))
  }
  return problems
}

function digestProblems({alg, content}: UnknownRecord, pointer: string): Problem[] {
  const length = typeof alg === 'string' ? digestLengths.get(alg) : undefined
  if (length === undefined || typeof content !== 'string') return []
  if (content.length === length && /^[0-9a-fA-F]+$/.test(content)) return []
  const looks =
    content.length === 40 && length !== 40 ? '; 40 digits are a SHA-1, or the id that git gives to a file' : ''
  const message = `a ${String(alg)} digest has ${length} hex digits, this has ${content.length}${looks}`
  return [{code: 'digest-length', pointer, message, fix: 'Compute the digest of the file’s bytes'}]
}

function purlProblems(text: string, node: UnknownRecord, pointer: string): Problem[] {
  const purl = parsePurl(text)
  if (typeof purl === 'string')
    return [
      {
        code: 'purl-invalid',
        pointer,
        message: `${text} is not a package URL: ${purl}`,
        fix: 'Write it as pkg:type/namespace/name@version',
      },
    ]
  const problems = [...purlTypeProblems(purl, pointer), ...purlDifferences(purl, node, pointer)]
  if (purl.type === 'huggingface') {
    const warn = (code: string, message: string, fix: string): void =>
      void problems.push({level: 'warning', code, pointer, message, fix})
    if (purl.namespace === undefined)
      warn('purl-form', 'a purl of the hub names the owner: pkg:huggingface/owner/name@commit', 'Add the owner')
    if (purl.version !== undefined && !commitPattern.test(purl.version.toLowerCase()))
      warn(
        'purl-form',
        `a purl of the hub has a commit as its version, not ${purl.version}`,
        'Pin the commit: a branch moves',
      )
  }
  return problems
}

/** What the purl says otherwise than the component. */
function purlDifferences(purl: ReadPurl, node: UnknownRecord, pointer: string): Problem[] {
  const problems: Problem[] = []
  const warn = (message: string, fix: string): void =>
    void problems.push({level: 'warning', code: 'purl-differs', pointer, message, fix})
  const version = asText(node['version'])
  // an image is known by its tag and by its digest
  if (
    purl.type !== 'oci' &&
    purl.type !== 'docker' &&
    purl.version !== undefined &&
    version !== undefined &&
    !isSameVersion(purl.version, version)
  )
    warn(`the purl has version ${purl.version}, the component ${version}`, 'State one version in both')
  const name = isPart(node, purl) ? undefined : asText(node['name'])
  if (name !== undefined && !isSameName(purl, name, asText(node['group'])))
    warn(`the purl names ${purl.name}, the component ${name}`, 'State one name in both')
  const group = asText(node['group'])
  if (
    name !== undefined &&
    group !== undefined &&
    purl.type === 'huggingface' &&
    !isSameOwner(purl.namespace ?? '', group)
  )
    warn(`the purl names the owner ${purl.namespace ?? 'nobody'}, the component ${group}`, 'State one owner in both')
  const ref = asText(node['bom-ref'])
  const named = ref?.startsWith('pkg:') === true ? parsePurl(ref) : undefined
  if (typeof named === 'object' && nameOf(named) !== nameOf(purl))
    problems.push({
      level: 'warning',
      code: 'purl-ref',
      pointer,
      message: `the purl is of ${nameOf(purl)}, the bom-ref of ${nameOf(named)}`,
      fix: 'Give the component a bom-ref of its own purl',
    })
  return problems
}

function nameOf({type, namespace, name}: ReadPurl): string {
  return [type, namespace, name].filter(part => part !== undefined).join('/')
}

/** A file has the purl of the repository that it is in, and a part of a data set that of the whole. */
function isPart({type, name, data}: UnknownRecord, purl: ReadPurl): boolean {
  if (/\.[A-Za-z]\w{1,11}$/.test(String(name))) return true
  if (type !== 'data') return !namedTypes.has(type)
  const isWhole = recordsOf(data).some(({type: kind}) => kind === 'dataset') && !partWords.test(String(name))
  const words = wordsOf(`${purl.namespace ?? ''} ${purl.name}`)
  return !isWhole || wordsOf(String(name)).some(word => words.includes(word))
}

/** What parts of data sets are called. */
const partWords = /train|valid|test|split|subset|config|part|shard|\bdev\b|eval|calibrat|fine-?tun|corpus|data/i

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]{3,100}/g) ?? []
}

/** @returns why it is none, where it is none */
export function parsePurl(text: string): ReadPurl | string {
  try {
    const {type, namespace, name, version} = PackageURL.fromString(text)
    if (type === undefined || name === undefined || name === '') return 'it names nothing'
    return {type, namespace: namespace ?? undefined, name, version: version ?? undefined}
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read'
  }
}

/** Registries write versions in more than one way; `v1.2` is `1.2`. */
function isSameVersion(a: string, b: string): boolean {
  const bare = (text: string): string =>
    text
      .toLowerCase()
      .replace(/^v(?=\d)/, '')
      .replace(/^sha\d{1,3}:/, '')
  const [left, right] = [bare(a), bare(b)]
  // a purl pins the commit, and people call it by its release
  if (/^[0-9a-f]{40}$/.test(left) && /^\d{1,4}(?:\.\d{1,4}){0,3}$/.test(right)) return true
  return (
    left === right ||
    (commitPattern.test(left) && commitPattern.test(right) && (left.startsWith(right) || right.startsWith(left)))
  )
}

/**
 * A group may be what people call the maker, in words; only one that is written as an owner is held against the owner.
 */
function isSameOwner(owner: string, group: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const [a, b] = [plain(owner), plain(group)]
  return owner === '' || !/^[a-z0-9]{1,60}-[a-z0-9-]{1,60}$/.test(group) || a.includes(b) || b.includes(a)
}

function isSameName(purl: ReadPurl, name: string, group: string | undefined): boolean {
  // the name of a repository of the hub is that of one model
  if (purl.type === 'huggingface' && /^[\w.-]{1,96}\/[\w.-]{1,96}$/.test(name))
    return name.slice(name.indexOf('/') + 1).toLowerCase() === purl.name.toLowerCase()
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const full = plain(`${purl.namespace ?? ''}${purl.name}`)
  const stated = [plain(name), plain(`${group ?? ''}${name}`)]
  return stated.some(each => each.includes(plain(purl.name)) || full.includes(each))
}
