import {describe, expect, it} from 'vitest'
import {toJunit} from '../../../src/report/junit.ts'
import {toSarif} from '../../../src/report/sarif.ts'

describe('toSarif', () => {
  it('keeps to what GitHub takes: the 5,000 worst results, ten tags a rule, and says so', () => {
    const results = Array.from({length: 6000}, (_, index) => ({
      ...{ruleId: 'AIB1', message: `${index}`, fingerprint: `${index}`},
      level: index >= 5900 ? ('error' as const) : ('note' as const),
    }))
    const references = Array.from({length: 30}, (_, index) => `CWE-${index + 1}`)
    const meta = {id: 'AIB1', name: 'n', severity: 'high', title: 't', why: 'w', fix: 'f', references} as const
    const [run] = JSON.parse(toSarif({toolVersion: '1.2.3', rules: [{id: 'AIB1', title: 't', meta}], results})).runs
    expect(run.results).toHaveLength(5000)
    expect(run.results.slice(0, 100).every(({level}: {level: string}) => level === 'error')).toBe(true)
    expect(run.tool.driver.rules[0].properties.tags).toHaveLength(10)
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('6000 results')
  })

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
