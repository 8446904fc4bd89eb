import {chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const secret = 'sk-proj-Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZg'

/** A copy of the example application, and a cache of its own. */
function start() {
  const folder = join(temporaryFolder(), 'app')
  const cache = temporaryFolder()
  cpSync(join(projectRoot, 'docs/example-app'), folder, {recursive: true})
  const generate = async (...words: readonly string[]): Promise<string> => {
    const run = await aibom(['generate', folder, '-q', '-o', '-', ...words], {env: {XDG_CACHE_HOME: cache}})
    expect(run.exit).toBe(0)
    return run.stdout
  }
  return {folder, readings: join(cache, 'aibom/readings-v1'), generate}
}

/** The only pack of a cache. */
function packOf(readings: string): string {
  const [name = '', ...others] = readdirSync(readings)
  expect(others).toEqual([])
  return join(readings, name)
}

describe('the cache of readings', () => {
  it('gives the same bytes as no cache, and holds no secret of the source', async () => {
    const {folder, readings, generate} = start()
    writeFileSync(join(folder, 'assistant/key.py'), `import openai\nclient = openai.OpenAI(api_key="${secret}")\n`)
    const without = await generate('--no-cache')
    expect(existsSync(readings)).toBe(false)
    const [first, second] = [await generate(), await generate('--jobs', '1')]
    expect(second).toBe(without)
    expect(first).toBe(without)
    const pack = readFileSync(packOf(readings))
    for (const text of [secret, 'openai', 'key.py']) expect(pack.includes(text)).toBe(false)
  })

  it('sees an edited, a new, a renamed and a removed file', async () => {
    const {folder, generate} = start()
    await generate()
    const file = join(folder, 'assistant/extra.py')
    writeFileSync(file, 'from transformers import pipeline\npipeline("text-generation", model="gpt2")\n')
    expect(await generate()).toContain('gpt2')
    writeFileSync(file, 'from transformers import pipeline\npipeline("text-generation", model="distilgpt2")\n')
    const edited = await generate()
    expect(edited).toContain('distilgpt2')
    expect(edited).toBe(await generate('--no-cache'))
    cpSync(file, join(folder, 'assistant/renamed.py'))
    writeFileSync(file, '')
    const renamed = await generate()
    expect(renamed).toContain('assistant/renamed.py')
    expect(renamed).not.toContain('assistant/extra.py')
  })

  it('sees what changed in a lock file, and in a module that names lead to', async () => {
    const {folder, generate} = start()
    const lockOf = (version: string): string =>
      `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      left-pad:\n        specifier: ^1.0.0\n        version: ${version}\npackages:\n  left-pad@${version}:\n    resolution: {integrity: sha1-tYp+Es0JJ2PIjmtZ+Oa1DBRz1/0=}\nsnapshots:\n  left-pad@${version}: {}\n`
    const put = (path: string, text: string): void => writeFileSync(join(folder, path), text)
    put('pnpm-lock.yaml', lockOf('1.1.0'))
    put('used.py', 'from openai import OpenAI\nfrom named import CHOSEN\nOpenAI().responses.create(model=CHOSEN)\n')
    put('named.py', 'CHOSEN = "acme-first"\n')
    const first = await generate()
    for (const text of ['left-pad@1.1.0', 'acme-first']) expect(first).toContain(text)
    expect(await generate()).toBe(first)
    put('pnpm-lock.yaml', lockOf('1.2.0'))
    put('named.py', 'CHOSEN = "acme-second"\n')
    const second = await generate()
    for (const text of ['left-pad@1.2.0', 'acme-second']) expect(second).toContain(text)
    for (const text of ['left-pad@1.1.0', 'acme-first']) expect(second).not.toContain(text)
    expect(second).toBe(await generate('--no-cache'))
    put('used.py', 'from openai import OpenAI\nfrom later import CHOSEN\nOpenAI().responses.create(model=CHOSEN)\n')
    expect(await generate()).not.toContain('acme-third')
    put('later.py', 'CHOSEN = "acme-third"\n')
    expect(await generate()).toContain('acme-third')
  })

  it('gives a right answer from a broken pack, and mends it', async () => {
    const {readings, generate} = start()
    const right = await generate()
    const path = packOf(readings)
    const whole = readFileSync(path)
    for (const broken of [whole.subarray(0, whole.length / 2), Buffer.alloc(whole.length, 7), Buffer.alloc(0)]) {
      writeFileSync(path, broken)
      expect(await generate()).toBe(right)
      expect(readFileSync(path).length).toBe(whole.length)
    }
  })

  it('survives two runs at once', async () => {
    const {readings, generate} = start()
    const [one, other] = await Promise.all([generate(), generate()])
    expect(other).toBe(one)
    packOf(readings)
    expect(await generate()).toBe(one)
  })

  it.skipIf(process.getuid?.() === 0)('is done without where it cannot be written', async () => {
    const {readings, generate} = start()
    const right = await generate()
    rmSync(readings, {recursive: true})
    chmodSync(dirname(readings), 0o500)
    expect(await generate()).toBe(right)
    expect(existsSync(readings)).toBe(false)
    chmodSync(dirname(readings), 0o700)
  })

  it('is done without where a file lies in its place', async () => {
    const {readings, generate} = start()
    writeFileSync(dirname(readings), '')
    const right = await generate()
    expect(await generate()).toBe(right)
  })

  it('says once on stderr that nothing can be kept, and why; not where nothing is to be kept', async () => {
    const {folder, readings} = start()
    const cache = join(dirname(readings), '..')
    writeFileSync(dirname(readings), '')
    const stderrOf = async (...words: readonly string[]): Promise<string> =>
      (await aibom(['generate', folder, '-o', 'bom.json', ...words], {env: {XDG_CACHE_HOME: cache}, cwd: cache})).stderr
    for (const words of [[], ['--json'], ['--jobs', '1']]) {
      const told = await stderrOf(...words)
      expect(told.match(/nothing is kept for the next run/g)).toHaveLength(1)
      expect(told).toMatch(/ENOTDIR|EEXIST/)
    }
    for (const words of [['--quiet'], ['--no-cache']])
      expect(await stderrOf(...words)).not.toContain('kept for the next run')
  })
})
