import {compact, withoutEmpty} from '../../../lib/compact.ts'
import {asText, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {pureWeightsPattern} from '../../check/types.ts'
import type {SpdxElement} from '../graph.ts'
import {backwards, hashNames, plainWord, purposes} from '../terms.ts'

/** Words of SPDX 2 are those of SPDX 3 in another spelling; CycloneDX has no SHA-224, MD2, MD4, MD6 and ADLER32. */
export const typeByPurpose = byPlainWord(purposes)
export const algorithmByName = byPlainWord(hashNames)

function byPlainWord(words: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...backwards(words)].map(([theirs, ours]) => [plainWord(theirs), ours]))
}

/** What the rest of a document says of a package. */
export interface PackageSurroundings {
  /** licenses that are not on the list of SPDX, by their id */
  readonly texts: ReadonlyMap<string, UnknownRecord>
  /** it is the weights of a model, by the files in it */
  readonly isModel: boolean
  /** a model was made with it */
  readonly isData: boolean
  /** bom-refs of what it was made with */
  readonly datasets: readonly string[]
}

/** A package or file of SPDX 2 as a component. */
export function packageOf2(
  element: SpdxElement,
  {texts, isModel, isData, datasets}: PackageSurroundings,
): UnknownRecord {
  const {id, node, type} = element
  const isFile = type === 'file'
  const purl = isFile ? undefined : referenceTo(node, 'purl')
  const lists = {
    hashes: hashesOf(node),
    licenses: licencesOf(node, texts),
    externalReferences: referencesOf(node),
  }
  const [supplier, maker] = [nameIn(node['supplier']), nameIn(node['originator'])]
  return {
    type: isFile ? 'file' : isData ? 'data' : typeOf(node, isModel),
    'bom-ref': id,
    name: isFile ? (stated(node['fileName']) ?? '').replace(/^\.\//, '') : (stated(node['name']) ?? ''),
    ...compact({
      version: stated(node['versionInfo']),
      description: stated(node['description']) ?? stated(node['summary']),
      purl,
      cpe: referenceTo(node, 'cpe23Type'),
      copyright: stated(node['copyrightText']),
    }),
    ...(supplier !== undefined && {supplier: {name: supplier}}),
    ...(maker !== undefined && {authors: [{name: maker}]}),
    ...withoutEmpty(lists),
    ...(stated(node['releaseDate']) !== undefined && {
      releaseNotes: {type: 'release', timestamp: node['releaseDate']},
    }),
    ...(datasets.length > 0 && {modelCard: {modelParameters: {datasets: datasets.map(ref => ({ref}))}}}),
    ...(isData && {data: [{type: 'dataset'}]}),
    ...withoutEmpty({properties: fieldsBeyond(node)}),
  }
}

/** Purposes of what may come with a model in it. */
const programs: ReadonlySet<string> = new Set(
  ['APPLICATION', 'CONTAINER', 'OPERATING-SYSTEM', 'DEVICE', 'FIRMWARE', 'ARCHIVE', 'INSTALL'].map(plainWord),
)

/** A package of no registry and no program, with the weights of a model in it. */
export function isModelByContent({node, type}: SpdxElement, fileNames: readonly string[]): boolean {
  if (type !== 'package' || programs.has(purposeOf(node))) return false
  const purl = referenceTo(node, 'purl')
  return (
    (purl === undefined || purl.startsWith('pkg:generic/')) && fileNames.some(name => pureWeightsPattern.test(name))
  )
}

function purposeOf(node: UnknownRecord): string {
  return plainWord(stated(node['primaryPackagePurpose']) ?? '')
}

/** As SPDX 3 names them, where it has them. */
const beyond: readonly (readonly [field: string, name: string])[] = [
  ['builtDate', 'spdx:builtTime'],
  ['validUntilDate', 'spdx:validUntilTime'],
  ['comment', 'spdx:comment'],
  ['licenseComments', 'spdx:licenseComments'],
]

function fieldsBeyond(node: UnknownRecord): UnknownRecord[] {
  return beyond.flatMap(([field, name]) => {
    const value = stated(node[field])
    return value === undefined ? [] : [{name, value}]
  })
}

/** SPDX 2 has no word for models and data sets: only where a package comes from, and what is in it, tells. */
function typeOf(node: UnknownRecord, isModel: boolean): string {
  const byOrigin = typeByOrigin(node)
  if (byOrigin === 'data') return byOrigin
  return isModel ? 'machine-learning-model' : (byOrigin ?? typeByPurpose.get(purposeOf(node)) ?? 'library')
}

/** What a registry of models gives out, by the package URL or the address of the download. */
export function typeByOrigin(node: UnknownRecord): 'data' | 'machine-learning-model' | undefined {
  const purl = referenceTo(node, 'purl') ?? ''
  const [, hubKind] = /^https:\/\/huggingface\.co\/(datasets\/|spaces\/)?[\w.-]{1,96}\/[\w.-]{1,96}/.exec(
    stated(node['downloadLocation']) ?? '',
  ) ?? [undefined, 'elsewhere']
  if (/^pkg:huggingface\/datasets\//i.test(purl) || hubKind === 'datasets/') return 'data'
  return /^pkg:(?:huggingface|mlflow)\//i.test(purl) || hubKind === undefined ? 'machine-learning-model' : undefined
}

/** Undefined also for NOASSERTION and NONE, which state nothing. */
function stated(value: unknown): string | undefined {
  const text = asText(value)
  return text === 'NOASSERTION' || text === 'NONE' ? undefined : text
}

/** `Organization: Acme (info@acme.example)` → `Acme`. */
function nameIn(value: unknown): string | undefined {
  const [, name] = /^(?:Organization|Person): *([^(]{1,500})/.exec(stated(value) ?? '') ?? []
  return asText(name)?.trim()
}

/** The locator of the first reference of this type. */
function referenceTo(node: UnknownRecord, type: string): string | undefined {
  const found = recordsOf(node['externalRefs']).find(({referenceType}) => referenceType === type)
  return asText(found?.['referenceLocator'])
}

function hashesOf(node: UnknownRecord): UnknownRecord[] {
  return recordsOf(node['checksums']).flatMap(({algorithm, checksumValue}) => {
    const [alg, content] = [algorithmByName.get(plainWord(String(algorithm))), asText(checksumValue)]
    return alg === undefined || content === undefined ? [] : [{alg, content}]
  })
}

/** The declared license, or the concluded one where there is no other; both where they differ. */
function licencesOf(node: UnknownRecord, texts: ReadonlyMap<string, UnknownRecord>): UnknownRecord[] {
  const [declared, concluded] = [stated(node['licenseDeclared']), stated(node['licenseConcluded'])]
  if (declared === undefined) return concluded === undefined ? [] : [alone(concluded, texts, 'concluded')]
  if (concluded === undefined || concluded === declared) return [alone(declared, texts)]
  return [licenceOf(declared, texts, 'declared'), licenceOf(concluded, texts, 'concluded')]
}

function alone(
  expression: string,
  texts: ReadonlyMap<string, UnknownRecord>,
  acknowledgement?: 'concluded',
): UnknownRecord {
  return texts.has(expression) ? licenceOf(expression, texts, acknowledgement) : compact({expression, acknowledgement})
}

function licenceOf(
  expression: string,
  texts: ReadonlyMap<string, UnknownRecord>,
  acknowledgement?: 'declared' | 'concluded',
): UnknownRecord {
  const {name, extractedText} = texts.get(expression) ?? {}
  const content = asText(extractedText)
  return {
    license: compact({
      name: stated(name) ?? expression,
      acknowledgement,
      text: content === undefined ? undefined : {content},
    }),
  }
}

function referencesOf(node: UnknownRecord): UnknownRecord[] {
  const [home, download] = [stated(node['homepage']), stated(node['downloadLocation'])]
  const advisories = recordsOf(node['externalRefs']).flatMap(({referenceType, referenceLocator}) => {
    const url = asText(referenceLocator)
    return referenceType === 'advisory' && url !== undefined ? [{type: 'advisories', url}] : []
  })
  return [
    ...(home === undefined ? [] : [{type: 'website', url: home}]),
    ...(download === undefined ? [] : [{type: /^git[+:]/.test(download) ? 'vcs' : 'distribution', url: download}]),
    ...advisories,
  ]
}
