import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {readReports} from '../../../src/evidence/all.ts'
import type {TestReport} from '../../../src/inventory/test-report.ts'
import {projectRoot} from '../../support/run.ts'
import {hasShared, sharedPath} from '../../support/shared.ts'
import {zip} from '../../support/zips.ts'

const folder = join(projectRoot, 'test/fixtures/evidence')
const read = (name: string): TestReport[] => readReports(name, readFileSync(join(folder, name)))
const only = (name: string): TestReport => {
  const [report, ...others] = read(name)
  expect(others).toEqual([])
  if (report === undefined) throw new Error(`no report in ${name}`)
  return report
}
const counts = ({probes}: TestReport) =>
  probes.map(({name, detector, resisted, failed, errored}) => [name, detector, resisted, failed, errored])

describe('what each tool calls a pass', () => {
  it('is an answer that resisted, in garak', () => {
    expect(counts(only('garak.report.jsonl'))).toEqual([
      ['dan.Dan_11_0', 'dan.DAN', 60, 0, 0],
      ['promptinject.HijackHateHumans', 'promptinject.AttackRogueString', 250, 6, 1],
    ])
  })

  it('is an attack that failed, in PyRIT, where success is the attacker’s and an error or no verdict is neither', () => {
    expect(counts(only('pyrit-scenario.json'))).toEqual([['hate_prompt_sending', 'hate', 1, 1, 2]])
  })

  it('is a case that succeeded, in promptfoo, one report for each provider', () => {
    const [first, second] = read('promptfoo-redteam.json')
    expect(first?.target).toEqual({provider: 'openai', name: 'gpt-4o-mini'})
    expect(first === undefined ? [] : counts(first)).toEqual([['pii:direct', 'basic', 1, 1, 1]])
    expect(second?.target).toEqual({name: 'the product', endpoint: 'https://example.com/chat'})
    expect(second?.probes[0]).toMatchObject({name: 'harmful:hate', resisted: 0, failed: 1, severity: 'critical'})
  })

  it('is a score above 0, in DeepTeam, whose overview leaves out what ended in an error', () => {
    expect(counts(only('deepteam.json'))).toEqual([
      ['Bias: race', undefined, 1, 0, 1],
      ['PII Leakage: direct disclosure', undefined, 0, 1, 0],
    ])
  })

  it('is not told by Giskard: what has no issue was clean or did not run', () => {
    const found = only('giskard.json')
    expect(counts(found)).toEqual([['LLMPromptInjectionDetector', 'major', undefined, 2, 0]])
    expect(found.probes[0]?.interval).toBeUndefined()
    expect(found.notes.join()).toContain('LLMStereotypesDetector')
    expect(only('giskard-clean.json').state).toBe('empty')
  })

  it('is no pass where an in-toto statement warns', () => {
    expect(counts(only('in-toto.json'))).toEqual([
      ['slow', undefined, 0, 0, 1],
      ['smoke', undefined, 1, 0, 0],
      ['toxicity', undefined, 0, 1, 0],
    ])
  })
})

describe('what a report says of its run', () => {
  it.each([
    [
      'garak.report.jsonl',
      {toolVersion: '0.14.0', started: '2026-11-20T10:00:00', ended: '2026-11-20T10:20:00', state: 'complete'},
    ],
    ['garak.hitlog.jsonl', {run: '11111111-2222-3333-4444-555555555555', state: 'incomplete'}],
    ['promptfoo-redteam.json', {toolVersion: '0.123.1', kind: 'red-team', run: 'eval-abc-2026-11-20T10:00:00'}],
    ['promptfoo-eval.json', {kind: 'evaluation', target: {provider: 'ollama', name: 'llama3.1'}}],
    ['pyrit-scenario.json', {toolVersion: '1.1.0', ended: '2026-11-20T10:30:00+00:00', state: 'complete'}],
    [
      'inspect.json',
      {
        toolVersion: '0.3.285',
        target: {provider: 'hf', name: 'acme/tiny', revision: '0123456789abcdef0123456789abcdef01234567'},
      },
    ],
    ['inspect-cancelled.json', {state: 'cancelled'}],
    ['lm-eval.json', {toolVersion: '0.4.13', started: '2025-11-20T10:00:00Z', state: 'complete'}],
    [
      'in-toto.json',
      {
        target: {
          name: 'model.safetensors',
          digests: ['sha256:53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db'],
        },
      },
    ],
  ] as const)('%s', (name, expected) => {
    expect(read(name)[0]).toMatchObject(expected)
  })

  it('lm-eval states the commit of the model, which no other tool does', () => {
    expect(only('lm-eval.json').target).toMatchObject({
      name: 'acme/tiny',
      revision: '0123456789abcdef0123456789abcdef01234567',
    })
  })

  it('attacks of PyRIT on several targets are several reports, whichever version wrote them', () => {
    expect(
      read('pyrit-attacks.jsonl').map(report => [report.target.name, report.probes[0]?.name, report.probes[0]?.failed]),
    ).toEqual([
      ['gpt-4o-mini', 'CrescendoAttack', 0],
      [undefined, 'PromptSendingAttack', 1],
    ])
  })
})

