import type {ReviewResult} from '../../review/review-result.generated.ts'
import type {CheckOptions} from '../changes/check.ts'
import type {CheckResult} from '../changes/check-result.generated.ts'
import type {DiffOptions} from '../changes/diff.ts'
import type {DiffResult} from '../changes/diff-result.generated.ts'
import type {LockOptions} from '../changes/lock.ts'
import type {LockResult} from '../changes/lock-result.generated.ts'
import type {ConvertOptions} from '../convert/convert.ts'
import type {ConvertResult} from '../convert/result.generated.ts'
import type {ValidateOptions} from '../convert/validate.ts'
import type {ValidateResult} from '../convert/validate-result.generated.ts'
import type {EvidenceAddOptions} from '../evidence/add.ts'
import type {EvidenceAddResult} from '../evidence/add-result.generated.ts'
import type {EvidenceStatusOptions} from '../evidence/status.ts'
import type {EvidenceStatusResult} from '../evidence/status-result.generated.ts'
import type {ExplainOptions} from '../explain/explain.ts'
import type {ExplainResult} from '../explain/result.generated.ts'
import type {ExtractTasks} from '../extract/extract-task.ts'
import type {FleetChangesOptions} from '../fleet/changes-of-fleet.ts'
import type {FleetChangesResult} from '../fleet/changes-result.generated.ts'
import type {FleetCheckOptions} from '../fleet/check-fleet.ts'
import type {FleetCheckResult} from '../fleet/check-result.generated.ts'
import type {ScannedSource, ScanSourceOptions} from '../fleet/scan-source.ts'
import type {Generated, GenerateOptions} from '../generate/generate.ts'
import type {InspectOptions} from '../inspect/inspect.ts'
import type {InspectTasks} from '../inspect/inspect-task.ts'
import type {InspectResult} from '../inspect/result.generated.ts'
import type {ListOptions} from '../list/list.ts'
import type {ListResult} from '../list/result.generated.ts'
import type {ObserveOptions} from '../observe/options.ts'
import type {ObserveResult} from '../observe/result.generated.ts'
import {type PolicyTasks, policyLoaders} from '../policy/tasks.ts'
import type {ReviewOptions} from '../review/options.ts'
import type {WatchResult} from '../upstream/watch-result.generated.ts'
import type {WatchOptions} from '../upstream/watch-round.ts'
import type {VerifyOptions} from '../verify/options.ts'
import type {VerifyResult} from '../verify/result.generated.ts'
import type {HashTasks} from './hashing/hash-task.ts'
import {type Job, type JobReport, performJob} from './job.ts'
import type {TaskLoader} from './messages.ts'

/**
 * Every kind of task. To add one: a line in {@link JobTasks}, a line in {@link taskLoaders}, and a module that does it.
 */
export type Tasks = ExtractTasks & HashTasks & InspectTasks & PolicyTasks & JobTasks

type JobTasks = {
  readonly check: {readonly input: Job<CheckOptions>; readonly output: CheckResult; readonly report: JobReport}
  readonly convert: {
    readonly input: Job<ConvertOptions>
    readonly output: {readonly result: ConvertResult; readonly document: string}
    readonly report: JobReport
  }
  readonly diff: {readonly input: Job<DiffOptions>; readonly output: DiffResult; readonly report: JobReport}
  readonly lock: {readonly input: Job<LockOptions>; readonly output: LockResult; readonly report: JobReport}
  readonly 'evidence-add': {
    readonly input: Job<EvidenceAddOptions>
    readonly output: EvidenceAddResult
    readonly report: JobReport
  }
  readonly 'evidence-status': {
    readonly input: Job<EvidenceStatusOptions>
    readonly output: EvidenceStatusResult
    readonly report: JobReport
  }
  readonly explain: {readonly input: Job<ExplainOptions>; readonly output: ExplainResult; readonly report: JobReport}
  readonly 'fleet-changes': {
    readonly input: Job<FleetChangesOptions>
    readonly output: FleetChangesResult
    readonly report: JobReport
  }
  readonly 'fleet-check': {
    readonly input: Job<FleetCheckOptions>
    readonly output: FleetCheckResult
    readonly report: JobReport
  }
  readonly 'fleet-source': {
    readonly input: Job<ScanSourceOptions>
    readonly output: ScannedSource
    readonly report: JobReport
  }
  readonly generate: {readonly input: Job<GenerateOptions>; readonly output: Generated; readonly report: JobReport}
  readonly inspect: {readonly input: Job<InspectOptions>; readonly output: InspectResult; readonly report: JobReport}
  readonly list: {readonly input: Job<ListOptions>; readonly output: ListResult; readonly report: JobReport}
  readonly observe: {readonly input: Job<ObserveOptions>; readonly output: ObserveResult; readonly report: JobReport}
  readonly review: {readonly input: Job<ReviewOptions>; readonly output: ReviewResult; readonly report: JobReport}
  readonly validate: {readonly input: Job<ValidateOptions>; readonly output: ValidateResult; readonly report: JobReport}
  readonly watch: {readonly input: Job<WatchOptions>; readonly output: WatchResult; readonly report: JobReport}
  readonly verify: {readonly input: Job<VerifyOptions>; readonly output: VerifyResult; readonly report: JobReport}
}

