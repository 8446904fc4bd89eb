import {execFileSync, spawn} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {generateBounded} from '../support/bounded.ts'
import {writeFiles} from '../support/git.ts'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const isRoot = process.getuid?.() === 0
const isWindows = process.platform === 'win32'
const model = 'Qwen/Qwen2.5-0.5B-Instruct'
const good = {'keep.py': `from transformers import pipeline\np = pipeline("text-generation", model="${model}")\n`}

function source(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder()
  writeFiles(folder, {...good, ...files})
  return folder
}

describe.skipIf(isWindows)('aibom generate on a hostile tree', () => {
  it('walks each file once through links in a circle, and never follows one out of the root', async () => {
    const outside = source({
      'secret.py': 'from transformers import AutoModel\nAutoModel.from_pretrained("evil/outside")\n',
    })
    const folder = source()
    for (const [target, name] of [
      ['.', 'self'],
      ['..', 'up'],
      ['loop2', 'loop1'],
      ['loop1', 'loop2'],
      [outside, 'out'],
      [join(outside, 'secret.py'), 'secret.py'],
      ['/dev/zero', 'zero.py'],
      ['/dev/zero', 'zero.safetensors'],
    ] as const) {
      symlinkSync(target, join(folder, name))
    }
    const run = await generateBounded(folder, temporaryFolder())
    expect(run).toMatchObject({exit: 0, stderr: '', withinBounds: true, models: [model]})
    expect(run.gaps).toEqual(
      expect.arrayContaining(['link-outside out', 'link-outside secret.py', 'link-broken loop1']),
    )
  })

  it('does not wait for a pipe that stands where a file is expected', async () => {
    const folder = source()
    for (const name of ['a.py', 'package-lock.json', 'model.safetensors']) execFileSync('mkfifo', [join(folder, name)])
    expect(await generateBounded(folder, temporaryFolder())).toMatchObject({
      exit: 0,
      stderr: '',
      withinBounds: true,
      models: [model],
    })
  })

  it('keeps signs that steer a terminal out of what it prints', async () => {
    const folder = source({
      '\u001b[2Jdir\n/package-lock.json': '{',
      'line\nbreak\u001b]0;title\u0007.json': '{"model": ',
    })
    mkdirSync(join(folder, 'venv\u001b[31m'))
    writeFileSync(join(folder, 'venv\u001b[31m/pyvenv.cfg'), '')
    const run = await aibom(['generate', folder, '--output', join(temporaryFolder(), 'out.json')])
    expect(run.exit).toBe(0)
    expect(run.stdout).toContain('package-lock.json')
    expect([...`${run.stdout}${run.stderr}`].filter(sign => sign < ' ' && sign !== '\n')).toEqual([])
    expect(run.stdout).not.toMatch(/^dir|^break/m)
  })

  it.skipIf(isRoot)('lists what it may not read as gaps', async () => {
    const folder = source({'closed/a.py': 'import openai\n', 'closed.py': 'import openai\n'})
    chmodSync(join(folder, 'closed'), 0)
    chmodSync(join(folder, 'closed.py'), 0)
    const run = await generateBounded(folder, temporaryFolder())
    chmodSync(join(folder, 'closed'), 0o700)
    expect(run).toMatchObject({exit: 0, models: [model]})
    expect(run.gaps).toEqual(expect.arrayContaining(['unreadable closed', 'unreadable closed.py']))
  })
})

