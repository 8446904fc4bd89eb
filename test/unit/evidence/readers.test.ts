import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {readReports} from '../../../src/evidence/all.ts'
import type {TestReport} from '../../../src/inventory/test-report.ts'
import {AibomError} from '../../../src/lib/errors.ts'
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

  it('is a scenario whose checks pass, in Giskard 3: one without a check was not judged', () => {
    const found = only('giskard-suite.json')
    expect(found).toMatchObject({tool: 'giskard', kind: 'red-team', state: 'complete', target: {}})
    expect(counts(found)).toEqual([
      ['harmful-content-generation', undefined, 0, 0, 1],
      ['prompt-injection', undefined, 1, 1, 0],
    ])
    expect(found.probes[1]?.taxonomies).toContain('LLM01:2025')
    expect(JSON.stringify(found)).not.toContain('Certainly')
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

  it('the messages of PyRIT say whom it asked, and their scores not whose success they are', () => {
    expect(read('pyrit-messages.json').map(report => [report.target.name, report.state, counts(report)])).toEqual([
      ['gpt-4o', 'empty', [['PromptSendingAttack', undefined, 0, 0, 2]]],
      ['gpt-4.1', 'empty', [['PromptSendingAttack', undefined, 0, 0, 1]]],
    ])
  })
})