/** What a worker thread can do; each kind is loaded when its first task arrives. */
export const taskLoaders: {readonly [Name in keyof Tasks]: TaskLoader<Tasks[Name]>} = {
  extract: async () => (await import('../extract/extract-task.ts')).extract,
  hash: async () => (await import('./hashing/hash-task.ts')).hash,
  'inspect-files': async () => (await import('../inspect/inspect-task.ts')).inspectFiles,
  ...policyLoaders,
  check: async () => {
    const [{check}, {performJob}] = await Promise.all([import('../changes/check.ts'), import('./job.ts')])
    return (input, context) => performJob(input, context, check)
  },
  convert: async () => {
    const {convert} = await import('../convert/convert.ts')
    return (input, context) => performJob(input, context, convert)
  },
  diff: async () => {
    const {diff} = await import('../changes/diff.ts')
    return (input, context) => performJob(input, context, diff)
  },
  lock: async () => {
    const {lock} = await import('../changes/lock.ts')
    return (input, context) => performJob(input, context, lock)
  },
  'evidence-add': async () => {
    const {addEvidence} = await import('../evidence/add.ts')
    return (input, context) => performJob(input, context, addEvidence)
  },
  'evidence-status': async () => {
    const {evidenceStatus} = await import('../evidence/status.ts')
    return (input, context) => performJob(input, context, evidenceStatus)
  },
  explain: async () => {
    const {explain} = await import('../explain/explain.ts')
    return (input, context) => performJob(input, context, explain)
  },
  'fleet-changes': async () => {
    const {changesOfFleet} = await import('../fleet/changes-of-fleet.ts')
    return (input, context) => performJob(input, context, changesOfFleet)
  },
  'fleet-check': async () => {
    const {checkFleet} = await import('../fleet/check-fleet.ts')
    return (input, context) => performJob(input, context, checkFleet)
  },
  'fleet-source': async () => {
    const {scanSource} = await import('../fleet/scan-source.ts')
    return (input, context) => performJob(input, context, scanSource)
  },
  generate: async () => {
    const {generate} = await import('../generate/generate.ts')
    return (input, context) => performJob(input, context, generate)
  },
  inspect: async () => {
    const {inspect} = await import('../inspect/inspect.ts')
    return (input, context) => performJob(input, context, inspect)
  },
  list: async () => {
    const {list} = await import('../list/list.ts')
    return (input, context) => performJob(input, context, list)
  },
  observe: async () => {
    const {observe} = await import('../observe/observe.ts')
    return (input, context) => performJob(input, context, observe)
  },
  review: async () => {
    const {reviewTarget} = await import('../review/review.ts')
    return (input, context) => performJob(input, context, reviewTarget)
  },
  validate: async () => {
    const {validate} = await import('../convert/validate.ts')
    return (input, context) => performJob(input, context, validate)
  },
  watch: async () => {
    const {watchRound} = await import('../upstream/watch-round.ts')
    return (input, context) => performJob(input, context, watchRound)
  },
  verify: async () => {
    const {verify} = await import('../verify/verify.ts')
    return (input, context) => performJob(input, context, verify)
  },
}