describe('the place to write to', () => {
  it('says that the folder of the output does not exist', async () => {
    const run = await aibom(['generate', source(), '--output', 'no/such/folder/out.json'])
    expect(run).toMatchObject({exit: 2, stdout: ''})
    expect(run.stderr).toMatch(/no\/such\/folder\/out\.json cannot be written: its folder does not exist/)
  })

  it('says that the output is a folder, and leaves it alone', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'out.json'))
    expect(await aibom(['generate', source(), '--output', 'out.json'], {cwd})).toMatchObject({exit: 2, stdout: ''})
    expect(readdirSync(cwd)).toEqual(['out.json'])
  })

  it.skipIf(isRoot || isWindows)('says that the folder is read-only, and keeps the old file', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'out.json'), 'old')
    chmodSync(cwd, 0o500)
    const run = await aibom(['generate', source(), '--output', join(cwd, 'out.json')])
    chmodSync(cwd, 0o700)
    expect(run).toMatchObject({exit: 2})
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe('old')
  })

  it('says that the source does not exist', async () => {
    const cwd = temporaryFolder()
    const run = await aibom(['generate', 'missing'], {cwd})
    expect(run).toMatchObject({exit: 2, stdout: ''})
    expect(run.stderr).toContain('missing does not exist')
    expect(readdirSync(cwd)).toEqual([])
  })
})

describe.skipIf(isWindows)('a run that is stopped', () => {
  it.each([
    ['SIGINT', 30],
    ['SIGINT', 150],
    ['SIGINT', 300],
    ['SIGINT', 700],
    ['SIGINT', 1500],
    ['SIGTERM', 700],
  ] as const)('by %s after %i ms leaves nothing behind and the old file whole', async (signal, delayMs) => {
    const [cwd, temporary] = [temporaryFolder(), temporaryFolder()]
    const folder = source()
    for (let at = 0; at < 300; at++)
      writeFileSync(
        join(folder, `m${at}.py`),
        'from transformers import pipeline\npipeline(model="a/b")\n'.repeat(1500),
      )
    writeFileSync(join(cwd, 'aibom.cdx.json'), 'old')
    const stopped = await stop(['generate', folder], {cwd, temporary, signal, delayMs})
    // before our handler stands the system's own answer to the signal does
    expect(stopped === 130 || (delayMs < 500 && stopped === signal)).toBe(true)
    expect(readdirSync(cwd)).toEqual(['aibom.cdx.json'])
    expect(readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8')).toBe('old')
    expect(readdirSync(temporary)).toEqual([])
  })

  it.each([0, 60, 150, 300])('removes its clone of a repository %i ms after the clone appears', async delayMs => {
    const [cwd, temporary] = [temporaryFolder(), temporaryFolder()]
    const repository = source()
    for (let at = 0; at < 400; at++)
      writeFileSync(join(repository, `m${at}.py`), `import openai # ${at}\n`.repeat(3000))
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...words], {cwd: repository})
    git('init', '--quiet')
    git('add', '.')
    git('commit', '--quiet', '--message', 'all')
    const stopped = await stop(['generate', `file://${repository}`], {
      cwd,
      temporary,
      signal: 'SIGINT',
      delayMs,
      awaitClone: true,
    })
    expect(stopped).toBe(130)
    expect(readdirSync(cwd)).toEqual([])
    expect(readdirSync(temporary)).toEqual([])
  })
})

interface Stopping {
  readonly cwd: string
  readonly temporary: string
  readonly signal: NodeJS.Signals
  readonly delayMs: number
  readonly awaitClone?: boolean
}

/** The exit code, or the signal that ended it. */
function stop(
  words: readonly string[],
  {cwd, temporary, signal, delayMs, awaitClone}: Stopping,
): Promise<number | NodeJS.Signals | null> {
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    XDG_CACHE_HOME: join(temporaryFolder(), 'cache'),
    TMPDIR: temporary,
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'bin/run.js'), ...words], {cwd, env, stdio: 'ignore'})
    const strike = () => setTimeout(() => child.kill(signal), delayMs)
    if (awaitClone !== true) strike()
    else {
      const watch = setInterval(() => {
        if (!existsSync(temporary) || readdirSync(temporary).length === 0) return
        clearInterval(watch)
        strike()
      }, 5)
    }
    child.on('error', reject)
    child.on('close', (code, by) => resolve(code ?? by))
  })
}
