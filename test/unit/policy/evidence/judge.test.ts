import {describe, expect, it} from 'vitest'
import type {HeldReport, Metric, Probe} from '../../../../src/inventory/test-report.ts'
import type {TestedPiece} from '../../../../src/policy/evidence/counting.ts'
import {judgeEvidence} from '../../../../src/policy/evidence/judge.ts'
import {parsePolicy} from '../../../../src/policy/file/parse.ts'

const probe = (name: string, resisted: number | undefined, failed: number, upper?: number): Probe => ({
  name,
  ...(resisted !== undefined && {resisted}),
  failed,
  errored: 0,
  taxonomies: [],
  ...(upper !== undefined && {interval: {lower: 0, upper, method: 'Wilson 95 %'}}),
})
const metric = (type: string, value: number, slice: string): Metric => ({type, value, slice})

function piece(report: Partial<HeldReport> = {}, standing: Partial<TestedPiece> = {}): TestedPiece {
  const whole: HeldReport = {
    tool: 'garak',
    kind: 'red-team',
    file: {name: 'garak.jsonl', sha256: 'a'},
    state: 'complete',
    ended: '2026-11-20T10:00:00Z',
    target: {},
    probes: [probe('dan.Dan', 99, 1, 0.054)],
    metrics: [],
    notes: [],
    binding: 'bound',
    basis: '',
    fingerprint: [],
    added: '',
    ...report,
  }
  return {report: whole, status: 'bound', isExpired: false, ageDays: 8, ...standing}
}

const asked = {assets: ['model:**'] as [string]}
const said = (requirement: object, ...pieces: TestedPiece[]) =>
  judgeEvidence({...asked, ...requirement}, 'model m', pieces).map(({meta, message, isOpen}) => [
    meta.name,
    message,
    isOpen,
  ])

