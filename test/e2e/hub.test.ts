import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {asRecord, recordsOf, type UnknownRecord} from '../../src/lib/narrow.ts'
import {type StubRepository, startStubHub, stubCommit} from '../support/hub.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const tiny: StubRepository = {
  info: {
    pipeline_tag: 'fill-mask',
    tags: ['base_model:finetune:acme/base'],
    cardData: {license: 'apache-2.0', base_model: 'acme/base'},
  },
  files: {
    'README.md': {content: '---\nlicense: apache-2.0\nbase_model: acme/base\n---\n# Tiny\n'},
    'config.json': {
      content: '{"model_type": "bert", "architectures": ["BertForMaskedLM"], "vocab_size": 100, "hidden_size": 64}',
    },
    'pytorch_model.bin': {content: 'x'.repeat(100), sha256: 'ab'.repeat(32)},
  },
}
const base: StubRepository = {
  info: {cardData: {license: 'mit'}},
  files: {'README.md': {content: '---\nlicense: mit\nmetrics: [f1]\n---\n'}},
}

function readBom(path: string): {components: UnknownRecord[]; subject: UnknownRecord} {
  const bom = asRecord(JSON.parse(readFileSync(path, 'utf8'))) ?? {}
  return {components: recordsOf(bom['components']), subject: asRecord(asRecord(bom['metadata'])?.['component']) ?? {}}
}

const named = ({components}: {components: UnknownRecord[]}, name: string): UnknownRecord | undefined =>
  components.find(each => each['name'] === name)

