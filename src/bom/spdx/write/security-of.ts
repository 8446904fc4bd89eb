import {compact} from '../../../lib/compact.ts'
import {asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {toMilliseconds} from '../../../lib/time/instant.ts'
import {backwards, forwards, justifications, vexRelations} from '../terms.ts'
import type {Carried} from './carried.ts'
import {wholeSeconds} from './instant.ts'

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
    const targets = targetsOf(node, pointer, writing)
    const base = {creationInfo, from: spdxId, to: targets}
    writing.elements.push({
      type: 'security_Vulnerability',
      spdxId,
      creationInfo,
      ...(id !== undefined && {name: id, externalIdentifier: [identifierOf(id)]}),
      ...describedBy(node, pointer, writing),
    })
    if (id !== undefined) writing.carried.mark(`${pointer}/id`)
    if (targets.length === 0) continue
    for (const target of targets) writing.relate(target, 'hasAssociatedVulnerability', spdxId)
    writing.elements.push(
      ...scoresOf(node, pointer, writing).map((score, at) => ({...score, ...base, spdxId: `${spdxId}-score-${at}`})),
      ...vexOf(node, pointer, writing).map(vex => ({...vex, ...base, spdxId: `${spdxId}-vex`})),
    )
  }
}

function targetsOf({affects}: UnknownRecord, pointer: string, {byRef, carried}: SecurityWriting): string[] {
  const targets = indexedRecords(affects).flatMap(([index, {ref}]) => {
    const target = byRef.get(asText(ref) ?? '')
    if (target !== undefined) carried.mark(`${pointer}/affects/${index}/ref`)
    return target ?? []
  })
  return [...new Set(targets)]
}

/** Field of CycloneDX, and of SPDX. */
const dates = [
  ['published', 'security_publishedTime'],
  ['updated', 'security_modifiedTime'],
  ['rejected', 'security_withdrawnTime'],
] as const

function describedBy(node: UnknownRecord, pointer: string, {carried}: SecurityWriting): UnknownRecord {
  const description = asText(node['description'])
  if (description !== undefined) carried.mark(`${pointer}/description`)
  const times = dates.flatMap(([ours, theirs]) => {
    const time = toMilliseconds(node[ours])
    if (time === undefined) return []
    carried.mark(`${pointer}/${ours}`)
    return [[theirs, wholeSeconds(new Date(time))] as const]
  })
  return {...(description !== undefined && {description}), ...Object.fromEntries(times)}
}

function identifierOf(id: string): UnknownRecord {
  const externalIdentifierType = id.startsWith('CVE-') ? 'cve' : 'securityOther'
  return {type: 'ExternalIdentifier', externalIdentifierType, identifier: id}
}

const methods = forwards({CVSSv2: 'V2', CVSSv3: 'V3', CVSSv31: 'V3', CVSSv4: 'V4'})

/** The words of SPDX for how bad it is; CVSS 2 has none. */
const severities: ReadonlySet<string> = new Set(['critical', 'high', 'medium', 'low', 'none'])

function scoresOf(node: UnknownRecord, pointer: string, {carried}: SecurityWriting): UnknownRecord[] {
  return indexedRecords(node['ratings']).flatMap(([index, {score, severity, method, vector}]) => {
    const version = methods.get(asText(method) ?? '')
    if (version === undefined || typeof score !== 'number') return []
    const word = version !== 'V2' && severities.has(String(severity)) ? severity : undefined
    const fields = {score, severity: word, vector: asText(vector)}
    carried.mark(`${pointer}/ratings/${index}/method`)
    for (const [field, value] of Object.entries(fields))
      if (value !== undefined) carried.mark(`${pointer}/ratings/${index}/${field}`)
    return [
      compact({
        type: `security_Cvss${version}VulnAssessmentRelationship`,
        relationshipType: 'hasAssessmentFor',
        security_score: score,
        security_severity: word,
        security_vectorString: fields.vector,
      }),
    ]
  })
}

/** The nearest state of SPDX for those that it lacks: that it is another one is said. */
const nearStates = forwards({false_positive: 'not_affected', resolved_with_pedigree: 'resolved'})

function vexOf(node: UnknownRecord, pointer: string, {carried}: SecurityWriting): UnknownRecord[] {
  const {state, justification, detail} = asRecord(node['analysis']) ?? {}
  const near = nearStates.get(String(state)) ?? state
  const [, relation, name] = vexRelations.find(([ours]) => ours === near) ?? []
  if (relation === undefined || name === undefined) return []
  const word = asText(justification)
  const [reason, isReason] = [justificationByWord.get(word ?? ''), relation === 'doesNotAffect']
  // a reason that SPDX has no word for is a statement of the impact
  const statement = [isReason && reason === undefined ? word : undefined, ...textsOf(detail)]
    .filter(text => text !== undefined)
    .join(': ')
  for (const field of [...(near === state ? ['state'] : []), ...(isReason ? ['justification'] : []), 'detail'])
    carried.mark(`${pointer}/analysis/${field}`)
  return [
    {
      type: `security_Vex${name}VulnAssessmentRelationship`,
      relationshipType: relation,
      ...(isReason && reason !== undefined && {security_justificationType: reason}),
      ...statementOf(relation, statement === '' ? undefined : statement),
    },
  ]
}

/** Of what affects, SPDX requires what to do about it. */
function statementOf(relation: string, statement: string | undefined): UnknownRecord {
  if (relation === 'affects') return {security_actionStatement: statement ?? 'NOASSERTION'}
  if (statement === undefined) return {}
  return relation === 'doesNotAffect' ? {security_impactStatement: statement} : {security_statusNotes: statement}
}