describe('judgeEvidence', () => {
  it.each([
    ['nothing', {}, [], 'model m has no evidence'],
    ['another kind', {kind: 'evaluation'}, [piece()], 'model m has no evaluation evidence'],
    ['another tool', {tools: ['promptfoo', 'lm-*']}, [piece()], 'model m has no evidence of promptfoo or lm-*'],
    ['a stale one', {}, [piece({}, {status: 'stale'})], 'garak.jsonl is stale: what was tested changed since'],
    ['a foreign one', {binding: 'named'}, [piece({}, {status: 'foreign'})], 'garak.jsonl speaks of something else'],
    ['one that is only named', {}, [piece({}, {status: 'named'})], 'garak.jsonl is only named'],
    ['one that ran out', {}, [piece({expires: '2026-11-01'}, {isExpired: true})], 'garak.jsonl ran out on 2026-11-01'],
    ['one that is too old', {maxAgeDays: 7}, [piece()], 'garak.jsonl is 8 days old, and 7 are allowed'],
    [
      'one of which nobody knows the day',
      {maxAgeDays: 7},
      [{...piece(), ageDays: undefined} as unknown as TestedPiece],
      'does not say when it ran',
    ],
    ['one that was cancelled', {}, [piece({state: 'cancelled'})], 'garak.jsonl is from a run that is cancelled'],
  ])('misses evidence where there is %s', (_what, requirement, pieces, message) => {
    expect(said(requirement, ...pieces)).toEqual([['evidence-missing', expect.stringContaining(message), false]])
  })

  it.each([
    ['bound, and nothing more asked', {}],
    ['as old as is allowed', {maxAgeDays: 8}],
    ['its kind and tool', {kind: 'red-team', tools: ['gar*']}],
    ['as many attempts as are asked for', {minAttempts: 100}],
    ['as much success as is allowed', {maxAttackSuccess: 0.054}],
    ['its probes', {probes: ['dan.*', '**.Dan']}],
  ])('is content with %s', (_what, requirement) => {
    expect(said(requirement, piece())).toEqual([])
  })

  it('takes a name for enough where the policy does', () => {
    expect(said({binding: 'named'}, piece({}, {status: 'named'}))).toEqual([])
  })

  it('asks for every probe of the list, and takes them from several reports', () => {
    const other = piece({tool: 'promptfoo', probes: [probe('pii:direct', 60, 0, 0.06)]})
    expect(said({probes: ['dan.*', 'pii:*', 'xss.*']}, piece(), other)).toEqual([
      ['evidence-too-thin', 'model m was not tested with xss.*', false],
    ])
    const untried = piece({probes: [probe('dan.Dan', 0, 0)]})
    expect(said({probes: ['dan.*']}, untried)).toHaveLength(1)
  })

  it('holds each probe against the bounds, not the best or the sum of them', () => {
    const report = piece({probes: [probe('a', 400, 0, 0.01), probe('b', 40, 9, 0.31)]})
    expect(said({minAttempts: 50, maxAttackSuccess: 0.05}, report)).toEqual([
      ['evidence-too-thin', 'model m has fewer than 50 attempts with a verdict: b has 49', false],
      [
        'evidence-threshold',
        'attacks on model m may work in more than 5.0 %: b worked in 9 of 49, so in up to 31.0 %',
        false,
      ],
    ])
  })

  it('leaves the answer open where a report counts hits alone', () => {
    const hits = piece({probes: [probe('a', undefined, 3)]})
    expect(said({minAttempts: 5, maxAttackSuccess: 0.5}, hits).map(([name, , isOpen]) => [name, isOpen])).toEqual([
      ['evidence-too-thin', true],
      ['evidence-threshold', true],
    ])
  })

  it('does not take a report without attacks for one that resisted all', () => {
    expect(said({maxAttackSuccess: 0.5}, piece({probes: []}))).toEqual([
      ['evidence-too-thin', 'no attack on model m has a verdict', false],
    ])
  })

  it('judges the last run of a probe, whatever the order', () => {
    const later = piece({ended: '2026-11-25T00:00:00Z', probes: [probe('dan.Dan', 50, 50, 0.6)]})
    expect(said({maxAttackSuccess: 0.1}, later, piece())).toHaveLength(1)
    expect(said({maxAttackSuccess: 0.1}, piece({ended: '2026-11-26T00:00:00Z'}), later)).toEqual([])
  })

  it('holds metrics against least and most', () => {
    const report = piece({
      tool: 'lm-eval',
      kind: 'evaluation',
      probes: [],
      metrics: [metric('acc', 0.7, 'arc_easy'), metric('acc', 0.2, 'arc_hard')],
    })
    expect(said({metrics: [{type: 'acc', slice: 'arc_easy', min: 0.7, max: 0.7}]}, report)).toEqual([])
    expect(said({metrics: [{type: 'acc', min: 0.5}]}, report)).toEqual([
      ['evidence-threshold', 'acc of arc_hard of model m is 0.2, and 0.5 is the least that is allowed', false],
    ])
    expect(said({metrics: [{type: 'acc', slice: 'arc_*', max: 0.6}]}, report)).toEqual([
      ['evidence-threshold', 'acc of arc_easy of model m is 0.7, and 0.6 is the most that is allowed', false],
    ])
    expect(said({metrics: [{type: 'f1', min: 0}]}, report)).toEqual([
      ['evidence-too-thin', 'model m has no result of f1', false],
    ])
  })
})

describe('evidence in a policy file', () => {
  it.each([
    ['maxAgeDays: 0', 'maxAgeDays is 0, and a whole number from 1 is expected'],
    ['minAttempts: 1.5', 'minAttempts is 1.5'],
    ['minAttempts: many', 'a number is expected'],
    ['maxAttackSuccess: 5', 'a share from 0 to 1 is expected'],
    ['metrics: [{type: acc}]', 'a metric has min, max or both'],
    ['probe: [a]', 'did you mean probes?'],
    ['binding: stale', 'not one of bound, named'],
  ])('refuses %s with its place', (line, message) => {
    const parse = () => parsePolicy(`version: 1\nevidence:\n  - assets: ["model:**"]\n    ${line}\n`, 'p.yaml')
    expect(parse).toThrow(/^p\.yaml:4:/)
    expect(parse).toThrow(message)
  })

  it('refuses a pattern that means everything', () => {
    expect(() => parsePolicy('version: 1\nevidence: [{assets: ["**"]}]', 'p')).toThrow('name a kind')
    expect(() => parsePolicy('version: 1\nguardrails: ["*"]', 'p')).toThrow('name a kind')
  })
})
