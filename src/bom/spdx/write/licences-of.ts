import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import {attachmentText} from '../../parts/attachment.ts'
import {noLicence} from '../terms.ts'
import type {Carried} from './carried.ts'

/** Where the elements of licenses go. */
export interface LicenceWriting {
  readonly carried: Carried
  readonly elements: UnknownRecord[]
  relate(from: string, type: string, to: string): void
}

interface Stated {
  readonly text: string
  /** of one that is not on the list of SPDX */
  readonly name?: string
  readonly content?: string
  /** where its text is, and the pointer of that */
  readonly url?: {readonly address: string; readonly pointer: string}
  readonly isConcluded: boolean
}

/**
 * Each package has one declared license, and a concluded one where that is stated; several that hold together are one
 * expression.
 */
export function addLicences(
  node: UnknownRecord,
  {spdxId, pointer, creationInfo}: {readonly spdxId: string; readonly pointer: string; readonly creationInfo: string},
  writing: LicenceWriting,
): void {
  const statedAt = (list: unknown, at: string): Stated[] =>
    indexedRecords(list).flatMap(([index, item]) => statedIn(item, `${pointer}${at}/${index}`, writing.carried) ?? [])
  const all = statedAt(node['licenses'], '/licenses')
  const declared = all.filter(({isConcluded}) => !isConcluded)
  // what somebody found in the files is what they conclude
  const found = statedAt(asRecord(node['evidence'])?.['licenses'], '/evidence/licenses')
  const concluded = [...all.filter(({isConcluded}) => isConcluded), ...found]
  if (declared.length > 0) write(declared, 'hasDeclaredLicense', `${spdxId}-license`)
  else if (node['type'] !== 'file') writing.relate(spdxId, 'hasDeclaredLicense', noLicence)
  if (concluded.length > 0) write(concluded, 'hasConcludedLicense', `${spdxId}-concluded`)

  function write(list: readonly Stated[], relation: string, licence: string): void {
    const names = list.flatMap(({name}) => name ?? [])
    const texts = list.flatMap(({text, name = text, content}, index) =>
      content === undefined ? [] : [{text, name, content, id: `${licence}-text-${index}`}],
    )
    writing.elements.push(
      {
        type: 'simplelicensing_LicenseExpression',
        spdxId: licence,
        creationInfo,
        simplelicensing_licenseExpression: list
          .map(({text}) => (list.length > 1 && / /.test(text) ? `(${text})` : text))
          .join(' AND '),
        ...(texts.length > 0 && {
          simplelicensing_customIdToUri: texts.map(({text, id}) => ({type: 'DictionaryEntry', key: text, value: id})),
        }),
        ...(names.length > 0 && {comment: `stated as: ${names.join('; ')}`}),
        ...addressOf(list, writing.carried),
      },
      ...texts.map(({id, name, content}) => ({
        type: 'simplelicensing_SimpleLicensingText',
        spdxId: id,
        creationInfo,
        name,
        simplelicensing_licenseText: content,
      })),
    )
    writing.relate(spdxId, relation, licence)
  }
}

function statedIn(item: UnknownRecord, pointer: string, carried: Carried): Stated | undefined {
  const licence = asRecord(item['license'])
  const [expression, id, name] = [asText(item['expression']), asText(licence?.['id']), asText(licence?.['name'])]
  const text = expression ?? id ?? (name === undefined ? undefined : `LicenseRef-${plainOf(name)}`)
  if (text === undefined) return undefined
  const within = expression === undefined ? `${pointer}/license` : pointer
  carried.mark(`${within}/${expression === undefined ? (id === undefined ? 'name' : 'id') : 'expression'}`)
  const acknowledgement = (licence ?? item)['acknowledgement']
  carried.mark(`${within}/acknowledgement`)
  const isNamed = expression === undefined && id === undefined && name !== undefined
  // also of one on the list: what stands there under its id may be other terms
  const content = expression === undefined ? attachmentText(licence?.['text']) : undefined
  if (content !== undefined) carried.mark(`${within}/text`)
  const address = asText(licence?.['url'])
  return {
    text,
    isConcluded: acknowledgement === 'concluded',
    ...(isNamed && {name}),
    ...(content !== undefined && {content}),
    ...(address !== undefined && {url: {address, pointer: `${within}/url`}}),
  }
}

/** An expression of several licenses has no address of its own. */
function addressOf([first, ...others]: readonly Stated[], carried: Carried): UnknownRecord {
  if (first?.url === undefined || others.length > 0) return {}
  carried.mark(first.url.pointer)
  return {externalRef: [{type: 'ExternalRef', externalRefType: 'license', locator: [first.url.address]}]}
}

/** Letters, digits and dots, which is what an id may have. */
function plainOf(name: string): string {
  const words = name.split(/[^A-Za-z0-9.]/).filter(word => word !== '')
  return words.length === 0 ? 'unnamed' : words.join('-')
}
