import {compact} from '../../../lib/compact.ts'
import {asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {toMilliseconds} from '../../../lib/time/instant.ts'
import {isDataset} from '../../parts/dataset.ts'
import {readReleased} from '../../parts/release.ts'
import {dateFields, remarkField, spdxProperty} from '../fields.ts'
import {hashNames, isReferenceWord, purposes, referenceTypes} from '../terms.ts'
import {cardOf, datasetOf, hyperparametersOf} from './card-of.ts'
import type {Carried} from './carried.ts'
import {extensionOf} from './extension.ts'
import {wholeSeconds} from './instant.ts'

/** Where elements get their agents and their account. */
export interface Making {
  readonly carried: Carried
  agentOf(entity: unknown, pointer: string): string | undefined
}

/** What kind of element a component becomes. */
export function elementType(
  node: UnknownRecord,
): 'ai_AIPackage' | 'dataset_DatasetPackage' | 'software_File' | 'software_Package' {
  if (node['type'] === 'machine-learning-model') return 'ai_AIPackage'
  if (node['type'] === 'data' && isDataset(node)) return 'dataset_DatasetPackage'
  return node['type'] === 'file' ? 'software_File' : 'software_Package'
}

/** The properties of one component that SPDX has a place for, each marked as carried. */
export function packageOf(node: UnknownRecord, pointer: string, making: Making): UnknownRecord {
  const {carried} = making
  const type = elementType(node)
  const take = (field: string): string | undefined => {
    const text = asText(node[field])
    if (text !== undefined) carried.mark(`${pointer}/${field}`)
    return text
  }
  const [group, name] = [take('group'), take('name')]
  const ref = take('bom-ref')
  carried.mark(`${pointer}/type`)
  const isFile = type === 'software_File'
  const [version, purl] = isFile ? [undefined, undefined] : [take('version'), take('purl')]
  const hashes = hashesOf(node, pointer, carried)
  return {
    type,
    name:
      group === undefined || name?.startsWith(`${group}/`) === true ? (name ?? group ?? '') : `${group}/${name ?? ''}`,
    ...compact({
      description: take('description'),
      software_packageVersion: version,
      software_packageUrl: purl,
      software_copyrightText: take('copyright'),
    }),
    ...(!isFile && {software_primaryPurpose: purposes.get(String(node['type'])) ?? 'other'}),
    ...identifiersOf(node, {pointer, ref, isFile}, carried),
    ...(hashes.length > 0 && {verifiedUsing: hashes}),
    ...makersOf(node, pointer, making),
    ...compact({releaseTime: releaseOf(node, pointer, carried)}),
    ...datesOf(node, pointer, carried),
    ...remarkOf(node, pointer, carried),
    ...(!isFile && referencesOf(node, pointer, carried)),
    ...(!isFile && backgroundOf(node, pointer, carried)),
    ...(type === 'ai_AIPackage' && {
      ...cardOf(node, pointer, carried),
      ...hyperparametersOf(node, pointer, carried),
    }),
    ...(type === 'dataset_DatasetPackage' && datasetOf(node, pointer, carried)),
    // last: what no field has carried
    ...extensionOf(node['properties'], `${pointer}/properties`, carried),
  }
}

/** What is told of where it comes from. */
function backgroundOf({pedigree}: UnknownRecord, pointer: string, carried: Carried): UnknownRecord {
  const notes = asText(asRecord(pedigree)?.['notes'])
  if (notes === undefined) return {}
  carried.mark(`${pointer}/pedigree/notes`)
  return {software_sourceInfo: notes}
}

/** The bom-ref, and the names under which others know it. */
function identifiersOf(
  node: UnknownRecord,
  {pointer, ref, isFile}: {readonly pointer: string; readonly ref: string | undefined; readonly isFile: boolean},
  carried: Carried,
): UnknownRecord {
  const known = (['cpe', 'swhid'] as const).flatMap(field => {
    const values = isFile && field === 'cpe' ? [] : textsOf(node[field])
    if (values.length > 0) carried.mark(`${pointer}/${field}`)
    const type = field === 'cpe' ? 'cpe23' : 'swhid'
    return values.map(identifier => ({type: 'ExternalIdentifier', externalIdentifierType: type, identifier}))
  })
  const own =
    ref === undefined
      ? []
      : [{type: 'ExternalIdentifier', externalIdentifierType: 'other', identifier: ref, comment: 'bom-ref'}]
  const all = [...own, ...known]
  return all.length === 0 ? {} : {externalIdentifier: all}
}

function hashesOf(node: UnknownRecord, pointer: string, carried: Carried): UnknownRecord[] {
  return indexedRecords(node['hashes']).flatMap(([index, {alg, content}]) => {
    const algorithm = hashNames.get(String(alg))
    const value = asText(content)
    if (algorithm === undefined || value === undefined) return []
    carried.mark(`${pointer}/hashes/${index}`)
    return [{type: 'Hash', algorithm, hashValue: value}]
  })
}

function makersOf(node: UnknownRecord, pointer: string, {agentOf}: Making): UnknownRecord {
  const supplier = agentOf(node['supplier'], `${pointer}/supplier`)
  const makers = [
    agentOf(node['manufacturer'], `${pointer}/manufacturer`),
    ...indexedRecords(node['authors']).map(([index, author]) => agentOf(author, `${pointer}/authors/${index}`)),
  ].flatMap(agent => agent ?? [])
  return compact({suppliedBy: supplier, originatedBy: makers.length > 0 ? [...new Set(makers)] : undefined})
}

function releaseOf(node: UnknownRecord, pointer: string, carried: Carried): string | undefined {
  const milliseconds = toMilliseconds(readReleased(node))
  if (milliseconds === undefined) return undefined
  carried.mark(`${pointer}/releaseNotes/timestamp`)
  return wholeSeconds(new Date(milliseconds))
}

/** Dates that stand in properties. */
function datesOf(node: UnknownRecord, pointer: string, carried: Carried): UnknownRecord {
  const readable = indexedRecords(node['properties']).filter(([, {value}]) => toMilliseconds(value) !== undefined)
  return Object.fromEntries(
    dateFields.flatMap(field => {
      const [index, {value} = {value: undefined}] = readable.find(([, {name}]) => name === spdxProperty(field)) ?? []
      if (index === undefined) return []
      carried.mark(`${pointer}/properties/${index}`)
      return [[field, wholeSeconds(new Date(toMilliseconds(value) ?? 0))]]
    }),
  )
}

/** A remark that stands in a property. */
function remarkOf(node: UnknownRecord, pointer: string, carried: Carried): UnknownRecord {
  const [index, property] =
    indexedRecords(node['properties']).find(([, {name}]) => name === spdxProperty(remarkField)) ?? []
  const remark = asText(property?.['value'])
  if (remark === undefined) return {}
  carried.mark(`${pointer}/properties/${index}`)
  return {[remarkField]: remark}
}

function referencesOf(node: UnknownRecord, pointer: string, carried: Carried): UnknownRecord {
  const known = indexedRecords(node['externalReferences']).flatMap(([index, {type, url}]) => {
    const [address, word] = [asText(url), asText(type) ?? '']
    if (address === undefined) return []
    const kind = referenceTypes.get(word) ?? 'other'
    const comment = kind === 'other' && isReferenceWord(word) ? word : undefined
    for (const field of ['url', ...(kind === 'other' && comment === undefined ? [] : ['type'])])
      carried.mark(`${pointer}/externalReferences/${index}/${field}`)
    return [{kind, comment, address, isDistribution: word === 'distribution'}]
  })
  const download = known.find(({isDistribution}) => isDistribution) ?? contentIn(node, pointer, carried)
  const others = known.filter(reference => reference !== download)
  return compact({
    software_downloadLocation: download?.address,
    externalRef:
      others.length === 0
        ? undefined
        : others.map(({kind, comment, address}) =>
            compact({type: 'ExternalRef', externalRefType: kind, locator: [address], comment}),
          ),
  })
}

/** Data say in their content where they are. */
function contentIn({data}: UnknownRecord, pointer: string, carried: Carried): {readonly address: string} | undefined {
  const [found] = indexedRecords(data).flatMap(([index, {contents}]) => {
    const address = asText(asRecord(contents)?.['url'])
    return address === undefined ? [] : [{address, index}]
  })
  if (found !== undefined) carried.mark(`${pointer}/data/${found.index}/contents/url`)
  return found
}
