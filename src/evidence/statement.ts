import {type HeldReport, judgedOf, type Probe} from '../inventory/test-report.ts'

/** A subject as in-toto has it: digests in hex, by algorithm. */
export interface StatementSubject {
  readonly name: string
  readonly digest: Readonly<Record<string, string>>
}

/**
 * Reports as one in-toto statement: a test passed where every attempt was resisted in a complete run, failed where one
 * was not, and is a warning where it has no verdict. Measurements are no tests: of them alone nothing passed.
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md (v0.1)
 */
export function testResultStatement(subjects: readonly StatementSubject[], reports: readonly HeldReport[]): object {
  const named = reports.flatMap(report =>
    report.probes.map(probe => ({name: nameOf(report, probe), result: resultOf(report, probe)})),
  )
  const namesOf = (result: Result): string[] =>
    [...new Set(named.flatMap(test => (test.result === result ? [test.name] : [])))].sort()
  const [passedTests, warnedTests, failedTests] = [namesOf('passed'), namesOf('warned'), namesOf('failed')]
  const result =
    failedTests.length > 0 ? 'FAILED' : warnedTests.length > 0 || passedTests.length === 0 ? 'WARNED' : 'PASSED'
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects,
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result,
      configuration: reports.map(({file}) => ({name: file.name, digest: {sha256: file.sha256}})),
      passedTests,
      warnedTests,
      failedTests,
    },
  }
}

type Result = 'passed' | 'warned' | 'failed'

function resultOf({state}: HeldReport, probe: Probe): Result {
  if (probe.failed > 0) return 'failed'
  return state === 'complete' && (judgedOf(probe) ?? 0) > 0 ? 'passed' : 'warned'
}

function nameOf({tool}: HeldReport, {name, detector}: Probe): string {
  return [tool, name, detector].filter(part => part !== undefined).join('/')
}
