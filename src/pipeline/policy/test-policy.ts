import type {CompiledRule} from '../../policy/cel/own-rules.ts'
import {assetFields, changeFields, evidenceFields, fill, type Subject} from '../../policy/cel/subject.ts'
import type {RuleTest} from '../../policy/file/policy.generated.ts'
import {waiversOf} from '../../policy/file/policy.ts'
import {isExpired} from '../../policy/waivers.ts'
import {type RuleOutcome, runRules} from './judge/run-rules.ts'
import {openPolicyFile} from './open-policy.ts'
import type {PolicyOptions} from './policy-reader.ts'
import type {PolicyTestResult} from './test-result.generated.ts'

/** What `aibom policy test` is asked. */
export interface TestPolicyOptions extends PolicyOptions {
  /** the policy, as typed */
  readonly policy: string
}

type Failure = PolicyTestResult['failures'][number]

/**
 * `aibom policy test`: reads a policy as `check` does, and runs the tests of its rules.
 * @throws {AibomError} as {@link openPolicyFile}
 */
export async function testPolicy(options: TestPolicyOptions): Promise<PolicyTestResult> {
  const {policy, rules, path} = await openPolicyFile(options.policy, options)
  const today = new Date(options.now()).toISOString().slice(0, 10)
  const failures: Failure[] = []
  let tests = 0
  for (const rule of rules) {
    tests += rule.rule.tests?.length ?? 0
    failures.push(...(await testRule(rule, options.signal)))
  }
  const waivers = waiversOf(policy)
  const expired = waivers.filter(own => isExpired(own, today))
  const isFailure = expired.length > 0 || failures.some(({undecided}) => !undecided)
  return {
    schemaVersion: 1,
    policy: path,
    files: policy.layers.map(layer => layer.path),
    sha256: policy.sha256,
    outcome: isFailure ? 'failed' : failures.length > 0 ? 'undecided' : 'passed',
    tests,
    failures,
    waivers: waivers.length - expired.length,
    expired: expired.map(({waiver: {rule, asset, owner, expires}, layer, at}) => ({
      rule,
      asset,
      owner,
      expires,
      place: layer.shown(at),
    })),
  }
}

async function testRule(compiled: CompiledRule, signal: AbortSignal): Promise<Failure[]> {
  const {rule, layer, at} = compiled
  const tests = rule.tests ?? []
  if (tests.length === 0) return []
  const subjects = tests.map(toSubject)
  const [outcome] = await runRules([compiled], {assets: subjects, changes: subjects}, signal)
  return tests.flatMap((test, index): Failure[] => {
    const problem = problemOf(test, index, outcome)
    if (problem === undefined) return []
    return [{rule: rule.id, test: test.name ?? `${index + 1}`, place: layer.shown([...at, 'tests', index]), ...problem}]
  })
}

function toSubject({asset = {}, change = {}, evidence = []}: RuleTest): Subject {
  return {
    asset: fill(assetFields, {...asset}),
    change: fill(changeFields, {...change}),
    evidence: evidence.map(each => fill(evidenceFields, {...each})),
  }
}

function problemOf(
  test: RuleTest,
  index: number,
  outcome: RuleOutcome | undefined,
): Pick<Failure, 'message' | 'undecided'> | undefined {
  if (outcome === undefined || 'undecided' in outcome)
    return {message: outcome?.undecided ?? 'it was not asked', undecided: true}
  const reason = outcome.failed.find(([failed]) => failed === index)?.[1]
  if (reason !== undefined) return {message: reason, undecided: true}
  if (outcome.matched.includes(index) === test.matches) return undefined
  return {
    message: test.matches ? 'the rule has to match, and does not' : 'the rule must not match, and does',
    undecided: false,
  }
}