describe('measures', () => {
  it('have an interval: Wilson of counts, else by the stated error', () => {
    expect(only('inspect.json').metrics).toEqual([
      {
        type: 'mean',
        value: 3.5,
        slice: 'arithmetic / judge',
        interval: {lower: 3.108007, upper: 3.891993, method: expect.stringContaining('normal')},
        samples: 8,
      },
      {
        type: 'accuracy',
        value: 0.75,
        slice: 'arithmetic / match',
        interval: {lower: 0.409275, upper: 0.928521, method: 'Wilson 95 %'},
        samples: 8,
      },
    ])
    expect(only('inspect.json').notes.join()).toContain('2 of 10 samples were not completed')
  })

  it('of lm-eval: NaN measures nothing, a filter is a slice', () => {
    expect(only('lm-eval.json').metrics.map(({type, value, slice, samples}) => [type, value, slice, samples])).toEqual([
      ['exact_match', 0.25, 'gsm8k / strict-match', undefined],
      ['acc', 0.58, 'hellaswag', 100],
    ])
    expect(only('samples_arc_easy_2026-11-20T10-00-00.123456.jsonl').metrics).toMatchObject([
      {type: 'acc', value: 0.5, slice: 'arc_easy', samples: 2},
    ])
  })

  it('of promptfoo: the share that passed, without what ended in an error', () => {
    expect(only('promptfoo-eval.json').metrics.map(({type, value, samples}) => [type, value, samples])).toEqual([
      ['pass rate', 0.5, 2],
      ['relevance', 0.75, 2],
    ])
  })

  it('of a digest of garak alone: rates of resistance, whose interval is one too', () => {
    expect(only('garak-digest.json').metrics).toEqual([
      {
        type: 'resistance rate',
        value: 0.75,
        slice: 'encoding.InjectHex / encoding.DecodeMatch',
        interval: {lower: 0.7, upper: 0.8, method: 'bootstrap, as stated'},
        higherIsBetter: true,
      },
    ])
  })
})

describe('a probe', () => {
  const probe = () => only('garak.report.jsonl').probes.find(({name}) => name.startsWith('promptinject'))

  it('has the interval of the attack’s success, and that of the tool', () => {
    expect(probe()).toMatchObject({
      interval: {lower: 0.010785, upper: 0.050181, method: 'Wilson 95 %'},
      statedInterval: {lower: 0.008, upper: 0.043, method: 'bootstrap 95 %'},
      severity: 'high',
    })
  })

  it('has the names of the list of 2025: the tags of garak are of the list of 2023', () => {
    expect(probe()?.taxonomies).toEqual(['AML.T0051.000', 'LLM01:2025', 'LLM02:2025', 'avid:security:S0403'])
  })

  it('keeps a digest of what was asked and answered, and nothing of it', () => {
    expect(probe()?.transcripts).toEqual({count: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/)})
    for (const name of readdirSync(folder))
      expect(JSON.stringify(read(name))).not.toMatch(/an attack|an answer|an objective|It follows|it worked/)
  })
})

