import type {PolicyView} from '../../../inventory/fleet-answers.generated.ts'
import {worstFirst} from '../../../inventory/severity.ts'
import {AibomError} from '../../../lib/errors.ts'
import {noProgress} from '../../progress.ts'
import {runJob} from '../../worker/run-job.ts'
import type {FleetCheckResult} from '../check-result.generated.ts'
import type {FleetOptions} from '../database.ts'

/** What a policy says of the fleet, as it was judged last. */
export interface PolicyWatch {
  /** @param most so many findings, the worst */
  view(most: number): PolicyView
  /** Judges every repository; one judgement at a time. */
  judge(): Promise<void>
}

/** @param policy a policy file; without one nothing is judged */
export function watchPolicy(options: FleetOptions & {readonly policy: string | undefined}): PolicyWatch {
  const {policy} = options
  if (policy === undefined) return {view: () => ({state: 'none', ...nothing}), judge: async () => undefined}
  let latest: PolicyView = {policy, state: 'judging', ...nothing}
  return {
    view: most => ({...latest, findings: latest.findings.slice(0, most)}),
    async judge() {
      try {
        latest = judged(policy, await check(options), options.now())
      } catch (error) {
        if (!(error instanceof AibomError)) throw error
        latest = {policy, state: 'failed', error: error.message, ...nothing}
      }
    },
  }
}

const nothing = {total: 0, findings: [], undecided: 0, notCurrent: []}

function check(options: FleetOptions & {readonly policy: string | undefined}): Promise<FleetCheckResult> {
  const network = {online: false, offline: true, refresh: false, deadline: 60, strict: false}
  const asked = {...options, ...network, progress: noProgress, failOn: 'high'} as const
  return runJob('fleet-check', asked, asked)
}

function judged(policy: string, {outcome, sources, notCurrent}: FleetCheckResult, now: number): PolicyView {
  const findings = sources.flatMap(({name: source, address, findings}) =>
    findings.map(({rule, name, severity, message}) => ({rule, name, severity, message, source, address})),
  )
  return {
    ...{policy, state: 'judged', judged: new Date(now).toISOString(), outcome, total: findings.length},
    findings: worstFirst(findings, ({severity}) => severity),
    undecided: sources.flatMap(source => source.undecided).length,
    notCurrent: [...notCurrent],
  }
}
