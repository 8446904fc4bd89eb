import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {aibom, temporaryFolder} from '../support/run.ts'

/** Enough code that every thread is started. */
const fileCount = 200
const padding = `"""${'nothing to see here\n'.repeat(800)}"""\n`

let cwd = ''

beforeAll(() => {
  cwd = temporaryFolder()
  mkdirSync(join(cwd, 'source/models'), {recursive: true})
  const put = (path: string, text: string): void => writeFileSync(join(cwd, 'source', path), text)
  for (let at = 0; at < fileCount; at++)
    put(
      `m${at}.py`,
      `import openai\nfrom m${(at + 1) % fileCount} import NAME as OTHER\nNAME = "gpt-4o"\nopenai.OpenAI().responses.create(model=OTHER)\n${padding}`,
    )
  put('package.json', '{"name": "app", "dependencies": {"openai": "^4.0.0"}}')
  put('requirements.txt', 'openai==1.2.3\n')
  put('deep.py', `import openai\nx = openai.OpenAI()${'.a(1)'.repeat(20_000)}\n`)
  put('broken.py', `import openai\nopenai.OpenAI().responses.create(model="o3"\n${padding}`)
  put(
    'notebook.ipynb',
    JSON.stringify({
      cells: [{cell_type: 'code', source: ['import openai\n', 'openai.OpenAI().responses.create(model="o1")']}],
      metadata: {},
      nbformat: 4,
    }),
  )
})

/** The BOM of a run. */
async function bomOf(...words: string[]): Promise<string> {
  const run = await aibom(['generate', 'source', '-o', 'bom.json', ...words], {cwd})
  expect(run.exit).toBe(0)
  return readFileSync(join(cwd, 'bom.json'), 'utf8')
}

describe('threads that read files', () => {
  it('write the same bytes, however many there are', async () => {
    const alone = await bomOf('--jobs', '1')
    for (const path of [`m${fileCount - 1}.py`, 'notebook.ipynb']) expect(alone).toContain(`"${path}"`)
    expect(await bomOf('--jobs', '2')).toBe(alone)
    expect(await bomOf('--jobs', '8')).toBe(alone)
  })

  it('lose nothing of the other files with the thread that one file takes too long in', async () => {
    const slow = 'fun f() { a<'.repeat(12_000)
    writeFileSync(join(cwd, 'source/Slow.kt'), `import com.openai.client.OpenAIClient\n${slow}`)
    const run = await aibom(['generate', 'source', '-o', 'slow.json', '--jobs', '3', '--file-timeout', '1', '--json'], {
      cwd,
    })
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout).gaps).toContainEqual(
      expect.objectContaining({path: 'Slow.kt', code: 'budget-exceeded'}),
    )
    for (let at = 0; at < fileCount; at += 50)
      expect(readFileSync(join(cwd, 'slow.json'), 'utf8')).toContain(`"m${at}.py"`)
  })

  it.each(['0', '65', 'many'])('are at least one and no more than are of use: %s', async jobs => {
    expect(await aibom(['generate', 'source', '--jobs', jobs], {cwd})).toMatchObject({exit: 2, stdout: ''})
  })
})

describe('threads that inspect files', () => {
  it('judge as one alone does, however many there are', async () => {
    const folder = join(temporaryFolder(), 'models')
    mkdirSync(folder)
    const pickle = Buffer.from('\x80\x02cposix\nsystem\nX\x02\x00\x00\x00id\x85R.', 'latin1')
    const list = Buffer.from('\x80\x02]q\x00.', 'latin1')
    for (let at = 0; at < 600; at++) writeFileSync(join(folder, `m${at}.pkl`), at % 50 === 0 ? pickle : list)
    const inspect = (jobs: string) => aibom(['inspect', folder, '--format', 'json', '--jobs', jobs])
    const alone = await inspect('1')
    expect(alone.exit).toBe(1)
    expect(JSON.parse(alone.stdout).counts).toMatchObject({unsafe: 12, safe: 588})
    expect((await inspect('2')).stdout).toBe(alone.stdout)
    expect((await inspect('8')).stdout).toBe(alone.stdout)
  })
})
