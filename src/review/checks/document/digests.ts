import {sha256Hex} from '../../../lib/digest.ts'
import {isCommit} from '../../../lib/names/commit.ts'
import {normalisePypiName} from '../../../lib/names/purl.ts'
import {asText, indexedRecords, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {baseName} from '../../../lib/path.ts'
import {oncePer} from '../../../lib/remember.ts'
import {withoutQuery} from '../../../lib/text/without-query.ts'
import type {ReviewContext} from '../../context.ts'
import {shardOf} from '../../facts/shards.ts'
import {filesOf, hashesOf, type Part, referencesOf, type StatedHash} from '../../view.ts'
import {kindOfBytes, tellDocuments} from './digests-of-documents.ts'
import {fillerIn} from './filler-digest.ts'

/** Digests that are fillers or weak, and those that contradict each other. */
export function checkDigests(context: ReviewContext): void {
  tellFillers(context)
  tellConflicts(context)
  tellOtherReferences(context)
  tellDocuments(context)
  tellOneIdentity(context)
  tellOnlyFile(context)
}

const commitDigits = 40

function commitIn(version: string | undefined): string[] {
  const hex = version?.toLowerCase()
  return isCommit(hex) ? [hex] : []
}

/** Files that are there by their name alone, and empty more often than not. */
const emptyFiles = /(?:^|\/)(?:__init__\.pyi?|py\.typed|\.gitkeep|\.keep|\.nojekyll|REQUESTED)$/

function tellFillers({view, notes}: ReviewContext): void {
  const commits = new Set(view.parts.flatMap(({node}) => commitIn(asText(node['version']))))
  for (const part of view.parts) {
    const {pointer, name} = part
    for (const {what, alg, hex, at} of hashedIn(part)) {
      const filler =
        fillerIn(hex) ??
        (startsWithOne(hex, commits) ? 'a commit id with more digits after it' : undefined) ??
        (namedDigestsOf(part).has(hex) ? 'that of its own name' : undefined)
      if (filler === undefined) continue
      const message = `the ${alg} of ${what} is ${filler}`
      notes.find('digest-hollow', {subject: name, message, evidence: [notes.cite(pointer + at, hex)]})
    }
    tellWeak(part, notes)
  }
}

/** The digests of a component, and those of what it refers to. */
function hashedIn({node, name}: Part): {what: string; alg: string; hex: string; at: string}[] {
  const references = indexedRecords(node['externalReferences']).map(([index, reference]) => ({
    what: `${String(reference['type'])} of ${name}`,
    where: `/externalReferences/${index}`,
    hashes: hashesOf(reference),
  }))
  const own = {what: name, where: '', hashes: emptyFiles.test(name) ? [] : hashesOf(node)}
  return [own, ...references].flatMap(({what, where, hashes}) =>
    hashes.map(({alg, content, at}) => ({what, alg, hex: content.toLowerCase(), at: where + at})),
  )
}

/** What somebody gets who hashes what a thing is called, and not the thing. */
const namedDigestsOf = oncePer(({node, name, role}: Part): ReadonlySet<string> => {
  if (role !== 'model' && role !== 'dataset' && role !== 'weights') return new Set()
  const [version, purl, ref] = ['version', 'purl', 'bom-ref'].map(field => asText(node[field]))
  const names = [name, baseName(name), version, purl, ref].flatMap(text => text ?? [])
  const versioned = version === undefined ? [] : [`${name}@${version}`, `${name}-${version}`, `${name}:${version}`]
  return new Set([...names, ...versioned].map(text => sha256Hex(text)))
})

function startsWithOne(hex: string, commits: ReadonlySet<string>): boolean {
  return hex.length > commitDigits && commits.has(hex.slice(0, commitDigits))
}

function tellWeak({node, pointer, name}: Part, notes: ReviewContext['notes']): void {
  const algorithms = recordsOf(node['hashes']).flatMap(({alg}) => asText(alg) ?? [])
  if (algorithms.length === 0 || !algorithms.every(alg => alg === 'MD5' || alg === 'SHA-1')) return
  notes.find('digest-weak', {
    subject: name,
    message: `${name} has only ${algorithms.join(' and ')} digests`,
    evidence: [notes.cite(`${pointer}/hashes`, algorithms.join(', '))],
  })
}

/** One file with two digests of one algorithm, and one digest for two files that cannot be the same. */
function tellConflicts({view, notes}: ReviewContext): void {
  const byDigest = new Map<string, Part>()
  for (const part of view.parts) {
    const byAlgorithm = new Map<string, string>()
    for (const {alg, content, at} of hashesOf(part.node)) {
      const hex = content.toLowerCase()
      const other = byAlgorithm.get(alg)
      byAlgorithm.set(alg, hex)
      if (other !== undefined && other !== hex) tellTwoDigests(part, alg, [other, hex], {notes, at})
      const twin = byDigest.get(`${alg} ${hex}`)
      if (twin === undefined) byDigest.set(`${alg} ${hex}`, part)
      else if ((isOtherFile(part.name, twin.name) || isOtherThing(part, twin)) && fillerIn(hex) === undefined) {
        const message = `${part.name} and ${twin.name} have the same ${alg}: ${hex}`
        const evidence = [
          notes.cite(`${twin.pointer}/hashes`, hex),
          notes.cite(part.pointer + at, `${part.name}: ${hex}`),
        ]
        notes.find('digest-conflict', {subject: part.name, message, evidence})
      }
    }
  }
}

/** The address of a file with another digest than the file itself has. */
function tellOtherReferences({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    const hashed = indexedRecords(model.node['externalReferences']).filter(([, each]) => hashesOf(each).length > 0)
    if (hashed.length === 0) continue
    const files = new Map(filesOf(view, model).map(file => [baseName(file.name), file]))
    for (const [index, reference] of hashed) {
      const file = files.get(baseName(withoutQuery(String(reference['url']))))
      const differing = file === undefined ? undefined : differingHashes(reference, file.node)
      if (file === undefined || differing === undefined) continue
      const [other, own] = differing
      const at = `${model.pointer}/externalReferences/${index}`
      notes.find('digest-conflict', {
        subject: file.name,
        message: `${file.name} has another ${other.alg} than its ${String(reference['type'])} address`,
        conflict: sidesOf(own.alg, [own.content, other.content]),
        evidence: [notes.cite(file.pointer + own.at, own.content), notes.cite(at + other.at, other.content)],
      })
    }
  }
}

/** The first two digests, one of each, that are of one algorithm and not the same. */
function differingHashes(a: UnknownRecord, b: UnknownRecord): readonly [StatedHash, StatedHash] | undefined {
  const others = hashesOf(b)
  for (const own of hashesOf(a)) {
    const other = others.find(({alg}) => alg === own.alg)
    if (other !== undefined && other.content.toLowerCase() !== own.content.toLowerCase()) return [own, other]
  }
  return undefined
}

function tellTwoDigests(
  {name, pointer}: Part,
  alg: string,
  digests: readonly string[],
  {notes, at}: Pick<ReviewContext, 'notes'> & {at: string},
): void {
  notes.find('digest-conflict', {
    subject: name,
    message: `${name} has two ${alg} digests`,
    conflict: sidesOf(alg, digests),
    evidence: [notes.cite(pointer + at, digests.join(', '))],
  })
}

function sidesOf(alg: string, digests: readonly string[]): {value: string; source: string}[] {
  return digests.map((value, index) => ({value, source: `the BOM, ${index === 0 ? 'first' : 'second'} ${alg}`}))
}

/** Files of a model that all have a content of their own. */
const distinctFiles: ReadonlySet<string> = new Set(
  'config.json tokenizer.json tokenizer_config.json generation_config.json vocab.json special_tokens_map.json model.safetensors.index.json preprocessor_config.json adapter_config.json added_tokens.json model_index.json'.split(
    ' ',
  ),
)

/** Files of two formats, and two parts of one model; a copy under another name may well have the same bytes. */
function isOtherFile(a: string, b: string): boolean {
  const ending = (name: string): string | undefined => /\.([A-Za-z]\w{0,11})$/.exec(name)?.[1]?.toLowerCase()
  if (ending(a) !== undefined && ending(b) !== undefined && ending(a) !== ending(b)) return true
  const [own, other] = [baseName(a), baseName(b)]
  if (own !== other && distinctFiles.has(own) && distinctFiles.has(other)) return true
  const [left, right] = [shardOf(a), shardOf(b)]
  return left !== undefined && right !== undefined && left.stem === right.stem && left.index !== right.index
}

/** A data set is no weight file, and no package either; a component may have the digest of its only file. */
function isOtherThing(a: Part, b: Part): boolean {
  const [left, right] = [kindOfBytes(a), kindOfBytes(b)]
  if (left === 'package' && right === 'package') return packageNameOf(a) !== packageNameOf(b)
  return left !== undefined && right !== undefined && left !== right && a.parent !== b && b.parent !== a
}

/** Its package URL without the version: the archives of two packages are never the same. */
function packageNameOf({node}: Part): string {
  return plainPurl(asText(node['purl']) ?? '').replace(/[@?#].*$/s, '')
}

/** One package URL, or one path inside a component, is listed twice, with two digests of one algorithm. */
function tellOneIdentity({view, notes}: ReviewContext): void {
  const seen = new Map<string, {readonly hex: string; readonly part: Part; readonly at: string}>()
  for (const part of view.parts) {
    const identity = identityOf(part)
    const hashes = hashesOf(part.node)
    if (identity === undefined || new Set(hashes.map(({alg}) => alg)).size !== hashes.length) continue
    for (const {alg, content, at} of hashes) {
      const [key, hex] = [`${identity.key}\n${alg}`, content.toLowerCase()]
      const first = seen.get(key)
      if (first === undefined) seen.set(key, {hex, part, at})
      else if (first.hex !== hex) {
        const evidence = [notes.cite(first.part.pointer + first.at, first.hex), notes.cite(part.pointer + at, hex)]
        notes.find('digest-conflict', {
          subject: part.name,
          message: `${identity.shown} is listed twice with different ${alg} digests`,
          conflict: sidesOf(alg, [first.hex, hex]),
          evidence,
        })
      }
    }
  }
}

/** Where a model is given out as one file of several, its digest is that of the archive. */
const archivePattern = /\.(?:zip|tar|tgz|t[gx]z|gz|xz|zst|7z|whl|nemo|mar)(?:$|[?#])|^pkg:(?:oci|docker)\//i

/** A model with another digest than its only weight file. */
function tellOnlyFile({view, notes, isOwn}: ReviewContext): void {
  for (const model of isOwn ? [] : view.models) {
    const [file, ...others] = filesOf(view, model).filter(({role}) => role === 'weights')
    const addresses = [asText(model.node['purl']) ?? '', ...referencesOf(model).map(({url}) => url)]
    if (file === undefined || others.length > 0 || addresses.some(each => archivePattern.test(each))) continue
    const differing = differingHashes(model.node, file.node)
    if (differing === undefined) continue
    const [own, other] = differing
    notes.find('digest-conflict', {
      subject: model.name,
      message: `the ${own.alg} of ${model.name} is not that of its only weight file, ${file.name}`,
      conflict: [
        {value: own.content, source: `the BOM, ${model.name}`},
        {value: other.content, source: `the BOM, ${file.name}`},
      ],
      evidence: [notes.cite(model.pointer + own.at, own.content), notes.cite(file.pointer + other.at, other.content)],
    })
  }
}

/** What can stand for one state of bytes alone: a package URL with its version, a path inside a component. */
function identityOf({node, role, name, parent}: Part): {readonly key: string; readonly shown: string} | undefined {
  if (role === 'weights' || role === 'file')
    return parent === undefined ? undefined : {key: `${parent.pointer}\n${name}`, shown: `${name} of ${parent.name}`}
  const purl = asText(node['purl'])
  return purl === undefined || !/@./.test(purl) ? undefined : {key: plainPurl(purl), shown: purl}
}

/** Names and versions of PyPI are the same in any case, names also with any of `-_.`. */
function plainPurl(purl: string): string {
  const [, name, rest = ''] = /^pkg:pypi\/([^@?#]{1,200})(.*)$/is.exec(purl) ?? []
  return name === undefined ? purl : `pkg:pypi/${normalisePypiName(name)}${rest.toLowerCase()}`
}
