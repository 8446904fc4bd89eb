import {asRecord, asText, indexedRecords, recordsOf, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {backwards, forwards, justifications, vexRelations} from '../terms.ts'
import type {Carried} from './carried.ts'

/** CycloneDX's reason → SPDX's. */
const justificationByWord = backwards(justifications)

/** What is written of vulnerabilities: their elements and what is said of them. */
export interface SecurityWriting {
  readonly carried: Carried
  readonly byRef: ReadonlyMap<string, string>
  readonly elements: UnknownRecord[]
  idOf(part: string): string
  relate(from: string, type: string, to: string): void
}

/** Writes the vulnerabilities of a document, with their scores and their analysis as VEX. */
export function addVulnerabilities(source: UnknownRecord, writing: SecurityWriting, creationInfo: string): void {
  for (const [index, node] of indexedRecords(source['vulnerabilities'])) {
    const pointer = `/vulnerabilities/${index}`
    const spdxId = writing.idOf(`vulnerability-${index}`)
    const id = asText(node['id'])
    const targets = recordsOf(node['affects']).flatMap(({ref}) => writing.byRef.get(asText(ref) ?? '') ?? [])
    const base = {creationInfo, from: spdxId, to: targets}
    writing.elements.push({
      type: 'security_Vulnerability',
      spdxId,
      creationInfo,
      ...(id !== undefined && {name: id, externalIdentifier: [identifierOf(id)]}),
    })
    if (id !== undefined) writing.carried.mark(`${pointer}/id`)
    if (targets.length === 0) continue
    for (const at of indexedRecords(node['affects'])) writing.carried.mark(`${pointer}/affects/${at[0]}/ref`)
    for (const target of targets) writing.relate(target, 'hasAssociatedVulnerability', spdxId)
    writing.elements.push(
      ...scoresOf(node, pointer, writing).map((score, at) => ({...score, ...base, spdxId: `${spdxId}-score-${at}`})),
      ...vexOf(node, pointer, writing).map(vex => ({...vex, ...base, spdxId: `${spdxId}-vex`})),
    )
  }
}

function identifierOf(id: string): UnknownRecord {
  const externalIdentifierType = id.startsWith('CVE-') ? 'cve' : 'securityOther'
  return {type: 'ExternalIdentifier', externalIdentifierType, identifier: id}
}

const methods = forwards({CVSSv2: 'V2', CVSSv3: 'V3', CVSSv31: 'V3', CVSSv4: 'V4'})

function scoresOf(node: UnknownRecord, pointer: string, {carried}: SecurityWriting): UnknownRecord[] {
  return indexedRecords(node['ratings']).flatMap(([index, {score, severity, method, vector}]) => {
    const version = methods.get(asText(method) ?? '')
    if (version === undefined || typeof score !== 'number') return []
    for (const field of ['score', 'severity', 'method', 'vector']) carried.mark(`${pointer}/ratings/${index}/${field}`)
    return [
      {
        type: `security_Cvss${version}VulnAssessmentRelationship`,
        relationshipType: 'hasAssessmentFor',
        security_score: score,
        ...(asText(severity) !== undefined && {security_severity: severity}),
        ...(asText(vector) !== undefined && {security_vectorString: vector}),
      },
    ]
  })
}

function vexOf(node: UnknownRecord, pointer: string, {carried}: SecurityWriting): UnknownRecord[] {
  const {state, justification, detail} = asRecord(node['analysis']) ?? {}
  const relation = vexRelations.find(([ours]) => ours === state)
  if (relation === undefined) return []
  const [, relationshipType, name] = relation
  const reason = justificationByWord.get(asText(justification) ?? '')
  for (const field of ['state', ...(reason === undefined ? [] : ['justification']), 'detail'])
    carried.mark(`${pointer}/analysis/${field}`)
  const [statement] = textsOf(detail)
  return [
    {
      type: `security_Vex${name}VulnAssessmentRelationship`,
      relationshipType,
      ...(relationshipType === 'doesNotAffect' && reason !== undefined && {security_justificationType: reason}),
      ...statementOf(relationshipType, statement),
    },
  ]
}

/** Of what affects, SPDX requires what to do about it. */
function statementOf(relation: string, statement: string | undefined): UnknownRecord {
  if (relation === 'affects') return {security_actionStatement: statement ?? 'NOASSERTION'}
  if (statement === undefined) return {}
  return relation === 'doesNotAffect' ? {security_impactStatement: statement} : {security_statusNotes: statement}
}
