import {createHash} from 'node:crypto'
import {appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {startStubHub, stubCommit} from '../support/hub.ts'
import {aibom, projectRoot, type Run, temporaryFolder} from '../support/run.ts'

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')

let pristine = ''

beforeAll(async () => {
  pristine = join(temporaryFolder(), 'app')
  cpSync(join(projectRoot, 'docs/example-app'), pristine, {recursive: true})
  mkdirSync(join(pristine, 'node_modules/left'), {recursive: true})
  writeFileSync(join(pristine, 'node_modules/left/index.js'), 'module.exports = 1')
  expect(await aibom(['generate', '.', '-o', 'aibom.cdx.json'], {cwd: pristine})).toMatchObject({exit: 0})
})

/** The example application, with the BOM of it. */
function exampleApp(): string {
  const cwd = join(temporaryFolder(), 'app')
  cpSync(pristine, cwd, {recursive: true})
  return cwd
}

function verifyAgainst(artifacts: string, cwd: string, words: readonly string[] = []): Promise<Run> {
  return aibom(['verify', 'aibom.cdx.json', '--artifacts', artifacts, '--require', 'digest', ...words], {cwd})
}

describe('a BOM of aibom, held against its own folder', () => {
  it('passes while nobody touches the folder, and tells what it did not compare', async () => {
    const cwd = exampleApp()
    const run = await verifyAgainst('.', cwd)
    expect(run.exit, run.stdout).toBe(0)
    expect(run.stdout).toContain('65 packages')
    expect(run.stdout).toContain('1 weight file that is a Git LFS pointer here')
    expect(run.stdout.match(/not checked/g)).toHaveLength(1)
    expect(run.stdout).not.toContain('mismatch')
    expect(await verifyAgainst('.', cwd, ['--strict'])).toMatchObject({exit: 3})
    expect(await verifyAgainst('models', cwd)).toMatchObject({exit: 0})
    expect(await aibom(['generate', '.', '-o', 'aibom.cdx.json', '--spec', '1.5'], {cwd})).toMatchObject({exit: 0})
    expect(await verifyAgainst('.', cwd)).toMatchObject({exit: 0})
  })

  it.each<[string, (cwd: string) => void, number, RegExp]>([
    [
      'changes weights',
      cwd => appendFileSync(join(cwd, 'models/reranker-lora/adapter_model.safetensors'), 'x'),
      1,
      /invalid {2}weights:models\/reranker-lora/,
    ],
    [
      'changes instructions',
      cwd => appendFileSync(join(cwd, 'AGENTS.md'), 'Obey me.'),
      1,
      /invalid {2}prompt:AGENTS\.md/,
    ],
    [
      'changes a lock file',
      cwd => appendFileSync(join(cwd, 'uv.lock'), '\n'),
      1,
      /invalid {2}dependency-manifest:uv\.lock/,
    ],
    [
      'removes weights',
      cwd => rmSync(join(cwd, 'models/reranker-lora/adapter_model.safetensors')),
      3,
      /could not be verified {2}weights:models\/reranker-lora/,
    ],
    [
      'puts the pointer to other weights in place of a pointer',
      cwd =>
        writeFileSync(
          join(cwd, 'models/embedder/model.safetensors'),
          `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 3\n`,
        ),
      1,
      /invalid {2}weights:models\/embedder/,
    ],
    [
      'puts a pointer in place of weights',
      cwd =>
        writeFileSync(
          join(cwd, 'models/reranker-lora/adapter_model.safetensors'),
          'version https://git-lfs.github.com/spec/v1\n',
        ),
      1,
      /invalid {2}weights:models\/reranker-lora/,
    ],
  ])('does not when somebody %s', async (_name, change, exit, line) => {
    const cwd = exampleApp()
    change(cwd)
    const run = await verifyAgainst('.', cwd)
    expect(run.exit, run.stdout).toBe(exit)
    expect(run.stdout).toMatch(line)
  })

  it('takes a prompt whose file is not in UTF-8 for its text', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'AGENTS.md'), '\uFEFFAlways answer briefly.\n', 'utf16le')
    await aibom(['generate', '.', '-o', 'aibom.cdx.json'], {cwd})
    expect(await verifyAgainst('.', cwd)).toMatchObject({exit: 0})
    writeFileSync(join(cwd, 'AGENTS.md'), '\uFEFFAlways answer at length.\n', 'utf16le')
    expect(await verifyAgainst('.', cwd)).toMatchObject({exit: 1})
  })
})

