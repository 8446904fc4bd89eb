import {describe, expect, it} from 'vitest'
import rows from '../../../../src/policy/threats/drift/hosted-models.json' with {type: 'json'}
import {lifecycleOf} from '../../../../src/policy/threats/drift/lifecycle.ts'
import {checkFiles, checkSource, folderOf, foundBy} from '../../../support/threats.ts'

const ask = (model: string) => ({
  'app.py': `from openai import OpenAI\nOpenAI().chat.completions.create(model="${model}", messages=[])\n`,
})
const onDay = (day: string) => ({env: {SOURCE_DATE_EPOCH: String(Date.parse(day) / 1000)}})

describe('rules of drift', () => {
  it('tells retired, deprecated and other models of a provider apart', async () => {
    const retired = await checkFiles(ask('gpt-4-0613'))
    expect(retired.outcome).toBe('failed')
    expect(retired.findings).toMatchObject([
      {name: 'model-retired', message: expect.stringContaining('was retired on 2026-10-23')},
    ])
    const deprecated = await checkFiles(ask('gpt-4o-2024-08-06'))
    expect(deprecated).toMatchObject({
      outcome: 'passed',
      findings: [{name: 'model-deprecated', message: expect.stringContaining('2027-01-14')}],
    })
    const current = await checkFiles(ask('gpt-9-2026-11-01'))
    expect(current).toMatchObject({outcome: 'passed', findings: [], undecided: []})
  })

  it('judges by the day of the run', async () => {
    expect(foundBy('model-retired', await checkFiles(ask('gpt-4-0613'), onDay('2026-10-22')))).toEqual([])
    expect(foundBy('model-retired', await checkFiles(ask('gpt-4-0613'), onDay('2026-10-23')))).toHaveLength(1)
  })

  it('does not know what happened since its table was made, and says so', async () => {
    const late = await checkFiles(ask('gpt-9-2026-11-01'), onDay('2027-06-01'))
    expect(late).toMatchObject({outcome: 'undecided', undecided: [{name: 'model-retired', reason: 'not-decidable'}]})
    const retired = await checkFiles(ask('gpt-4-0613'), onDay('2027-06-01'))
    expect(retired).toMatchObject({outcome: 'failed', undecided: []})
    const lenient = await checkFiles(ask('gpt-9-2026-11-01'), {...onDay('2027-06-01'), failOn: 'critical'})
    expect(lenient.outcome).toBe('passed')
  })

  it('names providers that it has no list of', async () => {
    const {rulesOff, outcome} = await checkFiles({
      'app.py':
        'from cerebras.cloud.sdk import Cerebras\nCerebras().chat.completions.create(model="llama-9", messages=[])\n',
    })
    expect(outcome).toBe('passed')
    expect(rulesOff).toContainEqual(
      expect.objectContaining({name: 'model-retired', reason: expect.stringContaining('cerebras')}),
    )
  })

  it('finds names that a provider moves', async () => {
    expect(foundBy('hosted-alias', await checkFiles(ask('gpt-9')))).toEqual(['gpt-9'])
    expect(foundBy('hosted-alias', await checkFiles(ask('gpt-9-2026-11-01')))).toEqual([])
    expect(foundBy('hosted-alias', await checkFiles(ask('gpt-4-1106-preview')))).toEqual([])
  })

  it('finds a file that held AI in a BOM and cannot be read now', async () => {
    const before = folderOf({...ask('gpt-9-2026-11-01'), 'other.py': ask('gpt-8-2026-11-01')['app.py']})
    const after = folderOf({
      'app.py':
        'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-9-2026-11-01", messages=[])\ndef (:\n',
      'other.py': ask('gpt-8-2026-11-01')['app.py'],
    })
    const result = await checkSource(after, {baseline: before})
    expect(result.findings.filter(({name}) => name === 'blind-file')).toMatchObject([
      {place: {path: 'app.py'}, severity: 'high'},
    ])
    expect(foundBy('blind-file', await checkSource(after, {baseline: after}))).toEqual([])
  })

  it('finds settings of an assistant that cannot be read, with a baseline and without', async () => {
    const broken = {...ask('gpt-9-2026-11-01'), '.mcp.json': '{"mcpServers": {"files": {"command": '}
    const {findings, outcome} = await checkFiles(broken)
    expect(findings).toMatchObject([{name: 'blind-file', place: {path: '.mcp.json'}, severity: 'high'}])
    expect(outcome).toBe('failed')
    const before = folderOf(ask('gpt-9-2026-11-01'))
    expect(foundBy('blind-file', await checkSource(folderOf(broken), {baseline: before}))).toHaveLength(1)
    expect(foundBy('blind-file', await checkSource(folderOf(broken), {baseline: folderOf(broken)}))).toEqual([])
  })

  it('finds a language that is not read where AI is gone', async () => {
    const before = folderOf({...ask('gpt-9-2026-11-01'), 'web.py': ask('gpt-8-2026-11-01')['app.py']})
    const moved = folderOf({'app.zig': '', 'app.jl': 'x = 1\n', 'web.py': ask('gpt-8-2026-11-01')['app.py']})
    const {findings} = await checkSource(moved, {baseline: before})
    const blind = findings.filter(({name}) => name === 'blind-file')
    expect(blind.filter(({message}) => message.includes('in Julia'))).toHaveLength(1)
    expect(blind.map(({place}) => place?.path)).toContain('app.jl')
    const added = folderOf({
      ...ask('gpt-9-2026-11-01'),
      'app.jl': 'x = 1\n',
      'web.py': ask('gpt-8-2026-11-01')['app.py'],
    })
    expect(foundBy('blind-file', await checkSource(added, {baseline: before}))).toEqual([])
  })
})

describe('the table of hosted models', () => {
  it('has every model once, with a source and a day that has passed', () => {
    const keys = rows.map(({provider, model}) => `${provider}/${model}`)
    expect(keys).toEqual([...new Set(keys)].sort((a, b) => (a < b ? -1 : 1)))
    for (const {source, checked, model} of rows) {
      expect(source, model).toMatch(/^https:\/\//)
      expect(checked, model).toMatch(/^2026-\d\d-\d\d$/)
      expect(model).toBe(model.toLowerCase())
    }
  })

  it('says nothing of providers that it does not list', () => {
    expect(lifecycleOf('acme', 'x', '2030-01-01')).toEqual({state: 'unknown'})
    expect(lifecycleOf('google-gemini', 'models/gemini-2.0-flash', '2026-11-28').state).toBe('retired')
  })
})
