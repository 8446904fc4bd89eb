import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {aibom, temporaryFolder} from '../support/run.ts'

/** YAML that package managers do not write, so that the whole parser reads it: some ten seconds of work. */
const slowLock = `lockfileVersion: '9.0'\npackages:\n${Array.from({length: 120_000}, (_, at) => `  "p${at}@1.0.0":\n    resolution: {integrity: "sha512-\\x41${at}",\n      x: [1, 2]}\n`).join('')}`
/** On a busy machine the signal may come before we listen: the system's own answer ends the run then. */
const endings = [130, null]
const isWindows = process.platform === 'win32'

let cwd = ''

beforeAll(() => {
  cwd = temporaryFolder()
  mkdirSync(join(cwd, 'source'))
  writeFileSync(join(cwd, 'source/pnpm-lock.yaml'), slowLock)
  writeFileSync(
    join(cwd, 'source/app.py'),
    'import openai\nopenai.OpenAI().responses.create(model="gpt-4o", input="x")\n',
  )
})

describe('a file that takes longer than --file-timeout', () => {
  it('becomes a gap, and the rest is read', async () => {
    const run = await aibom(['generate', 'source', '-o', 'bom.json', '--file-timeout', '1', '--json'], {cwd})
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout).gaps).toContainEqual(
      expect.objectContaining({
        path: 'pnpm-lock.yaml',
        code: 'budget-exceeded',
        message: expect.stringContaining('--file-timeout'),
      }),
    )
    expect((await aibom(['explain', 'gpt-4o', '--bom', 'bom.json'], {cwd})).exit).toBe(0)
  })

  it('is not passed in silence under --strict', async () => {
    const words = ['generate', 'source', '-o', 'strict.json', '--strict']
    expect((await aibom(words, {cwd, env: {AIBOM_FILE_TIMEOUT: '1'}})).exit).toBe(3)
  })

  it('is no limit of nothing', async () => {
    expect(await aibom(['generate', 'source', '--file-timeout', '0'], {cwd})).toMatchObject({exit: 2, stdout: ''})
  })
})

describe.skipIf(isWindows)('a signal while one file is read for long', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends the run, which leaves nothing', async signal => {
    const temporary = temporaryFolder()
    const words = ['generate', 'source', '-o', 'never.json', '--file-timeout', '600']
    const run = await aibom(words, {
      cwd,
      env: {TMPDIR: temporary},
      started: child => setTimeout(() => child.kill(signal), 2500),
    })
    expect(run.stdout).toBe('')
    expect(endings).toContain(run.exit)
    expect(existsSync(join(cwd, 'never.json'))).toBe(false)
    expect(readdirSync(temporary)).toEqual([])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends verify of a lock', async signal => {
    const run = await aibom(['verify', 'source/pnpm-lock.yaml', '--offline'], {
      cwd,
      started: child => setTimeout(() => child.kill(signal), 2500),
    })
    expect(run.stdout).toBe('')
    expect(endings).toContain(run.exit)
  })
})
