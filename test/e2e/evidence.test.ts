import {cpSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {readBom} from '../../src/bom/read/read.ts'
import {sha256Hex} from '../../src/lib/digest.ts'
import {asList, asRecord, recordsOf} from '../../src/lib/narrow.ts'
import {edit, isResultOf} from '../support/example-app.ts'
import {aibom, projectRoot, type Run, temporaryFolder} from '../support/run.ts'
import {safetensors} from '../support/weights.ts'

const day = {SOURCE_DATE_EPOCH: '1795824000'}
const reports = join(projectRoot, 'test/fixtures/evidence')
const bom = 'app/aibom.cdx.json'
const weights = 'app/models/embedder/model.safetensors'
let made: string
let cwd: string

beforeAll(async () => {
  made = temporaryFolder()
  cpSync(join(projectRoot, 'docs/example-app'), join(made, 'app'), {recursive: true})
  // in place of the pointer of Git LFS: bytes that are here
  writeFileSync(join(made, weights), safetensors({a: {dtype: 'U8', shape: [4], data_offsets: [0, 4]}}, 4))
  expect((await aibom(['generate', 'app', '--output', bom], {cwd: made})).exit).toBe(0)
})

beforeEach(() => {
  cwd = temporaryFolder()
  cpSync(made, cwd, {recursive: true})
})

const add = (...words: readonly string[]): Promise<Run> => aibom(['evidence', 'add', bom, ...words], {cwd, env: day})
const status = (...words: readonly string[]): Promise<Run> => aibom(['evidence', 'status', 'app', ...words], {cwd})
const report = (name: string): string => join(reports, name)
const document = () => JSON.parse(readFileSync(join(cwd, bom), 'utf8'))

describe('aibom evidence add', () => {
  it('binds a report that names a dated model, and writes no prompt and no answer', async () => {
    const run = await add(report('garak.report.jsonl'), '--expires', '2027-01-31', '--json')
    expect(run.exit).toBe(0)
    expect(isResultOf('evidence-add', run.stdout)).toBe(true)
    expect(JSON.parse(run.stdout).added).toMatchObject([
      {
        tool: 'garak',
        binding: 'bound',
        asset: 'model:openai/gpt-4o-mini-2024-07-18@2024-07-18',
        resisted: 310,
        failed: 6,
        errored: 1,
        expires: '2027-01-31',
      },
    ])
    const text = readFileSync(join(cwd, bom), 'utf8')
    expect(text).not.toMatch(/an attack|an answer|Answer politely/)
    expect((await aibom(['validate', bom], {cwd})).exit).toBe(0)
  })

  it('writes claims and counter-claims, evidence with its last day, metrics and a reference with its digest', async () => {
    await add(report('garak.report.jsonl'), '--expires', '2027-01-31')
    const {declarations, components} = document()
    expect(declarations.evidence[0]).toMatchObject({
      propertyName: 'aibom:test-report',
      expires: '2027-01-31T23:59:59Z',
      created: '2026-11-28T00:00:00.000Z',
    })
    expect(declarations.claims.map((claim: object) => 'counterEvidence' in claim)).toEqual([false, true])
    expect(declarations.attestations[0].map[0]).toMatchObject({
      claims: [declarations.claims[0]['bom-ref']],
      counterClaims: [declarations.claims[1]['bom-ref']],
    })
    const model = components.find(
      (component: {'bom-ref': string}) => component['bom-ref'] === 'model:openai/gpt-4o-mini-2024-07-18',
    )
    expect(model.modelCard.quantitativeAnalysis.performanceMetrics).toContainEqual({
      type: 'attack success rate',
      value: '0.0234375',
      slice: 'garak / promptinject.HijackHateHumans / promptinject.AttackRogueString',
      confidenceInterval: {lowerBound: '0.010785', upperBound: '0.050181'},
    })
    expect(model.externalReferences).toMatchObject([{type: 'dynamic-analysis-report', hashes: [{alg: 'SHA-256'}]}])
  })

  it('changes nothing else: without the reports the BOM reads back as it was, in 1.6 and in 1.7', async () => {
    const before = readBom(readFileSync(join(cwd, bom), 'utf8'), bom).inventory
    await add(report('garak.report.jsonl'), report('pyrit-scenario.json'))
    const {reports: held, ...after} = readBom(readFileSync(join(cwd, bom), 'utf8'), bom).inventory
    expect(after).toEqual(before)
    expect(held).toHaveLength(2)
    expect((await aibom(['convert', bom, '--to', 'cyclonedx-1.7', '-o', 'new.cdx.json'], {cwd})).exit).toBe(0)
    expect(readBom(readFileSync(join(cwd, 'new.cdx.json'), 'utf8'), bom).inventory.reports).toEqual(held)
  })

  it('replaces a report that is there already, and leaves what others declared alone', async () => {
    const own = document()
    const other = {claims: [{'bom-ref': 'other:claim', predicate: 'theirs'}]}
    writeFileSync(join(cwd, bom), JSON.stringify({...own, declarations: other}))
    await add(report('garak.report.jsonl'))
    const once = readFileSync(join(cwd, bom), 'utf8')
    await add(report('garak.report.jsonl'))
    const twice = document()
    expect({...twice, version: 0}).toEqual({...JSON.parse(once), version: 0})
    expect(twice.declarations.claims[0]).toEqual(other.claims[0])
  })

  it('binds by the digest of an in-toto statement, and by bytes that are here', async () => {
    const statement = JSON.parse(readFileSync(report('in-toto.json'), 'utf8'))
    statement.subject[0].digest.sha256 = sha256Hex(readFileSync(join(cwd, weights)))
    writeFileSync(join(cwd, 'statement.json'), JSON.stringify(statement))
    const run = await add('statement.json', '--json')
    expect(JSON.parse(run.stdout).added).toMatchObject([
      {binding: 'bound', asset: 'model:models/embedder', basis: expect.stringContaining('the report states sha256:')},
    ])
    const byBytes = await add(report('deepteam.json'), '--target', 'models/embedder', '--json')
    expect(JSON.parse(byBytes.stdout).added).toMatchObject([
      {binding: 'bound', basis: 'its bytes matched the BOM when the report was added'},
    ])
    writeFileSync(join(cwd, weights), safetensors({a: {dtype: 'U8', shape: [5], data_offsets: [0, 5]}}, 5))
    const changed = await add(report('deepteam.json'), '--target', 'models/embedder', '--json')
    expect(JSON.parse(changed.stdout).added).toMatchObject([
      {binding: 'foreign', basis: 'its bytes do not match the BOM'},
    ])
  })

  it('compares no bytes with a pointer of Git LFS, which only states a digest', async () => {
    cpSync(join(projectRoot, 'docs/example-app/models/embedder/model.safetensors'), join(cwd, weights))
    expect((await aibom(['generate', 'app', '--output', bom], {cwd})).exit).toBe(0)
    const run = await add(report('deepteam.json'), '--target', 'models/embedder', '--json')
    expect(JSON.parse(run.stdout).added).toMatchObject([{binding: 'named'}])
  })

  it.each([
    ['a model that the BOM does not have', ['lm-eval.json'], 'foreign'],
    ['a target that the report contradicts', ['garak.report.jsonl', '--target', 'model:openai/gpt-4o'], 'foreign'],
    ['a name without a revision', ['pyrit-scenario.json'], 'named'],
    ['the product as a whole', ['deepteam.json', '--target', 'subject'], 'named'],
  ])('%s: exit 0', async (_what, [name = '', ...flags], binding) => {
    const run = await add(report(name), ...flags, '--json')
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout).added[0].binding).toBe(binding)
  })

  it.each([
    ['openai.OpenAICompatible', 'named'],
    ['openai.OpenAIGenerator', 'bound'],
  ])('a dated name is that of a hosted model where its provider was asked: %s is %s', async (client, binding) => {
    const text = readFileSync(report('garak.report.jsonl'), 'utf8')
    writeFileSync(
      join(cwd, 'own.report.jsonl'),
      text.replace(/"plugins\.(?:target|model)_type": ?"[^"]*"/, `"plugins.target_type": "${client}"`),
    )
    const run = await add('own.report.jsonl', '--json')
    expect(JSON.parse(run.stdout).added[0].binding).toBe(binding)
  })

  it('a foreign report or a run that was cancelled claims nothing', async () => {
    await add(report('garak.report.jsonl'), '--target', 'model:openai/gpt-4o')
    await add(report('inspect-cancelled.json'))
    const {declarations, components} = document()
    expect(declarations.claims).toBeUndefined()
    expect(JSON.stringify(components)).not.toContain('attack success rate')
    expect(declarations.evidence).toHaveLength(2)
  })

  it.each([
    ['a report without a target', ['deepteam.json'], 'AIBOM_REPORT_TARGET'],
    ['a target that the BOM does not have', ['deepteam.json', '--target', 'nothing-like-it'], 'AIBOM_ASSET_NOT_FOUND'],
    ['no report at all', ['missing.json'], 'AIBOM_FILE_NOT_FOUND'],
    ['a day that does not exist', ['garak.report.jsonl', '--expires', '2027-02-31'], 'AIBOM_USAGE'],
    ['a flag twice', ['garak.report.jsonl', '--expires', '2027-02-01', '--expires', '2027-02-02'], 'AIBOM_USAGE'],
  ])('%s: exit 2, and the BOM is as it was', async (_what, [name = '', ...flags], code) => {
    const before = readFileSync(join(cwd, bom), 'utf8')
    const run = await add(report(name), ...flags)
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain(code)
    expect(readFileSync(join(cwd, bom), 'utf8')).toBe(before)
  })

  it('reads the rest where one report is broken: exit 3', async () => {
    writeFileSync(join(cwd, 'broken.json'), '{')
    const run = await add('broken.json', report('garak.report.jsonl'), '--json')
    expect(run.exit).toBe(3)
    expect(JSON.parse(run.stdout)).toMatchObject({
      unread: [{file: 'broken.json', code: 'AIBOM_REPORT_UNKNOWN'}],
      added: [{tool: 'garak'}],
    })
  })

  it('refuses a signed BOM, and one before 1.6', async () => {
    writeFileSync(join(cwd, bom), JSON.stringify({...document(), signature: {value: 'x'}}))
    expect((await add(report('garak.report.jsonl'))).stderr).toContain('AIBOM_BOM_SIGNED')
    writeFileSync(join(cwd, bom), JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.5', components: []}))
    expect((await add(report('garak.report.jsonl'))).stderr).toContain('aibom convert')
  })

  it('keeps names from files on one line, without control characters', async () => {
    const hostile = readFileSync(report('garak.report.jsonl'), 'utf8').replaceAll('dan.Dan_11_0', 'a\\u001b[31m\\nb')
    writeFileSync(join(cwd, 'hostile\u001b.jsonl'), hostile)
    const run = await add('hostile\u001b.jsonl')
    expect(run.exit).toBe(0)
    expect(run.stdout).not.toContain('\u001b')
    expect(readFileSync(join(cwd, bom), 'utf8')).toContain('a [31m b')
  })

  it('hides keys that stand in a report', async () => {
    const key = `sk-proj-${'A1b2C3d4'.repeat(6)}`
    const text = readFileSync(report('promptfoo-redteam.json'), 'utf8').replace(
      'https://example.com/chat',
      `https://example.com/chat?api_key=${key}`,
    )
    writeFileSync(join(cwd, 'results.json'), text.replaceAll('pii:direct', `pii ${key}`))
    const run = await add('results.json', '--target', 'subject')
    expect(run.exit).toBe(0)
    expect(`${run.stdout}${readFileSync(join(cwd, bom), 'utf8')}`).not.toContain(key)
  })

  it('says the results as an in-toto statement, which it reads itself', async () => {
    await add(report('deepteam.json'), '--target', 'models/embedder', '--attest', 'tests.intoto.json')
    const statement = JSON.parse(readFileSync(join(cwd, 'tests.intoto.json'), 'utf8'))
    expect(statement).toMatchObject({
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      predicate: {
        result: 'FAILED',
        passedTests: ['deepteam/Bias: race'],
        failedTests: ['deepteam/PII Leakage: direct disclosure'],
      },
    })
    const run = await add('tests.intoto.json', '--target', 'models/embedder', '--json')
    expect(JSON.parse(run.stdout).added).toMatchObject([{tool: 'in-toto', binding: 'bound', failed: 1}])
  })
})

