import {terminalLines} from '../../lib/escape/terminal.ts'
import type {EvidenceAddResult} from '../../pipeline/evidence/add-result.generated.ts'
import type {EvidenceStatusResult} from '../../pipeline/evidence/status-result.generated.ts'
import {plural} from '../amounts.ts'

/** The result of `aibom evidence add` for a terminal. */
export function evidenceAddSummary({output, statement, added, unread}: EvidenceAddResult): string {
  return terminalLines([
    ...added.flatMap(reportLines),
    ...unread.map(({file, message}) => `not read: ${file}: ${message}`),
    ...(output === null ? [] : [`wrote ${output}`]),
    ...(statement === undefined ? [] : [`wrote ${statement}`]),
  ])
}

function reportLines(report: EvidenceAddResult['added'][number]): string[] {
  const {file, tool, toolVersion, state, binding, basis, asset, restsOn, notes} = report
  const about = asset === undefined ? '' : ` ${asset}`
  return [
    `${binding.padEnd(8)}  ${file} (${tool}${toolVersion === undefined ? '' : ` ${toolVersion}`})${about}`,
    `          ${basis}`,
    `          ${countsText(report)}${state === 'complete' ? '' : `; the run is ${state}, so it passes nothing`}`,
    ...(binding === 'foreign'
      ? ['          warning: it is about nothing in this BOM']
      : [`          its fingerprint covers ${plural(restsOn, 'thing')} that the answers depend on`]),
    ...notes.map(note => `          note: ${note}`),
  ]
}

function countsText({probes, resisted, failed, errored, metrics}: EvidenceAddResult['added'][number]): string {
  const counted = [`${plural(resisted, 'attempt')} resisted`, `${failed} failed`, `${errored} without a verdict`].join(
    ', ',
  )
  return [
    ...(probes > 0 || metrics === 0 ? [`${plural(probes, 'probe')}: ${counted}`] : []),
    ...(metrics > 0 ? [plural(metrics, 'metric')] : []),
  ].join('; ')
}

/** The result of `aibom evidence status` for a terminal. */
export function evidenceStatusSummary({bom, against, evidence}: EvidenceStatusResult): string {
  const bad = evidence.filter(({status, expired}) => status === 'stale' || expired).length
  const total = `${plural(evidence.length, 'piece')} of evidence in ${bom}, compared with ${against}: ${bad} stale or expired`
  return terminalLines([...evidence.flatMap(pieceLines), evidence.length === 0 ? `${bom} has no evidence` : total])
}

function pieceLines({
  file,
  tool,
  toolVersion,
  run,
  status,
  basis,
  asset,
  ageDays,
  expires,
  expired,
  changes,
}: EvidenceStatusResult['evidence'][number]) {
  const age = ageDays === undefined ? 'of unknown age' : `${plural(ageDays, 'day')} old`
  const until = expires === undefined ? '' : expired ? `, expired on ${expires}` : `, until ${expires}`
  return [
    `${status.padEnd(8)}  ${file} (${tool}${toolVersion === undefined ? '' : ` ${toolVersion}`})${asset === undefined ? '' : ` ${asset}`}: ${age}${until}`,
    `          ${basis}${run === 'complete' ? '' : `; the run is ${run}, so it passes nothing`}`,
    ...changes.map(({message}) => `          changed since: ${message}`),
  ]
}