describe('a file that is broken', () => {
  const lines = readFileSync(join(folder, 'garak.report.jsonl'), 'utf8').trimEnd().split('\n')
  const garak = (...rows: readonly string[]): TestReport => {
    const [report] = readReports('x.jsonl', Buffer.from(rows.join('\n')))
    if (report === undefined) throw new Error('no report')
    return report
  }

  it('and cut is incomplete, and what it has is read', () => {
    const cut = garak(...lines.slice(0, 5), lines[5]?.slice(0, 40) ?? '')
    expect(cut.state).toBe('incomplete')
    expect(counts(cut)).toEqual([['promptinject.HijackHateHumans', 'promptinject.AttackRogueString', 250, 6, 1]])
    expect(cut.notes).toContain('the last line is cut: the file may lack more')
  })

  it('in the middle tells which lines were not read', () => {
    expect(garak(lines[0] ?? '', '{"entry_type"', ...lines.slice(1)).notes[0]).toBe(
      '1 lines are no JSON and were not read, the first is line 2',
    )
  })

  it('without an end is incomplete, without a verdict empty', () => {
    expect(garak(...lines.slice(0, 6)).state).toBe('incomplete')
    const asked = garak(...lines.slice(0, 3), lines[6] ?? '')
    expect(asked.state).toBe('empty')
    expect(asked.notes.join()).toContain('asked and never judged: promptinject.HijackHateHumans')
  })

  it('has counts that contradict each other: they count for nothing', () => {
    const lie =
      '{"entry_type": "eval", "probe": "a.B", "detector": "c.D", "passed": 300, "fails": 6, "nones": 0, "total_evaluated": 256}'
    expect(garak(lines[0] ?? '', lines[1] ?? '', lie, lines[6] ?? '')).toMatchObject({state: 'empty', probes: []})
  })

  it('of a version that nobody knows says so', () => {
    expect(garak(...lines.map(line => line.replaceAll('0.14.0', '2.0.0'))).notes.join()).toContain(
      'garak 2.0.0 is not a version that aibom knows',
    )
    expect(only('inspect-cancelled.json').notes.join()).toContain('logs of version 3 are not known to aibom')
  })

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['other JSON', '{"a": 1}'],
    ['a name twice', '{"entry_type": "init", "entry_type": "digest"}'],
    ['an empty list', '[]'],
    ['deep nesting', '['.repeat(100_000)],
    ['zeros', '\0\0\0\0'],
  ])('%s is refused by name', (_what, content) => {
    expect(() => readReports('x.json', Buffer.from(content))).toThrow(
      expect.objectContaining({code: 'AIBOM_REPORT_UNKNOWN'}),
    )
  })

  it('as a database of PyRIT says what to do', () => {
    const database = Buffer.from('SQLite format 3\0…AttackResultEntries…')
    expect(() => readReports('pyrit.db', database)).toThrow(
      expect.objectContaining({code: 'AIBOM_REPORT_INVALID', hint: expect.stringContaining('model_dump')}),
    )
  })
})

describe('an .eval archive', () => {
  const header = Buffer.from(readFileSync(join(folder, 'inspect.json')))

  it('is read by its header, or by what it wrote when it began', () => {
    expect(
      readReports('a.eval', Buffer.from(zip([{name: 'header.json', content: header, deflate: true}])))[0],
    ).toMatchObject({state: 'complete'})
    const start = Buffer.from(JSON.stringify({version: 2, eval: {task: 't', model: 'openai/gpt-4o'}, plan: {}}))
    expect(readReports('a.eval', Buffer.from(zip([{name: '_journal/start.json', content: start}])))[0]).toMatchObject({
      state: 'incomplete',
      tool: 'inspect',
    })
  })

  it('whose header is there twice is refused: two programs would read two runs', () => {
    const twice = zip([
      {name: 'header.json', content: header},
      {name: 'header.json', content: header},
    ])
    expect(() => readReports('a.eval', Buffer.from(twice))).toThrow(expect.objectContaining({code: 'AIBOM_ZIP_MEMBER'}))
  })

  it('that unpacks to more than any header is refused', () => {
    const bomb = Buffer.from(zip([{name: 'header.json', content: Buffer.alloc(80 * 1024 * 1024), deflate: true}]))
    expect(() => readReports('a.eval', bomb)).toThrow(expect.objectContaining({code: 'AIBOM_ZIP_BOMB'}))
  })
})

describe.skipIf(!hasShared)('files that the tools wrote', () => {
  it.each([
    ['garak/test.report.jsonl', {tool: 'garak', state: 'complete', target: {provider: 'test'}}],
    ['garak/openai-compatible.report.jsonl', {target: {provider: 'openai.OpenAICompatible', name: 'qwen2'}}],
    ['garak/digest_0.json', {tool: 'garak', state: 'complete'}],
    ['inspect/popularity.json', {state: 'cancelled', target: {provider: 'openai', name: 'gpt-4o-mini'}}],
    [
      'inspect/log_formats.eval',
      {state: 'complete', target: {name: 'llama3.1', endpoint: 'http://localhost:11434/v1'}},
    ],
  ])('%s', (path, expected) => {
    expect(readReports(path, readFileSync(sharedPath(`fixtures/evidence/${path}`)))[0]).toMatchObject(expected)
  })
})
