import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {beforeAll, describe, expect, it} from 'vitest'
import {git} from '../support/git.ts'
import {startStubHub} from '../support/hub.ts'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'
import {startServer} from '../support/server.ts'
import {writeKeys, writeModel} from '../support/signing.ts'

const launcher = join(projectRoot, 'bin/run.js')
const isUnix = process.platform !== 'win32'
let cwd = ''
let commands: Readonly<Record<string, readonly string[]>> = {}
let env: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  cwd = temporaryFolder()
  mkdirSync(join(cwd, 'repository'))
  writeFileSync(join(cwd, 'repository/package.json'), '{}')
  for (const words of [
    ['init', '-q'],
    ['add', '.'],
    ['commit', '-q', '-m', 'first'],
  ])
    git(join(cwd, 'repository'), ...words)
  writeKeys(cwd, 'key', 'P-256')
  writeModel(cwd, 'model')
  writeFileSync(join(cwd, 'a-file'), '')
  const hub = await startStubHub({'acme/tiny': {files: {'README.md': {content: '# Tiny'}}}})
  const registry = await startServer((request, response) =>
    request.url?.includes('/manifests/1') === true
      ? response.end('{"schemaVersion": 2}')
      : response.writeHead(404).end(),
  )
  env = {HF_ENDPOINT: hub.url}
  commands = {
    'generate of a repository': ['generate', pathToFileURL(join(cwd, 'repository/.git')).href, '-o', '-'],
    'verify of a hub repository': ['verify', 'hf:acme/tiny'],
    'verify of an artifact of a registry': ['verify', `oci://${registry.host}/x/y:1`],
  }
})

describe.each(['generate of a repository', 'verify of a hub repository', 'verify of an artifact of a registry'])(
  '%s',
  name => {
    it.each([
      ['is missing', 'no/such/folder'],
      ['is a file', 'a-file'],
    ])('says that the temporary folder %s', async (_what, folder) => {
      const temporary = join(cwd, folder)
      const run = await aibom(commands[name] ?? [], {cwd, env: {...env, TMPDIR: temporary, TEMP: temporary}})
      expect(run).toMatchObject({exit: 2, stdout: ''})
      expect(run.stderr).toContain(`AIBOM_TEMPORARY_FOLDER nothing can be written to the temporary folder ${temporary}`)
    })
  },
)

describe.skipIf(!isUnix)('a home that cannot be used', () => {
  it.each([
    ['is missing', {HOME: 'no-home', XDG_CACHE_HOME: ''}],
    ['is a file', {HOME: 'a-file', XDG_CACHE_HOME: ''}],
    ['has no place for a cache', {XDG_CACHE_HOME: 'a-file'}],
  ])('costs nothing but the cache: it %s', async (_what, places) => {
    const named = Object.fromEntries(Object.entries(places).map(([key, value]) => [key, value && join(cwd, value)]))
    expect(await aibom(['generate', 'model', '-o', '-', '-q'], {cwd, env: named})).toMatchObject({exit: 0, stderr: ''})
    expect(existsSync(join(cwd, 'no-home'))).toBe(false)
  })
})

describe('an output that cannot be written', () => {
  it.each([
    ['generate', ['generate', 'model', '-o']],
    ['sign', ['sign', 'model', '--key', 'key.pem', '-o']],
  ])('is told by %s: in no folder, below a file, with too long a name', async (_name, words) => {
    for (const output of ['none/x.json', 'a-file/x.json', 'n'.repeat(300)]) {
      const run = await aibom([...words, output], {cwd})
      expect(run).toMatchObject({exit: 2, stdout: '', stderr: expect.stringContaining('AIBOM_OUTPUT_UNWRITABLE')})
    }
    expect(readdirSync(cwd).filter(name => name.endsWith('.tmp'))).toEqual([])
  })

  it('may have a name of 255 bytes', async () => {
    expect(await aibom(['generate', 'model', '-o', `${'n'.repeat(250)}.json`], {cwd})).toMatchObject({exit: 0})
  })

  it.skipIf(!existsSync('/dev/full'))('is told of stdout too, and of a device', async () => {
    const run = await aibom(['generate', 'model', '-o', '/dev/full'], {cwd})
    expect(run).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('AIBOM_OUTPUT_UNWRITABLE /dev/full cannot be written: the disk is full'),
    })
    const script = `"${process.execPath}" "${launcher}" generate model -o - -q > /dev/full`
    const full = spawnSync('sh', ['-c', script], {cwd, encoding: 'utf8'})
    expect(full.stderr).toContain('AIBOM_OUTPUT_UNWRITABLE the result cannot be written to stdout: the disk is full')
    expect(full.status).toBe(2)
  })
})

it.skipIf(!isUnix)('a current folder that does not exist any more is named as such', () => {
  const gone = join(cwd, 'gone')
  mkdirSync(gone)
  const script = `rmdir "${gone}"; exec "${process.execPath}" "${launcher}" generate .`
  const run = spawnSync('sh', ['-c', script], {cwd: gone, encoding: 'utf8'})
  expect(run.stderr).toContain('AIBOM_WORKING_FOLDER')
  expect(run.status).toBe(2)
  rmSync(gone, {recursive: true, force: true})
})
