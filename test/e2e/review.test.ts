import {createHash} from 'node:crypto'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'
import {type Editable, vendorBom} from '../support/vendor-bom.ts'
import {safetensors} from '../support/weights.ts'

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/review.result.schema.json'), 'utf8'))
const weights = safetensors({weight: {dtype: 'F32', shape: [8], data_offsets: [0, 32]}}, 32)

/** A delivery: the model's files, and a BOM that describes them truly but for what is changed. */
function delivery(change: (bom: Editable) => void = () => undefined): string {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'clause-7b'))
  writeFileSync(join(cwd, 'clause-7b/model.safetensors'), weights)
  writeFileSync(
    join(cwd, 'clause-7b/config.json'),
    JSON.stringify({model_type: 'llama', architectures: ['LlamaForCausalLM']}),
  )
  writeFileSync(
    join(cwd, 'clause-7b/README.md'),
    '---\nlicense: apache-2.0\nbase_model: openbase/base-7b\ndatasets:\n- clauses\n---\n# Clause\n',
  )
  const bom = vendorBom(each => {
    each.components[0].components[0].hashes[0].content = createHash('sha256').update(weights).digest('hex')
    each.components[0].name = 'clause'
    each.components[0].description = 'tuned for contract clauses'
    each.components[0].purl = undefined
    each.components[0].properties = [{name: 'cdx:ai-ml:model:parameter:count', value: '8'}]
    change(each)
  })
  writeFileSync(join(cwd, 'bom.json'), JSON.stringify(bom))
  return cwd
}

async function findingsOf(cwd: string): Promise<{exit: number | null; findings: Editable[]}> {
  const run = await aibom(['review', 'bom.json', '--artifacts', 'clause-7b', '--json'], {cwd})
  const result = JSON.parse(run.stdout)
  expect(new Ajv({strict: false, allowUnionTypes: true}).validate(schema, result)).toBe(true)
  return {exit: run.exit, findings: result.findings}
}

