import {chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {commands} from '../../src/commands/all.ts'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
const isRoot = process.getuid?.() === 0

describe('every command', () => {
  it.each(Object.entries(commands))(
    '%s has a summary, examples and an environment variable for each flag',
    (_name, command) => {
      expect(command.summary).toMatch(/^[A-Z]/)
      expect(command.examples?.length).toBeGreaterThan(0)
      const flags = {...command.baseFlags, ...command.flags}
      const without = Object.entries(flags).filter(
        ([, flag]) => !('env' in flag) || !/^AIBOM_[A-Z_]+$/.test(String(flag.env)),
      )
      expect(without.map(([name]) => name)).toEqual([])
    },
  )

  it.each(Object.keys(commands))('%s --help tells its flags and ends with 0', async name => {
    const run = await aibom([...name.split(':'), '--help'])
    expect(run.exit).toBe(0)
    expect(run.stdout).toContain('EXAMPLES')
  })
})

describe('the command line', () => {
  it.each(['--version', '-v', 'version'])('answers %s with the version of the package', async word => {
    const run = await aibom([word])
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(run.stdout).toContain(`aibom/${manifest.version} `)
  })

  it.each([['--help'], ['-h'], ['help'], []])('lists its commands under %s', async (...words: string[]) => {
    const run = await aibom(words)
    expect(run.exit).toBe(0)
    for (const name of Object.keys(commands)) expect(run.stdout).toContain(name.split(':')[0])
  })

  it.each([
    ['a command', ['genrate'], 'Did you mean: aibom generate'],
    ['a flag', ['generate', '--onlin'], 'Did you mean: --online'],
    ['too few words', ['fetch'], 'Usage: aibom fetch SOURCE FOLDER'],
    ['too many words', ['generate', 'a', 'b'], 'Usage: aibom generate [SOURCE]'],
    ['no value', ['sign', 'x', '--key'], 'See: aibom sign --help'],
    ['a second word', ['policy', 'ini'], 'Did you mean: aibom policy init'],
    ['a word after help', ['help', 'fleet', 'qurey'], 'Did you mean: aibom fleet query'],
    ['a kind', ['list', 'modles'], 'Did you mean: models'],
    ['a number that is too small', ['list', '--jobs', '0'], '--jobs must be 1 or more, not 0'],
    ['a number that is none', ['list', '--jobs', 'two'], '--jobs must be a whole number, not two'],
    ['two flags', ['list', '--tree', '--format', 'csv'], '--format and --tree cannot be used together'],
    ['nothing to sign with', ['sign', '.'], 'Name a private key with --key, or use --keyless'],
  ])('says what was probably meant by %s', async (_what, words, hint) => {
    const run = await aibom(words)
    expect(run).toMatchObject({exit: 2, stdout: ''})
    expect(run.stderr).toContain(hint)
  })
})

describe.each([
  ['as text', [] as string[]],
  ['as JSON', ['--json']],
])('errors %s', (_form, json) => {
  function expectError(run: {stdout: string; stderr: string}, code: string): void {
    if (json.length > 0) expect(JSON.parse(run.stdout)).toMatchObject({error: {code}})
    else expect(run.stderr).toContain(code)
    if (json.length === 0) expect(run.stdout).toBe('')
  }

  it('takes nothing from stdin for a word that is left out', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'app.py'), 'from transformers import pipeline\npipeline(model="acme/tiny")\n')
    const run = await aibom(['list', '--json'], {
      cwd,
      stdin: 'refs/heads/main 0123 refs/heads/main 4567\n',
    })
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(run.stdout).toContain('acme/tiny')
  })

  it('an unknown flag is the user’s mistake', async () => {
    const run = await aibom(['generate', '--no-such-flag', ...json])
    expect(run.exit).toBe(2)
    expectError(run, 'AIBOM_USAGE')
  })

  it('an unknown command is the user’s mistake', async () => {
    const run = await aibom(['no-such-command', ...json])
    expect(run.exit).toBe(2)
    expectError(run, 'AIBOM_USAGE')
  })

  it('a value outside the choices is the user’s mistake', async () => {
    const run = await aibom(['generate', '--spec', '1.2', ...json])
    expect(run.exit).toBe(2)
    expectError(run, 'AIBOM_USAGE')
  })

  it('a source that does not exist is named', async () => {
    const run = await aibom(['generate', 'no/such/folder', ...json])
    expect(run.exit).toBe(2)
    expectError(run, 'AIBOM_SOURCE_NOT_FOUND')
    expect(run.stdout + run.stderr).toContain('no/such/folder')
  })

  it('an output folder that does not exist leaves nothing behind', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'a.py'), 'x = 1\n')
    const run = await aibom(['generate', '-o', 'none/out.cdx.json', ...json], {
      cwd,
    })
    expect(run.exit).toBe(2)
    expectError(run, 'AIBOM_OUTPUT_UNWRITABLE')
    expect(readdirSync(cwd)).toEqual(['a.py'])
  })

  it.skipIf(isRoot)('a read-only output folder leaves what stood there', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'out'))
    writeFileSync(join(cwd, 'out/bom.cdx.json'), 'before')
    chmodSync(join(cwd, 'out'), 0o555)
    const run = await aibom(['generate', '-o', 'out/bom.cdx.json', ...json], {
      cwd,
    })
    expect(run.exit).toBe(2)
    expect(readFileSync(join(cwd, 'out/bom.cdx.json'), 'utf8')).toBe('before')
  })
})
