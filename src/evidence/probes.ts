import type {Probe, ReportState} from '../inventory/test-report.ts'
import {sortedBy} from '../lib/sort.ts'
import {wilson} from './wilson.ts'

/** Probes of one report are told apart by name and detector. */
export function sortProbes(probes: readonly Probe[]): Probe[] {
  return sortedBy(probes, ({name, detector = ''}) => `${name}\n${detector}`)
}

/** The interval of the attack's success, where both sides are counted. */
export function withInterval(probe: Probe): Probe {
  const {resisted, failed} = probe
  const interval = resisted === undefined ? undefined : wilson(failed, resisted + failed)
  return interval === undefined ? probe : {...probe, interval}
}

/** A run without any verdict tested nothing, however it ended. */
export function stateOf(
  ended: ReportState,
  {probes, metrics}: {readonly probes: readonly Probe[]; readonly metrics: readonly unknown[]},
): ReportState {
  const judged = metrics.length > 0 || probes.some(({resisted = 0, failed}) => resisted + failed > 0)
  return ended === 'complete' && !judged ? 'empty' : ended
}
