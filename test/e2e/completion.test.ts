import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot} from '../support/run.ts'

const hasBash = process.platform !== 'win32' && spawnSync('bash', ['--version']).status === 0

describe('aibom completion', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])(
    'writes a script for %s with commands, flags and values',
    async shell => {
      const run = await aibom(['completion', shell])
      expect(run).toMatchObject({exit: 0, stderr: ''})
      for (const word of ['generate', 'spec', '1.7', 'mcp-servers']) expect(run.stdout).toContain(word)
    },
  )

  it('describes commands of two words by what they have in common', async () => {
    const {stdout} = await aibom(['completion', 'zsh'])
    expect(stdout).toContain("'fleet:Keep one inventory of many repositories, and query it'")
    expect(stdout).toContain("'help:Display help for aibom")
  })

  it('gives the same as JSON, by its schema', async () => {
    const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/completion.result.schema.json'), 'utf8'))
    const run = await aibom(['completion', 'fish', '--json'])
    expect(new Ajv().validate(schema, JSON.parse(run.stdout))).toBe(true)
  })

  it.skipIf(!hasBash).each([
    ['a command', ['aibom', 'gen'], ['generate']],
    ['a flag', ['aibom', 'generate', '--onl'], ['--online']],
    ['a value', ['aibom', 'generate', '--spec', '1.'], ['1.5', '1.6', '1.7']],
    ['a flag that switches off', ['aibom', 'generate', '--no-pa'], ['--no-packages']],
    ['a command after help', ['aibom', 'help', 'lis'], ['list']],
    ['a kind', ['aibom', 'list', 'mod'], ['models']],
  ])('completes %s in bash', async (_what, words, completions) => {
    const {stdout: script} = await aibom(['completion', 'bash'])
    const asked = `${script}\nCOMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _aibom; printf '%s\\n' "\${COMPREPLY[@]}"`
    const {stdout} = spawnSync('bash', ['--norc', '-c', asked], {encoding: 'utf8', cwd: '/'})
    expect(stdout.trim().split('\n').sort()).toEqual(completions)
  })
})
