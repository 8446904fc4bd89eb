import {describe, expect, it} from 'vitest'
import type {Entry, FactName} from '../../../../src/drift/entry.ts'
import {sentenceOf} from '../../../../src/drift/sentence.ts'
import {askUpstream} from '../../../../src/pipeline/upstream/ask-upstream.ts'
import {askLifecycle} from '../../../../src/pipeline/upstream/hosted.ts'
import {quickNetwork} from '../../../support/hub.ts'
import {type Route, startRegistry} from '../../../support/registry.ts'

const [commit, newer] = ['a'.repeat(40), 'b'.repeat(40)]
const sha = (letter: string): string => letter.repeat(64)

function entry(id: string, facts: Partial<Record<FactName, readonly string[]>>): Entry {
  const kind = id.slice(0, id.indexOf(':')) as Entry['kind']
  return {
    id,
    kind,
    name: id.slice(id.lastIndexOf('/') + 1),
    aliases: [],
    facts: new Map(Object.entries(facts)) as Entry['facts'],
    paths: [],
  }
}

const model = (facts: Partial<Record<FactName, readonly string[]>> = {version: [commit], floating: ['yes']}): Entry =>
  entry('model:huggingface/acme/tiny', facts)
const weights = entry('weights:hf:acme/tiny/model.safetensors', {
  digest: [`sha256:${sha('1')}`],
  'part-of': [model().id],
})

function info(more: object = {}): Route {
  return {json: {id: 'acme/tiny', sha: commit, gated: false, private: false, ...more}}
}

const head = '/api/models/acme/tiny?securityStatus=true'
const pinned = `/api/models/acme/tiny/revision/${commit}?securityStatus=true`
const tree = (oid: string): Record<string, Route> => ({
  [`/api/models/acme/tiny/tree/${commit}?recursive=true&expand=false`]: {
    json: [
      {type: 'file', path: 'model.safetensors', size: 9, oid: 'c'.repeat(40), lfs: {oid, size: 9, pointerSize: 130}},
    ],
  },
})

async function ask(entries: readonly Entry[], routes: Readonly<Record<string, Route>>) {
  await using server = await startRegistry(routes)
  const {url} = server
  const options = {env: {HF_ENDPOINT: url}, signal: new AbortController().signal, registry: url, index: url}
  const upstream = await askUpstream(entries, quickNetwork(), options)
  return {
    ...upstream,
    told: upstream.changes.map(change => `${change.class}: ${sentenceOf(change)}`),
    requests: server.asked,
  }
}

const refusal = (status: number, code = 'RepoNotFound'): Route => ({status, headers: {'x-error-code': code}})

