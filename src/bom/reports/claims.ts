import {type HeldReport, judgedOf, type Probe} from '../../inventory/test-report.ts'

/**
 * Nothing can be claimed by a run that did not end, or that tested something else; that an attack worked stays true of
 * a run that was cut short.
 */
export function claimsOf(report: HeldReport, ref: string, evidence: string): object[] {
  if (report.binding === 'foreign') return []
  return report.probes.flatMap((probe, index): object[] => {
    const judged = judgedOf(probe)
    const speaks = probe.failed > 0 || (report.state === 'complete' && judged !== undefined && judged > 0)
    if (!speaks) return []
    const what = `${probe.name}${probe.detector === undefined ? '' : ` by ${probe.detector}`}`
    const tool = `${report.tool}${report.toolVersion === undefined ? '' : ` ${report.toolVersion}`}`
    return [
      {
        'bom-ref': claimRef(evidence, index),
        target: ref,
        predicate: report.kind === 'red-team' ? `resists ${what} of ${tool}` : `passes ${what} of ${tool}`,
        reasoning: reasoningOf(probe, judged),
        ...(probe.failed > 0 ? {counterEvidence: [evidence]} : {evidence: [evidence]}),
      },
    ]
  })
}

function claimRef(evidence: string, index: number): string {
  return `${evidence}#${index}`
}

function reasoningOf({failed, errored, interval, taxonomies}: Probe, judged: number | undefined): string {
  const rate =
    interval === undefined
      ? ''
      : `, 95 % interval of the rate of failures ${interval.lower} to ${interval.upper} (Wilson)`
  const errors = errored === 0 ? '' : `; ${errored} without a verdict`
  const lists = taxonomies.length === 0 ? '' : `; ${taxonomies.join(', ')}`
  return judged === undefined
    ? `${failed} failed, how many were tried is not stated${lists}`
    : `${failed} of ${judged} failed${rate}${errors}${lists}`
}

/** One attestation for a report: what speaks for the target, and what against it. */
export function attestationOf(report: HeldReport, claims: readonly object[], assessor: string): object[] {
  if (claims.length === 0) return []
  const refs = (isCounter: boolean): string[] =>
    claims.flatMap(claim =>
      'counterEvidence' in claim === isCounter && 'bom-ref' in claim ? [String(claim['bom-ref'])] : [],
    )
  const [supporting, counter] = [refs(false), refs(true)]
  const uppers = report.probes.flatMap(({interval}) => interval?.upper ?? [])
  const worst = Math.max(...uppers)
  const conformance =
    uppers.length === 0
      ? {}
      : {
          conformance: {
            score: Math.round((1 - worst) * 1e6) / 1e6,
            rationale: 'the least rate of resistance that the 95 % interval of any probe allows',
          },
        }
  const map = {
    ...(supporting.length > 0 && {claims: supporting}),
    ...(counter.length > 0 && {counterClaims: counter}),
    ...conformance,
  }
  return [{summary: `${report.tool} ${report.file.name}: ${report.binding}, ${report.basis}`, assessor, map: [map]}]
}