describe('a BOM of a repository of the hub, held against the folder that was fetched', () => {
  const weights = 'not really weights'
  const files = {
    'README.md': {content: '# Tiny'},
    'config.json': {content: '{"model_type": "bert"}'},
    'model.bin': {content: weights, sha256: sha256(weights)},
  }

  async function fetched(): Promise<string> {
    const cwd = temporaryFolder()
    const {url} = await startStubHub({'acme/tiny': {files}})
    const env = {HF_ENDPOINT: url}
    expect(await aibom(['generate', `hf:acme/tiny@${stubCommit}`, '-o', 'aibom.cdx.json'], {cwd, env})).toMatchObject({
      exit: 0,
    })
    expect(await aibom(['fetch', `hf:acme/tiny@${stubCommit}`, 'tiny'], {cwd, env})).toMatchObject({exit: 0})
    return cwd
  }

  it('compares every file', async () => {
    const cwd = await fetched()
    const run = await verifyAgainst('tiny', cwd, ['--json'])
    expect(run.exit, run.stdout).toBe(0)
    const {subjects} = JSON.parse(run.stdout)
    expect(
      subjects.slice(1).map(({subject, status}: {subject: string; status: string}) => `${subject} ${status}`),
    ).toEqual(['weights:model.bin verified', 'README.md verified', 'config.json verified'])
    expect(subjects[0].notCovered).toEqual([])
  })

  it('names the files that the BOM does not have', async () => {
    const cwd = await fetched()
    writeFileSync(join(cwd, 'tiny/modeling.py'), 'import os')
    mkdirSync(join(cwd, 'tiny/.git'))
    writeFileSync(join(cwd, 'tiny/.git/config'), '')
    writeFileSync(join(cwd, 'tiny/.git/HEAD'), '')
    const run = await verifyAgainst('tiny', cwd)
    expect(run.exit, run.stdout).toBe(0)
    expect(run.stdout).toContain('not covered: .git, modeling.py')
    expect(await verifyAgainst('tiny', cwd, ['--strict'])).toMatchObject({exit: 3})
  })

  it.each<[string, string, (path: string) => void, number]>([
    ['a changed file of git', 'config.json', path => writeFileSync(path, '{"model_type": "gpt"}'), 1],
    ['changed weights', 'model.bin', path => writeFileSync(path, 'not really WEIGHTS'), 1],
    ['a file that is gone', 'README.md', path => rmSync(path), 3],
  ])('tells %s', async (_name, file, change, exit) => {
    const cwd = await fetched()
    change(join(cwd, 'tiny', file))
    const run = await verifyAgainst('tiny', cwd)
    expect(run.exit, run.stdout).toBe(exit)
  })

  it.each<[string, (text: string) => string, number, string]>([
    [
      'a second, wrong statement of a file',
      text =>
        text.replace(
          /\{\s*"name": "aibom:hub:file",\s*"value": "22 git:[^"]*"\s*\}/,
          '{"name": "aibom:hub:file", "value": "9 config.json"}, $&',
        ),
      1,
      'config.json has 22 bytes, the BOM says 9',
    ],
    [
      'a line that is none',
      text => text.replace(/"22 git:[^"]*"/, '"config.json"'),
      3,
      'could not be verified  aibom.cdx.json#/components/',
    ],
  ])('does not pass over %s', async (_name, change, exit, message) => {
    const cwd = await fetched()
    const path = join(cwd, 'aibom.cdx.json')
    writeFileSync(path, change(readFileSync(path, 'utf8')))
    const run = await verifyAgainst('tiny', cwd)
    expect(run.exit, run.stdout).toBe(exit)
    expect(run.stdout).toContain(message)
  })
})

describe('a BOM of another tool, held against a folder', () => {
  const reference = (url: string, content: string): object => ({
    type: 'distribution',
    url,
    hashes: [{alg: 'SHA-256', content: sha256(content)}],
  })

  it.each<[string, object, number, string]>([
    ['is right where every file is', {externalReferences: [reference('./files/w.bin', 'right')]}, 0, '1 verified'],
    [
      'names a file by an external reference',
      {externalReferences: [reference('files/w.bin', 'wrong')]},
      1,
      'invalid  files/w.bin',
    ],
    [
      'counts what is at an address',
      {externalReferences: [reference('https://acme.example/w.bin', 'x')]},
      0,
      '1 digest outside of the components',
    ],
    ['has a component that is none', {components: ['files/w.bin']}, 3, 'could not be verified  bom.json#/components/0'],
  ])('%s', async (_name, more, exit, message) => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'files'))
    writeFileSync(join(cwd, 'files/w.bin'), 'right')
    const component = {type: 'library', name: 'tiny', version: '1'}
    writeFileSync(
      join(cwd, 'bom.json'),
      JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components: [component], ...more}),
    )
    const run = await aibom(['verify', 'bom.json', '--artifacts', '.', '--require', 'digest'], {cwd})
    expect(run.exit, run.stdout).toBe(exit)
    expect(run.stdout).toContain(message)
  })
})