describe('what a tool wrote years ago, and what it writes beside the usual', () => {
  const reports = (name: string, ...documents: readonly unknown[]): TestReport[] =>
    readReports(name, Buffer.from(documents.map(document => JSON.stringify(document)).join('\n')))
  const settings = {entry_type: 'config', model_type: 'openai', model_name: 'gpt-3.5-turbo'}
  const row = {entry_type: 'eval', probe: 'dan.Dan_11_0', detector: 'detector.dan.DAN', passed: 3, total: 10}

  it('garak 0.9 named the model and the detector in another way', () => {
    const [report] = reports('garak.report.jsonl', settings, {entry_type: 'init', garak_version: '0.9.0.6'}, row)
    expect(report?.target).toEqual({provider: 'openai', name: 'gpt-3.5-turbo'})
    expect(report === undefined ? [] : counts(report)).toEqual([['dan.Dan_11_0', 'dan.DAN', 3, 7, 0]])
  })

  it('garak loads payloads, and writes their names, before it asks for the first time', () => {
    const setup = {entry_type: 'start_run setup', 'plugins.target_type': 'nim', 'plugins.target_name': 'other'}
    const init = {entry_type: 'init', garak_version: '0.17.1'}
    const payload = {entry_type: 'payload_init', loading_complete: 'payload', payload_name: 'harmful_behaviors'}
    const judged = {entry_type: 'eval', probe: 'dan.Dan_11_0', detector: 'dan.DAN', passed: 3, fails: 7, nones: 0}
    const [report] = reports('garak.report.jsonl', setup, init, payload, {...judged, total_evaluated: 10})
    expect(report === undefined ? [] : counts(report)).toEqual([['dan.Dan_11_0', 'dan.DAN', 3, 7, 0]])
  })

  it('promptfoo that cannot go on leaves the rest of the tests out', () => {
    const provider = {id: 'openai:chat:gpt-4o-2024-08-06', label: ''}
    const rows = [{success: true, provider, vars: {q: 'one'}}]
    const config = {
      tests: [{vars: {q: 'one'}}, {vars: {q: 'two'}}],
      providers: [{id: provider.id, config: {apiBaseUrl: 'https://llm.acme.test/v1'}}],
    }
    const [cut] = reports('results.json', {results: {version: 3, stats: {}, results: rows}, config})
    expect(cut?.state).toBe('incomplete')
    expect(cut?.notes.join()).toContain('no result of 1 of the 2 tests in its configuration')
    expect(cut?.target.endpoint).toBe('https://llm.acme.test/v1')
  })

  it('reports of garak that stand one behind the other speak for their own targets', () => {
    const other = {entry_type: 'start_run setup', 'plugins.target_type': 'nim', 'plugins.target_name': 'other'}
    const found = reports('garak.report.jsonl', settings, row, other, {...row, passed: 10})
    expect(found.map(report => [report.target.name, counts(report)[0]?.[3]])).toEqual([
      ['gpt-3.5-turbo', 7],
      ['other', 0],
    ])
  })

  const log = (results: object, spec: object = {}): object => ({
    version: 2,
    status: 'success',
    eval: {task: 't', model: 'openai/gpt-4o', ...spec},
    results: {total_samples: 30, completed_samples: 30, ...results},
  })
  const metrics = {accuracy: {name: 'accuracy', value: 0.5}}

  it.each([
    ['openai/azure/gpt-4o', 'azure', 'gpt-4o'],
    ['openai-api/deepseek/deepseek-chat', 'deepseek', 'deepseek-chat'],
    ['hf/org/name', 'hf', 'org/name'],
    ['hf/azure/name', 'hf', 'azure/name'],
  ])('Inspect names %s', (model, provider, name) => {
    const scores = [{name: 'match', metrics}]
    expect(reports('log.json', log({scores}, {model}))[0]?.target).toEqual({provider, name})
  })

  it('Inspect asks a sample in each epoch and counts it once; the first logs had one scorer', () => {
    const epochs = {config: {epochs: 3}}
    expect(reports('log.json', log({scores: [{name: 'match', metrics}]}, epochs))[0]?.metrics).toMatchObject([
      {value: 0.5, samples: 10},
    ])
    expect(reports('log.json', log({scorer: {name: 'match'}, metrics}))[0]?.metrics).toMatchObject([
      {type: 'accuracy', slice: 't / match', value: 0.5},
    ])
  })

  it('Inspect reduces epochs in several ways, which are several metrics', () => {
    const scores = ['mean', 'pass_at_2'].map(reducer => ({name: 'match', reducer, metrics}))
    expect(reports('log.json', log({scores}))[0]?.metrics.map(({slice}) => slice)).toEqual([
      't / match',
      't / match / pass_at_2',
    ])
  })

  it('a target of promptfoo that is an address may have it in its settings', () => {
    const provider = {id: 'https', label: 'shop'}
    const result = {success: false, failureReason: 1, provider, metadata: {pluginId: 'bola', severity: 'informational'}}
    const targets = [{...provider, config: {url: 'https://shop.example.com/chat'}}]
    const [report] = reports('results.json', {results: {results: [result], stats: {}}, config: {targets}})
    expect(report?.target).toEqual({name: 'shop', endpoint: 'https://shop.example.com/chat'})
    expect(report?.probes[0]?.severity).toBe('info')
    const file = {...result, provider: {id: 'file://bot.py'}}
    expect(reports('results.json', {results: {results: [file], stats: {}}})[0]?.target).toEqual({name: 'file://bot.py'})
  })

  it('a bundle of Sigstore has the statement in it', () => {
    const statement = readFileSync(join(folder, 'in-toto.json')).toString('base64')
    const dsseEnvelope = {payloadType: 'application/vnd.in-toto+json', payload: statement, signatures: []}
    const [report] = reports('bundle.json', {dsseEnvelope, verificationMaterial: {}})
    expect(report === undefined ? [] : counts(report)).toEqual(counts(only('in-toto.json')))
    expect(report?.notes.join()).toContain('the signature of the envelope was not checked')
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

  it('of lm-eval: three wrong answers have an interval, though their error is 0', () => {
    const results = {
      mini: {'exact_match,none': 0, 'exact_match_stderr,none': 0, 'f1,none': 0.31, 'f1_stderr,none': 0.1},
    }
    const document = {results, versions: {}, config: {}, 'n-samples': {mini: {original: 3, effective: 3}}}
    const [one] = readReports('results.json', Buffer.from(JSON.stringify(document)))
    expect(one?.metrics.map(({type, interval}) => [type, interval?.upper, interval?.method])).toEqual([
      ['exact_match', 0.561497, 'Wilson 95 %'],
      ['f1', 0.505996, expect.stringContaining('normal')],
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
      '1 lines are not JSON and were not read; the first is line 2',
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
})

describe('a database of PyRIT', () => {
  const bytes = readFileSync(join(folder, 'pyrit.db'))

  it('holds a run for each scenario, and the newest verdict on every other conversation', () => {
    const reports = read('pyrit.db')
    expect(reports.map(report => [report.target.name, report.state, report.ended, counts(report)])).toEqual([
      [
        'gpt-4o-mini-2024-07-18',
        'complete',
        '2026-11-01T11:00:00Z',
        [
          ['base64', undefined, 12, 0, 1],
          ['base64', 'violence', 0, 2, 0],
        ],
      ],
      ['gpt-4o-mini-2024-07-18', 'incomplete', '2026-11-01T10:00:00Z', [['rot13', undefined, 1, 0, 0]]],
      ['gpt-4o', 'complete', '2026-11-01T10:30:00Z', [['PromptSendingAttack', undefined, 0, 1, 0]]],
    ])
    expect(reports[0]?.target.endpoint).toBe('https://api.openai.com/v1')
  })

  it('names targets by the messages, where PyRIT 0.10 and 0.11 put them', () => {
    const reports = read('pyrit-0.11.db')
    expect(reports.map(({target, toolVersion}) => [target.name, target.endpoint, toolVersion])).toEqual([
      ['gpt-4o', 'http://gateway.acme.test/v1', '0.11.0'],
      ['gpt-4.1', 'http://gateway.acme.test/v1', '0.11.0'],
    ])
    expect(reports.map(counts)).toEqual([
      [['PromptSendingAttack', undefined, 2, 1, 1]],
      [['PromptSendingAttack', undefined, 0, 1, 0]],
    ])
  })

  it('is read whole or refused by name, whatever byte of it was changed', () => {
    const place = fc.integer({min: 16, max: bytes.length - 1})
    fc.assert(
      fc.property(place, fc.integer({min: 0, max: 255}), fc.boolean(), (at, byte, cut) => {
        const changed = Buffer.from(cut ? bytes.subarray(0, at) : bytes)
        if (!cut) changed[at] = byte
        try {
          readReports('pyrit.db', changed)
        } catch (error) {
          expect(error).toBeInstanceOf(AibomError)
        }
      }),
    )
  })

  it('that leads in a circle ends', () => {
    const circle = Buffer.from(bytes)
    const interior = [...Array(circle.length / 512).keys()].find(page => page > 0 && circle[page * 512] === 5) ?? 0
    circle.writeUInt32BE(interior + 1, interior * 512 + 8)
    expect(() => readReports('pyrit.db', circle)).toThrow(expect.objectContaining({code: 'AIBOM_SQLITE_INVALID'}))
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

  it('whose scores were edited has the old header too, which its directory no longer lists', () => {
    const edited = zip([
      {name: 'header.json', content: Buffer.from('{"version":2}'), unlisted: true},
      {name: 'header.json', content: header},
    ])
    expect(readReports('a.eval', Buffer.from(edited))[0]).toMatchObject({tool: 'inspect', state: 'complete'})
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