describe('aibom generate hf:', () => {
  it('is the model at its commit, with its files, card and lineage; the same bytes twice', async () => {
    const hub = await startStubHub({'acme/tiny': tiny, 'acme/base': base})
    const cwd = temporaryFolder()
    const first = await aibom(['generate', 'hf:acme/tiny', '-o', 'a.cdx.json'], {cwd, env: {HF_ENDPOINT: hub.url}})
    expect(first).toMatchObject({exit: 0, stderr: ''})
    await aibom(['generate', 'hf:acme/tiny', '-o', 'b.cdx.json'], {cwd, env: {HF_ENDPOINT: hub.url}})
    expect(readFileSync(join(cwd, 'a.cdx.json'))).toEqual(readFileSync(join(cwd, 'b.cdx.json')))
    const bom = readBom(join(cwd, 'a.cdx.json'))
    expect(bom.subject).toMatchObject({
      name: 'acme/tiny',
      version: stubCommit,
      purl: `pkg:huggingface/acme/tiny@${stubCommit}`,
    })
    expect(bom.components[0]).toMatchObject({
      group: 'acme',
      name: 'tiny',
      version: stubCommit,
      swhid: [`swh:1:rev:${stubCommit}`],
      hashes: [{alg: 'SHA-256', content: 'ab'.repeat(32)}],
      licenses: [{license: {id: 'Apache-2.0'}}],
      pedigree: {ancestors: [{group: 'acme', name: 'base', version: stubCommit}]},
    })
    // it lies at the hub that was asked, not at another one that may have the name too
    expect(JSON.stringify(bom.components)).not.toContain('https://huggingface.co')
    expect(named(bom, 'base')).toMatchObject({version: stubCommit, licenses: [{license: {id: 'MIT'}}]})
  })

  it('tells the commits up to the one that was read, and when that came out', async () => {
    const commits = [
      {id: stubCommit, title: 'Second', date: '2026-02-03T04:05:06.000Z', authors: [{user: 'ann'}, {user: 'bob'}]},
      {id: 'ab'.repeat(20), title: 'First', date: 'yesterday', authors: []},
    ]
    const hub = await startStubHub({'acme/tiny': {...tiny, commits}, 'acme/base': base})
    const cwd = temporaryFolder()
    await aibom(['generate', 'hf:acme/tiny'], {cwd, env: {HF_ENDPOINT: hub.url}})
    const {components, subject} = readBom(join(cwd, 'aibom.cdx.json'))
    const released = {timestamp: '2026-02-03T04:05:06.000Z'}
    expect(subject).toMatchObject({releaseNotes: released})
    expect(components[0]).toMatchObject({
      pedigree: {
        commits: [
          {uid: stubCommit, message: 'Second', author: {...released, name: 'ann'}},
          {uid: 'ab'.repeat(20), message: 'First'},
        ],
      },
      releaseNotes: released,
    })
  })

  it("states what it knows of the model by the names of OWASP's registry too, and nothing that it does not know", async () => {
    const hub = await startStubHub({'acme/tiny': tiny, 'acme/base': base})
    const cwd = temporaryFolder()
    await aibom(['generate', 'hf:acme/tiny'], {cwd, env: {HF_ENDPOINT: hub.url}})
    const {metadata, components} = asRecord(JSON.parse(readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8'))) ?? {}
    const names = recordsOf(asRecord(metadata)?.['properties']).flatMap(({name, value}) =>
      String(name).includes(':') ? [] : [`${name}=${value}`],
    )
    expect(names).toEqual(['primaryPurpose=fill-mask', 'domain=Natural Language Processing'])
    const card = asRecord(recordsOf(components)[0]?.['modelCard'])
    expect(card?.['properties']).toEqual([
      {name: 'genai:aibom:modelcard:hyperparameter', value: '{"hidden_size":"64","vocab_size":"100"}'},
      {name: 'genai:aibom:modelcard:vocabSize', value: '100'},
      {name: 'genai:aibom:modelcard:embeddingLength', value: '64'},
    ])
  })

  it('writes when it was made, when the hub gave its opinion and who made it where that is asked for', async () => {
    const info = {...tiny.info, securityRepoStatus: {scansDone: true, filesWithIssues: []}}
    const hub = await startStubHub({'acme/tiny': {...tiny, info}, 'acme/base': base})
    const cwd = temporaryFolder()
    const env = {HF_ENDPOINT: hub.url, XDG_CACHE_HOME: temporaryFolder()}
    const dates = async (...flags: string[]): Promise<unknown[]> => {
      const before = Date.now() - 2000
      await aibom(['generate', 'hf:acme/tiny', ...flags], {cwd, env})
      const {metadata, components} = asRecord(JSON.parse(readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8'))) ?? {}
      const {timestamp, authors} = asRecord(metadata) ?? {}
      const scan = recordsOf(recordsOf(components)[0]?.['properties']).find(
        ({name}) => name === 'aibom:hub:scan-date',
      )?.['value']
      const isNow = (text: unknown): unknown =>
        typeof text === 'string' ? Date.parse(text) >= before && Date.parse(text) <= Date.now() : text
      return [isNow(timestamp), isNow(scan), authors]
    }
    expect(await dates()).toEqual([undefined, undefined, undefined])
    // the second time the hub says that what is kept still holds
    for (const _time of [1, 2])
      expect(await dates('--timestamp', '--author', 'Ann')).toEqual([true, true, [{name: 'Ann'}]])
  })

  it('exits 1 where a file is served with other bytes than the hub lists', async () => {
    const sha256 = 'ab'.repeat(32)
    const hub = await startStubHub({
      'acme/tiny': {...tiny, files: {...tiny.files, 'config.json': {content: '{"model_type": "bert"}', sha256}}},
    })
    const run = await aibom(['generate', 'hf:acme/tiny', '-o', 'a.cdx.json'], {env: {HF_ENDPOINT: hub.url}})
    expect(run.exit).toBe(1)
    expect(run.stderr + run.stdout).toContain('config.json')
  })

  it('takes no other commit than the one that was asked for, and no other name than a hub gives', async () => {
    const hub = await startStubHub({'acme/tiny': tiny, 'acme/odd': {...tiny, info: {id: '../../acme/tiny'}}})
    for (const source of [`hf:acme/tiny@${'a'.repeat(40)}`, `hf:acme/tiny@${'A'.repeat(40)}`, 'hf:acme/odd']) {
      const run = await aibom(['generate', source, '-o', '-'], {env: {HF_ENDPOINT: hub.url}})
      expect({source, exit: run.exit, stdout: run.stdout}).toEqual({source, exit: 3, stdout: ''})
      expect(run.stderr).toContain('AIBOM_HUB_ANSWER')
    }
    expect(
      (await aibom(['generate', `hf:acme/tiny@${stubCommit.toUpperCase()}`, '-o', '-'], {env: {HF_ENDPOINT: hub.url}}))
        .exit,
    ).toBe(0)
  })

  it('never asks for the weights themselves', async () => {
    const hub = await startStubHub({'acme/tiny': tiny, 'acme/base': base})
    await aibom(['generate', 'hf:acme/tiny', '-o', '-'], {env: {HF_ENDPOINT: hub.url}})
    expect(hub.seen.filter(({path}) => path.endsWith('pytorch_model.bin'))).toEqual([])
    expect(hub.seen.filter(({path}) => path.includes('acme/tiny'))).toHaveLength(5)
  })

  it('asks again what the hub says of the repository, and never for what a commit fixes: its files and history', async () => {
    const hub = await startStubHub({'acme/tiny': tiny, 'acme/base': base})
    const env = {HF_ENDPOINT: hub.url, XDG_CACHE_HOME: temporaryFolder()}
    const asked = async (...flags: string[]): Promise<string[]> => {
      const before = hub.seen.length
      expect((await aibom(['generate', 'hf:acme/tiny', '-o', '-', ...flags], {env})).exit).toBe(0)
      const paths = hub.seen.slice(before).map(({path}) => path)
      return paths.filter(path => path.startsWith('/api/models/acme/tiny'))
    }
    const info = '/api/models/acme/tiny'
    const tree = `${info}/tree/${stubCommit}`
    const commits = `${info}/commits/${stubCommit}`
    expect(await asked()).toEqual([info, commits, tree])
    expect(await asked()).toEqual([info])
    expect(await asked('--refresh')).toEqual([info, commits, tree])
  })

  it('sends the token of the environment, and only to the hub of the environment', async () => {
    const hub = await startStubHub({'acme/tiny': tiny, 'acme/base': base})
    const run = await aibom(['generate', 'hf:acme/tiny', '-o', '-'], {
      env: {HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_secretsecretsecretsecret'},
    })
    expect(new Set(hub.seen.map(({authorization}) => authorization))).toEqual(
      new Set(['Bearer hf_secretsecretsecretsecret']),
    )
    expect(run.stdout + run.stderr).not.toContain('hf_secret')
  })

  it.each([
    ['hf:acme/../x', 2, 'AIBOM_SOURCE_INVALID'],
    ['hf:acme/gone', 2, 'AIBOM_HUB_NOT_FOUND'],
  ])('ends at %s with %i and a name', async (source, exit, code) => {
    const hub = await startStubHub({})
    const run = await aibom(['generate', source], {env: {HF_ENDPOINT: hub.url}})
    expect(run.exit).toBe(exit)
    expect(run.stderr).toContain(code)
  })

  it.each([
    [['--offline'], {}],
    [[], {HF_HUB_OFFLINE: '1'}],
  ])('asks nobody when the user is offline: %j %j', async (flags, env) => {
    const hub = await startStubHub({'acme/tiny': tiny})
    const run = await aibom(['generate', 'hf:acme/tiny', ...flags], {env: {HF_ENDPOINT: hub.url, ...env}})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('AIBOM_OFFLINE')
    expect(hub.seen).toEqual([])
  })
})

describe('aibom generate hf: with HF_HUB_OFFLINE', () => {
  it('reads what the clients have cached, and asks nobody; what is not cached of the lineage is said', async () => {
    const hub = await startStubHub({'acme/tiny': tiny, 'acme/base': base})
    const cache = temporaryFolder()
    const snapshot = join(cache, 'models--acme--tiny/snapshots', stubCommit)
    mkdirSync(snapshot, {recursive: true})
    mkdirSync(join(cache, 'models--acme--tiny/refs'))
    writeFileSync(join(cache, 'models--acme--tiny/refs/main'), stubCommit)
    writeFileSync(join(snapshot, 'README.md'), '---\nlicense: apache-2.0\nbase_model: acme/base\n---\n')
    const run = await aibom(['generate', 'hf:acme/tiny', '-o', '-'], {
      env: {HF_ENDPOINT: hub.url, HF_HUB_OFFLINE: '1', HF_HUB_CACHE: cache},
    })
    expect(run.exit).toBe(0)
    expect(run.stdout).toContain(`pkg:huggingface/acme/tiny@${stubCommit}`)
    expect(run.stdout).toContain('model acme/base is not in ')
    expect(hub.seen).toEqual([])
  })
})

describe('aibom generate --online', () => {
  function application(...names: string[]): string {
    const cwd = temporaryFolder()
    const loads = names.map((name, index) => `m${index} = AutoModel.from_pretrained(${name})`)
    writeFileSync(join(cwd, 'app.py'), ['from transformers import AutoModel', ...loads, ''].join('\n'))
    return cwd
  }

  it('resolves what the code refers to, pinned at the pin, floating at the head of today, each repository once', async () => {
    const hub = await startStubHub({'acme/tiny': tiny, 'acme/base': base})
    const cwd = application('"acme/tiny"', `"acme/base", revision="${stubCommit}"`)
    const run = await aibom(['generate', '--online'], {cwd, env: {HF_ENDPOINT: hub.url}})
    expect(run).toMatchObject({exit: 0, stderr: ''})
    const bom = readBom(join(cwd, 'aibom.cdx.json'))
    expect(named(bom, 'tiny')).toMatchObject({version: stubCommit, licenses: [{license: {id: 'Apache-2.0'}}]})
    expect(named(bom, 'tiny')?.['properties']).toContainEqual({name: 'aibom:model:floating', value: 'true'})
    const asked = hub.seen.map(({path}) => path).filter(path => path.startsWith('/api/models/acme/tiny'))
    expect(asked).toEqual(
      ['', `/commits/${stubCommit}`, `/tree/${stubCommit}`].map(part => `/api/models/acme/tiny${part}`),
    )
  })

  it('writes the BOM, says what is missing and exits 3 when the hub does not give it', async () => {
    const hub = await startStubHub({'acme/base': base})
    const cwd = application('"acme/gone"', '"acme/base"')
    const run = await aibom(['generate', '--online'], {cwd, env: {HF_ENDPOINT: hub.url}})
    expect(run.exit).toBe(3)
    expect(run.stdout).toContain('hub-not-found')
    expect(run.stdout).toContain('The registry did not tell')
    expect(run.stdout).not.toContain('Resolve with')
    expect(named(readBom(join(cwd, 'aibom.cdx.json')), 'gone')).toBeDefined()
  })

  it('asks nobody without the flag', async () => {
    const hub = await startStubHub({'acme/tiny': tiny})
    const run = await aibom(['generate'], {cwd: application('"acme/tiny"'), env: {HF_ENDPOINT: hub.url}})
    expect(run.exit).toBe(0)
    expect(hub.seen).toEqual([])
  })
})
