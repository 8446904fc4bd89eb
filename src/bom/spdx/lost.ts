import {asRecord, recordsOf, textsOf} from '../../lib/narrow.ts'
import {cardFields, datasetFields, dateFields, remarkField} from './fields.ts'
import type {SpdxElement} from './graph.ts'
import {
  backwards,
  completeness,
  conversionTime,
  energyActivities,
  hashNames,
  isReferenceWord,
  phases,
  propertiesExtension,
  purposes,
  referenceTypes,
  serviceContent,
  vexRelations,
} from './terms.ts'
import {namesIn, Uncarried, type Words} from './uncarried.ts'

const has = (words: ReadonlyMap<string, string>): ((word: string) => boolean) => {
  const theirs = backwards(words)
  return word => theirs.has(word)
}

/** Of every element: what it is, and where it belongs. */
const always = 'type spdxId @id creationInfo'
const ofArtifacts = `${always} name summary description verifiedUsing externalIdentifier externalRef suppliedBy
  originatedBy releaseTime software_copyrightText software_contentIdentifier extension ${dateFields.join(' ')} ${remarkField}`
const ofPackages = `${ofArtifacts} software_primaryPurpose software_packageVersion software_packageUrl
  software_downloadLocation software_homePage software_sourceInfo`
const ofModels = `${ofPackages} ${cardFields.join(' ')} ai_informationAboutApplication ai_limitation ai_metric
  ai_hyperparameter ai_typeOfModel ai_domain ai_energyConsumption`
const ofData = `${ofPackages} ${datasetFields.join(' ')} dataset_confidentialityLevel`
const ofRelationships = `${always} from to relationshipType completeness`
const ofAssessments = `${ofRelationships} security_assessedElement security_score security_severity
  security_vectorString security_justificationType security_impactStatement security_statusNotes
  security_actionStatement`
const ofLicences = `${always} name externalRef simplelicensing_licenseExpression simplelicensing_customIdToUri
  simplelicensing_licenseText expandedlicensing_licenseText expandedlicensing_member expandedlicensing_subjectLicense
  expandedlicensing_subjectExtendableLicense expandedlicensing_subjectAddition`
const ofAgents = `${always} name externalIdentifier`

const inner = new Map([
  ['verifiedUsing', namesIn('type algorithm hashValue')],
  ['externalIdentifier', namesIn('type externalIdentifierType identifier comment')],
  ['externalRef', namesIn('type externalRefType locator comment')],
  ['extension', namesIn('type extension_cdxProperty')],
  ['software_contentIdentifier', namesIn('type software_contentIdentifierType software_contentIdentifierValue')],
])
const identifiers = namesIn('packageUrl cpe23 cpe22 swhid email cve securityOther other')
/** Relationships that mean in CycloneDX what they mean in SPDX. */
const relations = new Set([
  ...namesIn(`contains dependsOn descendantOf ancestorOf describes trainedOn hasDeclaredLicense hasConcludedLicense
    hasAssociatedVulnerability hasAssessmentFor`),
  ...vexRelations.map(([, relation]) => relation),
])
/** Profiles that say nothing beyond what is read. */
const ownProfiles = namesIn('core software simpleLicensing expandedLicensing extension')
const words: Words = new Map([
  ['verifiedUsing/algorithm', has(hashNames)],
  ['externalIdentifier/externalIdentifierType', word => identifiers.has(word)],
  ['externalRef/externalRefType', word => word === 'other' || has(referenceTypes)(word)],
  ['externalRef/comment', isReferenceWord],
  ['extension/type', word => word === propertiesExtension],
  ['software_contentIdentifier/software_contentIdentifierType', word => word === 'swhid'],
  ['software_primaryPurpose', has(purposes)],
  ['software_sbomType', word => word === 'deployed' || has(phases)(word)],
  ['completeness', has(completeness)],
  ['annotationType', word => word === 'other'],
  ['contentType', word => word === serviceContent],
  ['profileConformance', word => ownProfiles.has(word)],
  ['relationshipType', word => relations.has(word)],
])

/** By the beginning of the type of an element. */
const carried: readonly (readonly [type: string, fields: ReadonlySet<string>])[] = [
  ['ai_AIPackage', namesIn(ofModels)],
  ['dataset_DatasetPackage', namesIn(ofData)],
  ['software_Package', namesIn(ofPackages)],
  ['software_File', namesIn(ofArtifacts)],
  ['SpdxDocument', namesIn(`${always} rootElement element profileConformance extension`)],
  ['software_Sbom', namesIn(`${always} rootElement element software_sbomType`)],
  ['Bom', namesIn(`${always} rootElement element`)],
  ['CreationInfo', namesIn('type @id specVersion created createdBy createdUsing comment')],
  [
    'security_Vulnerability',
    namesIn(`${ofAgents} description security_publishedTime security_modifiedTime security_withdrawnTime`),
  ],
  ['security_Vex', namesIn(ofAssessments)],
  ['security_Cvss', namesIn(ofAssessments)],
  ['simplelicensing_', namesIn(ofLicences)],
  ['expandedlicensing_', namesIn(ofLicences)],
  ['Annotation', namesIn(`${always} statement subject annotationType contentType`)],
  ['Relationship', namesIn(ofRelationships)],
  ['LifecycleScopedRelationship', namesIn(ofRelationships)],
  ...['Agent', 'Person', 'Organization', 'SoftwareAgent', 'Tool'].map(type => [type, namesIn(ofAgents)] as const),
]

/** What of an SPDX 3 document has no place in the form of CycloneDX that it is read into. */
export function lostOf(elements: Iterable<SpdxElement>): string[] {
  const lost = new Uncarried()
  for (const {type, node} of elements) {
    const [, fields] = carried.find(([start]) => type.startsWith(start)) ?? []
    if (fields === undefined) lost.add(type.slice(0, 100))
    else lost.addRecord(node, type, {fields, inner, words})
    addBeyond(type, node, lost)
    if (type === 'CreationInfo') addRemark(node, lost)
  }
  return lost.list()
}

/** A remark on the document itself; one of ours says whose its time is. */
function addRemark(node: SpdxElement['node'], lost: Uncarried): void {
  const [remark = conversionTime] = textsOf(node['comment'])
  if (remark !== conversionTime) lost.add(`CreationInfo/comment=${remark.slice(0, 60)}`)
}

/** Fields that are read once, and may stand there more often; one of two texts that describe the same. */
function addBeyond(type: string, node: SpdxElement['node'], lost: Uncarried): void {
  if (textsOf(node['ai_domain']).length > 1) lost.add(`${type}/ai_domain`)
  if (textsOf(node['ai_typeOfModel']).length > 2) lost.add(`${type}/ai_typeOfModel`)
  if (textsOf(node['summary']).length > 0 && textsOf(node['description']).length > 0) lost.add(`${type}/summary`)
  for (const {externalIdentifierType, comment} of recordsOf(node['externalIdentifier']))
    if (externalIdentifierType === 'other' && comment !== 'bom-ref') lost.add(`${type}/externalIdentifier`)
  for (const field of energyActivities.values()) {
    for (const {ai_energyUnit: unit} of recordsOf(asRecord(node['ai_energyConsumption'])?.[field]))
      if (unit !== 'kilowattHour' && unit !== 'megajoule') lost.add(`${type}/ai_energyConsumption/${field}`)
  }
}