describe('askUpstream', () => {
  it.each<[string, Entry[], Record<string, Route>, string[]]>([
    ['a head that stands still', [model()], {[head]: info()}, []],
    [
      'a head that went on',
      [model()],
      {[head]: info({sha: newer}), [pinned]: info()},
      [`revision-moved: model tiny: version ${commit} → ${newer}`],
    ],
    [
      'a history that was rewritten',
      [model()],
      {[head]: info({sha: newer}), [pinned]: refusal(404, 'RevisionNotFound')},
      [
        `revision-moved: model tiny: version ${commit} → ${newer}`,
        `revision-deleted: model tiny has no revision ${commit} any more`,
      ],
    ],
    [
      'a pin that is there, whatever the head',
      [model({version: [commit]})],
      {[pinned]: info(), [head]: info({sha: newer})},
      [],
    ],
    [
      'a pin that is gone',
      [model({version: [commit]})],
      {[pinned]: refusal(404, 'RevisionNotFound')},
      [`revision-deleted: model tiny has no revision ${commit} any more`],
    ],
    [
      'a branch that is gone',
      [model({version: [commit], follows: ['v1']})],
      {'/api/models/acme/tiny/revision/v1?securityStatus=true': refusal(404, 'RevisionNotFound')},
      ['revision-deleted: model tiny has no revision v1 any more'],
    ],
    [
      'a repository that is gone',
      [model()],
      {[head]: refusal(401)},
      ['repository-gone: model tiny is gone from its registry, or no longer visible'],
    ],
    ['a new name', [model()], {[head]: info({id: 'acme/small'})}, ['repository-renamed: model tiny is now acme/small']],
    [
      'a closed door',
      [model()],
      {[head]: info({gated: 'manual'})},
      ['access-restricted: model tiny is not open to everybody: gated: manual'],
    ],
    [
      'a warning',
      [model()],
      {[head]: info({securityRepoStatus: {scansDone: true, filesWithIssues: [{path: 'a.bin', level: 'unsafe'}]}})},
      ['scan-warned: model tiny: its registry warns of a.bin unsafe'],
    ],
    ['equal files', [model(), weights], {[head]: info(), ...tree(sha('1'))}, []],
    [
      'a replaced file',
      [model(), weights],
      {[head]: info(), ...tree(sha('2'))},
      [`file-replaced: model tiny: file model.safetensors sha256:${sha('1')} → model.safetensors sha256:${sha('2')}`],
    ],
  ])('names %s', async (_what, entries, routes, expected) => {
    const {told, failures} = await ask(entries, routes)
    expect(told).toEqual(expected)
    expect(failures).toEqual([])
  })

  const npm = entry('package:npm/zod', {version: ['4.0.1'], digest: [`sha512:${'00'.repeat(64)}`]})
  const pypi = entry('package:pypi/torch', {
    version: ['2.0.0'],
    file: [`torch-2.0.0-py3-none-any.whl sha256:${sha('1')}`],
  })
  const wheel = (more: object = {}): Route => ({
    json: {
      files: [
        {filename: 'torch-2.0.0-py3-none-any.whl', hashes: {sha256: sha('1')}, ...more},
        {filename: 'torch-2.1.0.tar.gz', hashes: {}},
      ],
    },
  })

  it.each<[string, Entry, Record<string, Route>, string[]]>([
    [
      'a package as it was',
      npm,
      {'/zod/4.0.1': {json: {dist: {integrity: `sha512-${Buffer.alloc(64).toString('base64')}`}}}},
      [],
    ],
    [
      'a package that was unpublished',
      npm,
      {},
      ['package-withdrawn: package zod 4.0.1 was withdrawn: the registry no longer has it'],
    ],
    [
      'a package that is deprecated',
      npm,
      {'/zod/4.0.1': {json: {deprecated: 'use 5', dist: {}}}},
      ['package-deprecated: package zod 4.0.1 is deprecated: use 5'],
    ],
    [
      'a package with other bytes',
      npm,
      {'/zod/4.0.1': {json: {dist: {integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}`}}}},
      [`file-replaced: package zod: digest sha512:${'00'.repeat(64)} → sha512:${'01'.repeat(64)}`],
    ],
    ['a release as it was', pypi, {'/simple/torch/': wheel()}, []],
    [
      'a release that was yanked',
      pypi,
      {'/simple/torch/': wheel({yanked: 'broken'})},
      ['package-withdrawn: package torch 2.0.0 was withdrawn: broken'],
    ],
    [
      'a release that is gone',
      pypi,
      {'/simple/torch/': {json: {files: []}}},
      ['package-withdrawn: package torch 2.0.0 was withdrawn: the index no longer has it'],
    ],
    [
      'a release with other bytes',
      pypi,
      {'/simple/torch/': wheel({hashes: {sha256: sha('2')}})},
      [`file-replaced: package torch: digest sha256:${sha('1')} → sha256:${sha('2')}`],
    ],
  ])('names %s', async (_what, one, routes, expected) => {
    expect((await ask([one], routes)).told).toEqual(expected)
  })

  it('does not take a list of files that cannot be had for a repository that is gone', async () => {
    const {told, failures} = await ask([model(), weights], {[head]: info({gated: 'auto'})})
    expect(told).toEqual(['access-restricted: model tiny is not open to everybody: gated: auto'])
    expect(failures).toHaveLength(1)
  })

  it('tells apart what was not answered from what is fine, and goes on', async () => {
    const {told, failures, asked} = await ask([model(), npm], {[head]: {status: 400}})
    expect(failures).toMatchObject([{id: 'model:huggingface/acme/tiny'}])
    expect(told).toHaveLength(1)
    expect(asked).toBe(2)
  })

  it('counts what no registry is asked about, and asks nobody then', async () => {
    const others = [
      entry('model:openai/gpt-4o', {}),
      entry('package:npm/zod', {range: ['^4']}),
      entry('package:npm/x', {version: ['1.0.0'], source: ['https://r']}),
    ]
    expect(await ask(others, {})).toMatchObject({
      asked: 0,
      requests: [],
      notAsked: [
        {what: 'model', count: 1},
        {what: 'package', count: 2},
      ],
    })
  })

  it('counts the references of which no commit is recorded: what moved there cannot be told', async () => {
    const named = entry('model:huggingface/acme/tiny', {version: ['v1']})
    const tag = '/api/models/acme/tiny/revision/v1?securityStatus=true'
    expect(await ask([named], {[tag]: info()})).toMatchObject({told: [], noCommit: 1})
    expect(await ask([model()], {[head]: info()})).toMatchObject({told: [], noCommit: 0})
  })

  it('asks once for a reference, and for a moved name twice', async () => {
    expect((await ask([model()], {[head]: info()})).requests).toHaveLength(1)
    expect((await ask([model()], {[head]: info({sha: newer}), [pinned]: info()})).requests).toHaveLength(2)
  })
})

describe('askLifecycle', () => {
  it('names a hosted model that is retired, by the day', () => {
    const hosted = entry('model:openai/text-davinci-003', {})
    expect(askLifecycle(hosted, '2026-11-28').map(change => change.class)).toEqual(['model-retired'])
    expect(askLifecycle(entry('model:openai/never-heard-of', {}), '2026-11-28')).toEqual([])
  })
})
