import {asText, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {plainWord} from '../terms.ts'
import {namesIn, Uncarried, type Words} from '../uncarried.ts'
import {relations} from './graph.ts'
import {algorithmByName, typeByPurpose} from './package.ts'

const references = namesIn('purl cpe23Type advisory')
const inner = new Map([
  ['checksums', namesIn('algorithm checksumValue')],
  ['externalRefs', namesIn('referenceCategory referenceType referenceLocator')],
  ['creationInfo', namesIn('created creators')],
])
const words: Words = new Map([
  ['checksums/algorithm', word => algorithmByName.has(plainWord(word))],
  ['externalRefs/referenceType', word => references.has(word)],
  ['primaryPackagePurpose', word => typeByPurpose.has(plainWord(word))],
])

const ofDocuments = {
  fields: namesIn(
    'spdxVersion SPDXID creationInfo packages files relationships documentDescribes hasExtractedLicensingInfos',
  ),
}
const ofPackages = {
  fields: namesIn(`SPDXID name versionInfo description summary supplier originator copyrightText checksums externalRefs
    licenseDeclared licenseConcluded homepage downloadLocation releaseDate builtDate validUntilDate primaryPackagePurpose hasFiles
    comment licenseComments`),
  inner,
  words,
}
const ofFiles = {fields: namesIn('SPDXID fileName checksums copyrightText licenseConcluded'), inner, words}
const ofRelationships = {fields: namesIn('spdxElementId relationshipType relatedSpdxElement')}

/** What of an SPDX 2 document has no place in the form of CycloneDX that it is read into. */
export function lostOf2(document: UnknownRecord): string[] {
  const lost = new Uncarried()
  lost.addRecord(document, '', ofDocuments)
  for (const each of recordsOf(document['packages'])) {
    lost.addRecord(each, '/packages/*', ofPackages)
    if (asText(each['summary']) !== undefined && asText(each['description']) !== undefined)
      lost.add('/packages/*/summary')
  }
  for (const each of recordsOf(document['files'])) lost.addRecord(each, '/files/*', ofFiles)
  for (const each of recordsOf(document['relationships'])) {
    lost.addRecord(each, '/relationships/*', ofRelationships)
    const type = asText(each['relationshipType']) ?? ''
    if (!relations.has(type) && !sameFromTheOtherEnd.has(type))
      lost.add(`/relationships/*/relationshipType=${type.slice(0, 60)}`)
  }
  return lost.list()
}

const sameFromTheOtherEnd = namesIn('CONTAINED_BY DESCRIBED_BY ANCESTOR_OF DEPENDENCY_OF DATA_FILE_OF')