describe('aibom evidence status', () => {
  beforeEach(async () => {
    await add(report('garak.report.jsonl'), '--expires', '2999-01-31')
  })

  const piece = async (...words: readonly string[]) => {
    const run = await status(...words, '--json')
    expect(isResultOf('evidence-status', run.stdout)).toBe(true)
    return {exit: run.exit, ...JSON.parse(run.stdout).evidence[0]}
  }

  it('is what it was bound as where nothing changed, wherever the code moved', async () => {
    edit(cwd, 'app/assistant/agents/support.py', 'SYSTEM_PROMPT =', '\n\nSYSTEM_PROMPT =')
    expect(await piece()).toMatchObject({exit: 0, status: 'bound', ageDays: expect.any(Number), changes: []})
  })

  it.each([
    ['one byte of a prompt', 'app/assistant/agents/support.py', 'You are', 'you are', 'prompt-changed'],
    ['the tools of a server', 'app/.mcp.json', '"./articles"', '"./articles", "/etc"', 'permission-widened'],
    ['the model itself', 'app/assistant/settings.py', 'gpt-4o-mini-2024-07-18', 'gpt-4o-2024-08-06', 'asset-removed'],
  ])('is stale by %s', async (_what, file, from, to, change) => {
    edit(cwd, file, from, to)
    const found = await piece()
    expect(found).toMatchObject({exit: 1, status: 'stale'})
    expect(found.changes.map((each: {class: string}) => each.class)).toContain(change)
  })

  it('names the change that made it stale', async () => {
    edit(cwd, 'app/assistant/agents/support.py', 'You are', 'you are')
    const run = await status()
    expect(run.stdout).toMatch(/^stale .*garak\.report\.jsonl/m)
    expect(run.stdout).toContain('changed since: prompt SYSTEM_PROMPT: digest')
  })

  it('is no other model’s concern: what the target does not rest on may change', async () => {
    edit(cwd, 'app/assistant/agents/support.py', 'claude-3-5-haiku-20241022', 'claude-3-5-sonnet-20241022')
    expect(await piece()).toMatchObject({exit: 0, status: 'bound'})
  })

  it('has expired after its last day', async () => {
    await add(report('garak.report.jsonl'), '--expires', '2025-01-31')
    expect(await piece()).toMatchObject({exit: 1, status: 'bound', expired: true})
  })

  it('is held against a newer BOM too, and carried over to it as it was', async () => {
    edit(cwd, 'app/assistant/agents/support.py', 'You are', 'you are')
    await aibom(['generate', 'app', '--output', 'new.cdx.json'], {cwd})
    const against = await aibom(['evidence', 'status', bom, '--against', 'new.cdx.json', '--json'], {cwd})
    expect(JSON.parse(against.stdout).evidence[0].status).toBe('stale')
    expect((await aibom(['evidence', 'add', 'new.cdx.json', bom], {cwd})).exit).toBe(0)
    const carried = await aibom(['evidence', 'status', 'new.cdx.json', '--against', 'new.cdx.json', '--json'], {cwd})
    expect(carried.exit).toBe(1)
    expect(JSON.parse(carried.stdout).evidence[0].changes.map((each: {class: string}) => each.class)).toEqual([
      'prompt-changed',
    ])
  })

  it('says where there is none, and where there is no BOM', async () => {
    expect((await aibom(['evidence', 'status', 'app'], {cwd: made})).stdout).toContain('has no evidence')
    const missing = await aibom(['evidence', 'status', '.'], {cwd})
    expect(missing.exit).toBe(2)
    expect(missing.stderr).toContain('AIBOM_FILE_NOT_FOUND')
  })

  it('takes a record that somebody altered for what it is: what has not the shape is left out', async () => {
    const altered = document()
    const [evidence] = recordsOf(asRecord(altered.declarations)?.['evidence'])
    const data = asList(evidence?.['data']).map(asRecord)
    const attachment = asRecord(asRecord(data[1]?.['contents'])?.['attachment'])
    Object.assign(attachment ?? {}, {content: '{"tool": 7}'})
    writeFileSync(join(cwd, bom), JSON.stringify(altered))
    expect((await status()).stdout).toContain('has no evidence')
  })
})
