import {describe, expect, it} from 'vitest'
import {toJunit} from '../../../src/report/junit.ts'
import {toSarif} from '../../../src/report/sarif.ts'

describe('toSarif', () => {
  it('ties each result to its rule and its place', () => {
    const log = JSON.parse(
      toSarif({
        toolVersion: '1.2.3',
        rules: [
          {id: 'a', title: 'A'},
          {id: 'b', title: 'B'},
        ],
        results: [
          {ruleId: 'b', level: 'error', message: 'wrong', path: 'models/a b#1', line: 7, fingerprint: 'f'},
          {ruleId: 'a', level: 'note', message: 'of no file', fingerprint: 'g'},
        ],
      }),
    )
    expect(log.version).toBe('2.1.0')
    expect(log.runs[0].tool.driver).toMatchObject({name: 'aibom', semanticVersion: '1.2.3'})
    expect(log.runs[0].results).toMatchObject([
      {
        ruleId: 'b',
        ruleIndex: 1,
        level: 'error',
        locations: [{physicalLocation: {artifactLocation: {uri: 'models/a%20b%231'}, region: {startLine: 7}}}],
      },
      {ruleId: 'a', ruleIndex: 0},
    ])
    expect(log.runs[0].results[1]).not.toHaveProperty('locations')
  })
})

describe('toJunit', () => {
  it('counts failures and errors apart', () => {
    const report = toJunit('suite', [
      {name: 'well', className: 'c'},
      {name: 'wrong', className: 'c', problem: {kind: 'failure', type: 'digest-mismatch', message: 'm'}},
      {name: 'undecided', className: 'c', problem: {kind: 'error', type: 'key-missing', message: 'm'}},
    ])
    expect(report).toContain('tests="3" failures="1" errors="1"')
    expect(report).toContain('<testcase name="well" classname="c"/>')
  })

  it('holds names from files that would end an attribute, or that XML cannot hold', () => {
    const report = toJunit('s', [{name: '"><x a="\u0000\u001b]\ud800', className: '&'}])
    expect(report).toContain('name="&quot;&gt;&lt;x a=&quot;\\u0000\\u001b]\\ud800" classname="&amp;"')
  })
})
