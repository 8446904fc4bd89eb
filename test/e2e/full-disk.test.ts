import {spawn, spawnSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {fleetOn, loading} from '../support/fleet.ts'
import {startStubHub} from '../support/hub.ts'
import {makeRepositories} from '../support/repositories.ts'
import {projectRoot, type Run, temporaryFolder} from '../support/run.ts'
import {startServer} from '../support/server.ts'

/** A disk of 256 KB, in a name space of its own, where this system lets us make one. */
const mount = ['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o size=256k none "$0" && exec "$@"']
const canMount = spawnSync(mount[0] ?? '', [...mount.slice(1), temporaryFolder(), 'true']).status === 0

/** aibom on a machine on which this folder is on a disk that is soon full. */
function aibomOn(
  disk: string,
  words: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  return runOn(disk, [process.execPath, join(projectRoot, 'bin/run.js'), ...words], cwd, env)
}

function runOn(
  disk: string,
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const [program = '', ...rest] = [...mount, disk, ...command]
  const home = temporaryFolder()
  const child = spawn(program, rest, {
    cwd,
    env: {PATH: process.env['PATH'], HOME: home, XDG_CACHE_HOME: join(home, '.cache'), NO_COLOR: '1', ...env},
  })
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', chunk => out.push(chunk))
  child.stderr.on('data', chunk => err.push(chunk))
  return new Promise(resolve =>
    child.on('close', exit =>
      resolve({exit, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString()}),
    ),
  )
}

describe.skipIf(!canMount)('a full disk', () => {
  const weights = Buffer.alloc(1024 * 1024, 7).toString('latin1')
  const startHub = () =>
    startStubHub({'acme/tiny': {files: {'README.md': {content: '# Tiny'}, 'w.bin': {content: weights}}}})

  it('ends fetch with a message, and no file under its final name is wrong', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'disk'))
    const {url} = await startHub()
    const run = await aibomOn(join(cwd, 'disk'), ['fetch', 'hf:acme/tiny', 'disk/model', '--json'], cwd, {
      HF_ENDPOINT: url,
    })
    expect([2, 3]).toContain(run.exit)
    expect(run.stdout + run.stderr).toContain('the disk is full')
  })

  it('is named where nothing can be kept of a run, which is right all the same', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'disk'))
    mkdirSync(join(cwd, 'source'))
    const code = Array.from({length: 300}, (_, at) => `client.responses.create(model="gpt-4o", input="${at}")`)
    for (let at = 0; at < 40; at++)
      writeFileSync(
        join(cwd, `source/${at}.py`),
        ['import openai', 'client = openai.OpenAI()', ...code, `# ${at}`].join('\n'),
      )
    const run = await aibomOn(join(cwd, 'disk'), ['generate', 'source', '-o', 'bom.json'], cwd, {
      XDG_CACHE_HOME: join(cwd, 'disk'),
    })
    expect(run.exit).toBe(0)
    expect(run.stderr.match(/nothing is kept for the next run.*ENOSPC/g)).toHaveLength(1)
  })

  it('leaves a repository of the hub unverified', async () => {
    const [cwd, disk] = [temporaryFolder(), temporaryFolder()]
    const {url} = await startHub()
    const run = await aibomOn(disk, ['verify', 'hf:acme/tiny', '--require', 'digest'], cwd, {
      HF_ENDPOINT: url,
      TMPDIR: disk,
    })
    expect([2, 3]).toContain(run.exit)
    expect(run.stdout + run.stderr).toContain('the disk is full')
  })

  it('leaves an artifact of a registry unverified', async () => {
    const [cwd, disk] = [temporaryFolder(), temporaryFolder()]
    const manifest = JSON.stringify({schemaVersion: 2, annotations: {x: 'y'.repeat(600_000)}})
    const registry = await startServer((request, response) =>
      request.url?.includes('/manifests/1') === true ? response.end(manifest) : response.writeHead(404).end(),
    )
    const run = await aibomOn(disk, ['verify', `oci://${registry.host}/x/y:1`], cwd, {TMPDIR: disk})
    expect([2, 3]).toContain(run.exit)
    expect(run.stdout + run.stderr).toContain('the disk is full')
  })

  it('ends a sweep, says why, and keeps what was stored', async () => {
    const cwd = temporaryFolder()
    const fleet = fleetOn('fleet.db', {cwd})
    makeRepositories(join(cwd, 'code'), 12, at => ({'app.py': loading(`acme/model-${at}`)}))
    await fleet('add', 'code')
    mkdirSync(join(cwd, 'disk'))
    const copy = 'cp fleet.db disk/ && "$@"; code=$?; cp disk/fleet.db disk/fleet.db-wal .; exit $code'
    const words = [join(projectRoot, 'bin/run.js'), 'fleet', 'scan', '--jobs', '2', '--database', 'disk/fleet.db']
    const run = await runOn(join(cwd, 'disk'), ['sh', '-c', copy, 'sh', process.execPath, ...words], cwd)
    expect(run.exit).toBe(3)
    expect(run.stderr).toContain('the disk is full')
    expect((await fleet('scan', '--json')).exit).toBe(0)
    expect((await fleet('query', 'kind:model')).stdout).toContain('12 rows in 12 sources')
  })
})
