import {cpSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {commands} from '../../src/commands/all.ts'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const guide = join(projectRoot, 'docs/guide')
const pages = readdirSync(guide).filter(file => file.endsWith('.md'))

interface Line {
  readonly command: string
  /** runs without the network, a key of others or another tool */
  readonly isRun: boolean
}

/** The lines of shell blocks that call aibom. */
function linesOf(text: string): Line[] {
  return [...text.matchAll(/^ *```sh( no-run)?\n([\s\S]*?)^ *```$/gm)].flatMap(([, noRun, block = '']) =>
    block
      .split('\n')
      .map(line => line.trim())
      .filter(line => line.startsWith('aibom '))
      .map(command => ({command, isRun: noRun === undefined})),
  )
}

/** Words of a command line as a shell splits them; what follows a redirection is left out. */
function wordsOf(command: string): string[] {
  const [, ...words] = (command.replace(/ >>? .*$/, '').match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map(word =>
    word.replace(/^(["'])(.*)\1$/, '$2'),
  )
  return words
}

describe.each(pages)('docs/guide/%s', page => {
  const lines = linesOf(readFileSync(join(guide, page), 'utf8'))

  it('names only commands and flags that exist', () => {
    for (const {command} of lines) {
      const words = wordsOf(command)
      const known: Readonly<Record<string, {flags?: object; baseFlags?: object}>> = commands
      const named = known[words[0] ?? ''] ?? known[`${words[0]}:${words[1]}`]
      if (words[0] === 'version') continue
      expect(named, command).toBeDefined()
      const flags = Object.keys({...named?.baseFlags, ...named?.flags})
      for (const word of words.filter(each => each.startsWith('--')))
        expect(flags, command).toContain(word.slice(2).split('=')[0])
    }
  })

  it.skipIf(!lines.some(({isRun}) => isRun))(
    'has commands that work in the order they stand',
    async () => {
      const cwd = join(temporaryFolder(), 'app')
      cpSync(join(projectRoot, 'docs/example-app'), cwd, {recursive: true})
      await aibom(['generate', '--quiet'], {cwd})
      for (const {command, isRun} of lines) {
        if (!isRun) continue
        const run = await aibom(wordsOf(command), {cwd})
        expect(run, command).toMatchObject({exit: 0})
      }
    },
    120_000,
  )
})