describe('aibom review', () => {
  it('finds no contradiction in files that are what the BOM says', async () => {
    expect(await findingsOf(delivery())).toEqual({exit: 0, findings: []})
  })

  it.each([
    [
      'another digest',
      'digest-differs',
      (bom: Editable) => Object.assign(bom.components[0].components[0].hashes[0], {content: 'b'.repeat(64)}),
    ],
    [
      'another license',
      'licence-differs',
      (bom: Editable) => Object.assign(bom.components[0], {licenses: [{license: {id: 'MIT'}}]}),
    ],
    [
      'another base model',
      'base-differs',
      (bom: Editable) => Object.assign(bom.components[0].pedigree.ancestors[0], {group: 'other', name: 'root'}),
    ],
    [
      'another architecture',
      'architecture-differs',
      (bom: Editable) =>
        Object.assign(bom.components[0].modelCard.modelParameters, {
          modelArchitecture: 'LlamaModel',
        }),
    ],
    [
      'another number of parameters',
      'parameters-differ',
      (bom: Editable) => Object.assign(bom.components[0].properties[0], {value: '7B'}),
    ],
    ['other data', 'data-differs', (bom: Editable) => Object.assign(bom.components[1], {name: 'poems'})],
  ])('exits 1 for %s, and shows both values', async (_what, rule, change) => {
    const {exit, findings} = await findingsOf(delivery(change))
    expect(exit).toBe(1)
    expect(findings.map(({name}) => name)).toEqual([rule])
    if (rule !== 'digest-differs') expect(findings[0].conflict).toHaveLength(2)
  })

  it('tells of a file that the BOM does not list, and of one that is not there', async () => {
    const cwd = delivery(bom =>
      bom.components[0].components.push({
        type: 'file',
        name: 'gone.safetensors',
        hashes: [{alg: 'SHA-256', content: 'c'.repeat(64)}],
      }),
    )
    writeFileSync(join(cwd, 'clause-7b/extra.safetensors'), weights)
    const {findings} = await findingsOf(cwd)
    expect(findings.map(({name}) => name)).toEqual(expect.arrayContaining(['file-missing', 'file-not-stated']))
  })

  it('tells of code that the BOM does not list, and of files that an inspection does not call safe', async () => {
    const cwd = delivery()
    writeFileSync(join(cwd, 'clause-7b/modeling_clause.py'), 'print(1)\n')
    const index = {weight_map: {a: 'model-00001-of-00002.safetensors'}}
    writeFileSync(join(cwd, 'clause-7b/model.safetensors.index.json'), JSON.stringify(index))
    const {findings} = await findingsOf(cwd)
    expect(findings.map(({message}) => message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('not in the BOM: modeling_clause.py'),
        expect.stringContaining('The index of the weights does not match the files'),
      ]),
    )
  })

  it('finds files by names that start at the root of a scan', async () => {
    const cwd = delivery(bom =>
      Object.assign(bom.components[0].components[0], {name: '/opt/clause-7b/model.safetensors'}),
    )
    expect(await findingsOf(cwd)).toEqual({exit: 0, findings: []})
  })

  it('holds the text of the license, the results of tests and the settings of an adapter against the BOM', async () => {
    const cwd = delivery(bom => {
      bom.components[0].pedigree.ancestors[0].version = 'a'.repeat(40)
    })
    writeFileSync(join(cwd, 'clause-7b/LICENSE'), 'MIT License\n\nPermission is hereby granted, free of charge, …\n')
    const adapter = {base_model_name_or_path: 'openbase/base-7b', peft_type: 'LORA', revision: 'b'.repeat(40)}
    writeFileSync(join(cwd, 'clause-7b/adapter_config.json'), JSON.stringify(adapter))
    const results =
      '[{task: {type: text-generation}, dataset: {name: ledgar, type: ledgar}, metrics: [{type: accuracy, value: 0.62}]}]'
    const card = `---\nlicense: apache-2.0\nbase_model: [openbase/base-7b, other/base-9b]\nmodel-index:\n- name: clause\n  results: ${results}\n---\n`
    writeFileSync(join(cwd, 'clause-7b/README.md'), card)
    const {findings} = await findingsOf(cwd)
    const told = findings.map(({name, message}) => `${name}: ${message}`)
    for (const part of [
      'license text (LICENSE) of acme-ai/clause: the BOM says Apache-2.0, clause-7b says mit',
      'measure-differs: accuracy on ledgar of acme-ai/clause: the BOM says 0.91, clause-7b says 0.62',
      'clause-7b also names other/base-9b',
      `version of openbase/base-7b: the BOM says ${'a'.repeat(40)}, clause-7b says ${'b'.repeat(40)}`,
    ])
      expect(told).toContainEqual(expect.stringContaining(part))
  })

  it('holds each setting against the files', async () => {
    const prefix = 'cdx:ai-ml:model:hyperparameter:'
    const cwd = delivery(bom =>
      bom.components[0].properties.push(
        {name: `${prefix}context_length`, value: '131072'},
        {name: `${prefix}hidden_size`, value: '4096'},
        {name: `${prefix}num_hidden_layers`, value: '2'},
        {name: `${prefix}quantization`, value: 'int8'},
      ),
    )
    writeFileSync(
      join(cwd, 'clause-7b/config.json'),
      JSON.stringify({
        ...{model_type: 'llama', architectures: ['LlamaForCausalLM']},
        ...{max_position_embeddings: 8192, hidden_size: 64, num_hidden_layers: 2},
      }),
    )
    writeFileSync(join(cwd, 'clause-7b/tokenizer_config.json'), JSON.stringify({tokenizer_class: 'BertTokenizer'}))
    const {exit, findings} = await findingsOf(cwd)
    expect(exit).toBe(1)
    expect(findings.map(({message}) => message)).toEqual([
      expect.stringContaining('the tokenizer of acme-ai/clause in clause-7b is a BertTokenizer'),
      expect.stringContaining('the BOM says 131072, clause-7b says 8192; and 2 more'),
    ])
  })

  it('reviews a folder without any BOM', async () => {
    const run = await aibom(['review', 'clause-7b', '--json'], {cwd: delivery()})
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout)).toMatchObject({
      target: {kind: 'source'},
      files: [{name: 'model.safetensors', status: 'confirmed', safety: 'safe'}],
    })
  })

  it.each([
    ['review.md', '# Review of assistant'],
    ['review.csv', '"target","severity"'],
    ['review.json', '"schemaVersion": 1'],
  ])('writes %s', async (name, content) => {
    const cwd = delivery()
    const run = await aibom(['review', 'bom.json', '-o', name], {cwd})
    expect([run.exit, run.stderr]).toEqual([0, ''])
    expect(run.stdout).toContain(`written to ${name}`)
    expect(readFileSync(join(cwd, name), 'utf8')).toContain(content)
  })

  it('exits 3 for what cannot be read, and says so on the page', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'bom.json'), '{"bomFormat": "CycloneDX", "specVersion": "1.6", ')
    const run = await aibom(['review', 'bom.json', '-o', '-'], {cwd})
    expect(run.exit).toBe(3)
    expect(run.stdout).toContain('it could not be read')
  })

  it('exits 2 for a target that does not exist', async () => {
    expect((await aibom(['review', 'none.json'])).exit).toBe(2)
  })

  it('says what changed against an earlier BOM', async () => {
    const cwd = delivery()
    writeFileSync(
      join(cwd, 'old.json'),
      JSON.stringify(
        vendorBom(bom => Object.assign(bom.components[0], {name: 'clause', licenses: [{license: {id: 'MIT'}}]})),
      ),
    )
    const run = await aibom(['review', 'bom.json', '--compare', 'old.json', '--json'], {cwd})
    expect(JSON.parse(run.stdout)).toMatchObject({
      changes: {against: 'old.json', related: true},
      comparison: {here: 'bom.json', there: 'old.json'},
    })
  })

  it.each([
    ['html', 'G7AI-MD-05'],
    ['markdown', 'G7AI-MD-05'],
    ['json', '"id": "G7AI-MD-05"'],
    ['csv', '"G7AI-MD-05"'],
  ])('tells in %s what a profile asks and the BOM answers', async (format, content) => {
    const run = await aibom(['review', 'bom.json', '--profile', 'g7', '--profile', 'g7', '--format', format], {
      cwd: delivery(),
    })
    expect(run.exit).toBe(0)
    expect(run.stdout).toContain(content)
    expect(run.stdout).toContain('not met'.replace('not met', format === 'json' ? '"status": "not"' : 'not met'))
  })

  it('writes a copy of the BOM that declares its answers', async () => {
    const cwd = delivery()
    expect(
      (await aibom(['review', 'bom.json', '--profile', 'cisa', '--declarations', 'copy.cdx.json'], {cwd})).exit,
    ).toBe(0)
    const copy = JSON.parse(readFileSync(join(cwd, 'copy.cdx.json'), 'utf8'))
    expect(copy.version).toBe(2)
    expect(copy.declarations.attestations[0].map.some((each: Editable) => each.counterClaims !== undefined)).toBe(true)
    expect((await aibom(['validate', 'copy.cdx.json'], {cwd})).exit).toBe(0)
  })

  it.each(['letter.md', 'letter.csv'])(
    'writes %s with its questions, and reads it back into a copy of the BOM',
    async letter => {
      const cwd = delivery(bom => Object.assign(bom.components[0], {version: 'main'}))
      const asked = await aibom(['review', 'bom.json', '--questions', letter], {cwd})
      expect([asked.exit, asked.stdout]).toEqual([0, expect.stringContaining(`written to ${letter}`)])
      const hostile = '<script>alert(1)</script> \u202e2024'
      const text = readFileSync(join(cwd, letter), 'utf8')
      const reply = letter.endsWith('md')
        ? text.replace('\nAnswer:', `\nAnswer: ${hostile}`)
        : text.replace(/""\r\n/, () => `"${hostile}"\r\n`)
      writeFileSync(join(cwd, letter), reply)
      const page = await aibom(
        ['review', 'bom.json', '--answers', letter, '--declarations', 'copy.json', '--format', 'html'],
        {cwd},
      )
      expect(page.stdout).toContain('answered by the vendor, not verified')
      expect(page.stdout).toContain('&lt;script>alert(1)&lt;/script> \\u202e2024')
      expect((await aibom(['validate', 'copy.json'], {cwd})).exit).toBe(0)
      const again = JSON.parse((await aibom(['review', 'copy.json', '--json'], {cwd})).stdout)
      expect(again.questions[0].answer).toMatchObject({status: 'answered', text: hostile})
    },
  )

  it('lists no changes against what could not be read', async () => {
    const cwd = delivery()
    writeFileSync(join(cwd, 'old.json'), '{"spdxVersion": "SPDX-2.1"}')
    const result = JSON.parse((await aibom(['review', 'bom.json', '--compare', 'old.json', '--json'], {cwd})).stdout)
    expect(result.changes).toBeUndefined()
    expect(JSON.stringify(result.comparison)).toContain('could not be read')
  })

  it.each([
    ['one that others have too', {}, true],
    ['its next version by its number', {version: 2}, false],
    ['another', {serialNumber: `urn:uuid:${'2'.repeat(8)}-2222-4222-8222-${'2'.repeat(12)}`}, false],
  ])('knows the serial number of a document: %s', async (_what, change, isReused) => {
    const cwd = temporaryFolder()
    const serialNumber = 'urn:uuid:11111111-1111-4111-8111-111111111111'
    writeFileSync(join(cwd, 'bom.json'), JSON.stringify({...vendorBom(), serialNumber}))
    writeFileSync(join(cwd, 'other.json'), JSON.stringify({...vendorBom(), serialNumber, ...change}, undefined, 2))
    const {stdout} = await aibom(['review', 'bom.json', '--compare', 'other.json', '--json'], {cwd})
    const labels = JSON.parse(stdout).comparison.rows.map(({label}: Editable) => label)
    expect(labels).toContain('Serial number of the BOM')
    expect(labels.includes('Two documents, one serial number')).toBe(isReused)
  })

  it('calls an OpenPGP signature beside a BOM unread, and reads a bundle beside SPDX', async () => {
    const cwd = delivery()
    writeFileSync(join(cwd, 'bom.json.asc'), '-----BEGIN PGP SIGNATURE-----')
    const beside = JSON.parse((await aibom(['review', 'bom.json', '--json'], {cwd})).stdout)
    expect(beside.signatures[0]).toMatchObject({value: expect.stringContaining('could not be verified')})
    await aibom(['convert', 'bom.json', '--to', 'spdx3', '-o', 'bom.spdx.json'], {cwd})
    writeFileSync(
      join(cwd, 'bom.spdx.json.sigstore.json'),
      '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}',
    )
    const {exit, stdout} = await aibom(['verify', 'bom.spdx.json', '--json'], {cwd})
    expect([exit, JSON.parse(stdout).subjects]).toMatchObject([1, [{status: 'invalid', code: 'bundle-malformed'}]])
  })

  it('puts two candidates side by side, without naming a winner', async () => {
    const cwd = delivery()
    const other = vendorBom(bom => {
      Object.assign(bom.components[0], {
        group: 'other',
        name: '<b>poet',
        licenses: [{license: {id: 'CC-BY-NC-4.0'}}],
        purl: undefined,
      })
      bom.metadata.component.name = 'poet'
    })
    writeFileSync(join(cwd, 'other.json'), JSON.stringify(other))
    const args = ['review', 'bom.json', '--compare', 'other.json', '--profile', 'g7', '--purpose', 'a product']
    const {comparison} = JSON.parse((await aibom([...args, '--json'], {cwd})).stdout)
    const row = (label: string): Editable => comparison.rows.find((each: Editable) => each.label === label)
    expect(row('License of the models')).toMatchObject({
      here: ['acme-ai/clause: Apache-2.0'],
      there: ['other/<b>poet: CC-BY-NC-4.0'],
      same: false,
    })
    expect(row('May we use it?').there[0]).toContain('Do not use it')
    expect(row('Only found here').there).toContainEqual(expect.stringContaining('AIB333'))
    expect(row('License of the data').same).toBe(true)
    expect(comparison.rows.some(({part}: Editable) => part === 'profiles')).toBe(true)
    const page = (await aibom([...args, '--format', 'html'], {cwd})).stdout
    expect(page).toContain('id="comparison"')
    expect(page).not.toContain('<b>poet')
  })

  const policies = {
    yes: 'version: 1\napproved: {licenses: [Apache-2.0, MIT, CC-BY-4.0]}\n',
    no: 'version: 1\napproved: {licenses: [BSD-3-Clause]}\n',
    own: 'version: 1\nrules:\n  - {id: no-llama, when: asset.architecture.contains("Llama"), severity: high, why: our rule, fix: another model}\n',
    lesser: 'version: 1\napproved: {licenses: [BSD-3-Clause]}\nseverities: {AIB283: low}\n',
  }
  it.each([
    ['yes', 0, 'as-stated', []],
    ['no', 1, 'no', ['AIB283', 'AIB283', 'AIB283']],
    ['own', 1, 'no', ['no-llama']],
    ['lesser', 0, 'as-stated', ['AIB283', 'AIB283', 'AIB283']],
  ] as const)('asks a policy that says %s', async (name, exit, answer, rules) => {
    const cwd = delivery()
    writeFileSync(join(cwd, 'policy.yaml'), policies[name])
    const run = await aibom(['review', 'bom.json', '--policy', 'policy.yaml', '--json'], {cwd})
    const result = JSON.parse(run.stdout)
    expect(new Ajv({strict: false, allowUnionTypes: true}).validate(schema, result)).toBe(true)
    expect([run.exit, result.verdict.answer]).toEqual([exit, answer])
    const told = result.policy.findings.map(({rule}: Editable) => rule)
    expect(told.filter((rule: string) => rule === 'AIB283' || rule === 'no-llama')).toEqual(rules)
  })

  it('leaves out what the policy waives or switches off, and says who answers for it', async () => {
    const cwd = delivery(bom => Object.assign(bom.components[0], {version: 'main', supplier: undefined}))
    const waiver = '{rule: AIB320, asset: acme-ai/clause, reason: "a test of ours", owner: legal, expires: 2999-01-31}'
    writeFileSync(join(cwd, 'policy.yaml'), `version: 1\nseverities: {maker-unknown: off}\nwaivers: [${waiver}]\n`)
    const page = (await aibom(['review', 'bom.json', '--policy', 'policy.yaml', '--format', 'markdown'], {cwd})).stdout
    expect(page).toContain('None in what was stated and compared')
    expect(page).toContain('**The policy allows it.**')
    expect(page).toContain('a test of ours')
  })

  it('exits 2 for a policy that is wrong, before anything is read', async () => {
    const cwd = delivery()
    writeFileSync(join(cwd, 'policy.yaml'), 'version: 1\nseverities: {AIB999: high}\n')
    expect((await aibom(['review', 'none.json', '--policy', 'policy.yaml'], {cwd})).exit).toBe(2)
    expect((await aibom(['review', 'bom.json', '--policy', 'none.yaml'], {cwd})).exit).toBe(2)
  })

  it('says what of the answers could not be read', async () => {
    const cwd = delivery(bom => Object.assign(bom.components[0], {version: 'main'}))
    writeFileSync(join(cwd, 'reply.md'), 'Reference: q-0000abcd\nAnswer: yes\nReference: q-0000abce\n')
    const {notChecked} = JSON.parse(
      (await aibom(['review', 'bom.json', '--answers', 'reply.md', '--json'], {cwd})).stdout,
    )
    expect(notChecked).toEqual(
      expect.arrayContaining([
        expect.stringContaining('line 2: q-0000abcd'),
        expect.stringContaining('line 3: q-0000abce'),
      ]),
    )
  })

  it.each([
    ['--questions', 'letter.txt'],
    ['--answers', 'letter.pdf'],
    ['--answers', 'none.md'],
  ])('exits 2 for %s %s', async (flag, file) => {
    expect((await aibom(['review', 'bom.json', flag, file], {cwd: delivery()})).exit).toBe(2)
  })

  it.each([
    ['none', 'AIBOM_'],
    ['bom.json', 'it has no perspectives'],
    ['broken.json', '/perspectives/0/mappings/0/expression'],
  ])('exits 2 for the profile %s', async (name, message) => {
    const cwd = delivery()
    writeFileSync(
      join(cwd, 'broken.json'),
      JSON.stringify({perspectives: [{name: 'x', mappings: [{expression: 'components[*]'}]}]}),
    )
    const run = await aibom(['review', 'bom.json', '--profile', name, '--json'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stdout + run.stderr).toContain(message)
  })

  it.each([
    ['markdown', 'Check the file with `aibom inspect` before you load it.'],
    ['html', 'Check the file with <code>aibom inspect</code> before you load it.'],
  ])('shows commands as code in %s', async (format, advice) => {
    const cwd = delivery(bom => Object.assign(bom.components[0].components[0], {name: 'pytorch_model.bin'}))
    expect((await aibom(['review', 'bom.json', '--format', format, '-o', '-'], {cwd})).stdout).toContain(advice)
  })

  it('keeps hostile names text in Markdown and CSV', async () => {
    const cwd = delivery(bom =>
      Object.assign(bom.components[0], {
        name: '<img src=x onerror=alert(1)>[a](javascript:1)',
        description: '=HYPERLINK("http://x")',
      }),
    )
    const markdown = (await aibom(['review', 'bom.json', '--format', 'markdown'], {cwd})).stdout
    expect(markdown).not.toContain('<img')
    expect(markdown).not.toContain('](javascript')
    expect((await aibom(['review', 'bom.json', '--format', 'csv'], {cwd})).stdout).not.toMatch(/"=HYPERLINK/)
  })
})
