import {describe, expect, it} from 'vitest'
import {ownersOf} from '../../../src/pipeline/owners.ts'
import {checkFiles, foundBy} from '../../support/threats.ts'

const cases: readonly (readonly [what: string, text: string, path: string, isOwned: boolean])[] = [
  ['everything', '* @acme/all', 'a/b.py', true],
  ['an ending anywhere', '*.py @a', 'x/y/app.py', true],
  ['an ending that is another', '*.py @a', 'app.ts', false],
  ['a folder at the root', '/docs/ @a', 'docs/x/y.md', true],
  ['a folder at the root only', '/docs/ @a', 'web/docs/y.md', false],
  ['a folder anywhere', 'apps/ @a', 'x/apps/y/z.py', true],
  ['what is directly inside', 'docs/* @a', 'docs/a.md', true],
  ['not what is deeper', 'docs/* @a', 'docs/b/a.md', false],
  ['a path without a slash at its end', '/src/llm @a', 'src/llm/app.py', true],
  ['stars over folders', '**/logs @a', 'build/logs/x', true],
  ['the last line counts', '* @a\n/llm/', 'llm/app.py', false],
  ['an owner again', '* @a\n/llm/\n/llm/app.py b@acme.dev', 'llm/app.py', true],
  ['a comment', '# * @a', 'app.py', false],
  ['a comment behind', '/app.py # @a', 'app.py', false],
  ['a name with a space', '/my\\ app/ @a', 'my app/x.py', true],
  ['a section with its default', '[AI] @team\nllm/', 'llm/app.py', true],
  ['an optional section', '^[AI][2] @team\n/llm/', 'llm/app.py', true],
  ['a section without owners', '[AI]\nllm/', 'llm/app.py', false],
  ['the sections together', '[A]\n*.py @a\n[B]\n*.py', 'x.py', true],
  ['an exclusion', '[A] @a\n*\n!llm/', 'llm/app.py', false],
  ['an exclusion before', '* @a\n!*.md', 'a.md', false],
  ['a section that goes on', '[A] @a\n/x\n[B] @b\n/y\n[a] @c\n/z', 'z', true],
  ['an empty file', '', 'app.py', false],
]

describe('ownersOf', () => {
  it.each(cases)('reads %s', (_what, text, path, isOwned) => {
    expect(ownersOf(text)(path).length > 0).toBe(isOwned)
  })

  it('stays quick on hostile patterns', {timeout: 20_000}, () => {
    const owned = ownersOf(Array.from({length: 300}, () => `${'*a'.repeat(60)}b @x`).join('\n'))
    for (let at = 0; at < 20; at++) expect(owned(`${'a'.repeat(400)}${at}`)).toEqual([])
    expect(ownersOf(`${'\\ '.repeat(100_000)} @x`)('a')).toEqual([])
  })
})

describe('asset-without-owner', () => {
  const app = {
    'llm/app.py':
      'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-9-2026-11-01", messages=[])\n',
  }
  it.each([
    ['.github/CODEOWNERS', '/web/ @acme/web\n'],
    ['CODEOWNERS', '/web/ @acme/web\n'],
    ['docs/CODEOWNERS', '* @acme/all\n/llm/\n'],
    ['.gitlab/CODEOWNERS', '[Web] @acme/web\n/web/\n'],
  ])('finds assets in files that %s gives to nobody', async (path, text) => {
    expect(foundBy('asset-without-owner', await checkFiles({...app, [path]: text}))).toEqual([
      'gpt-9-2026-11-01',
      'openai',
    ])
  })

  it('leaves alone what has an owner, and tests', async () => {
    expect(foundBy('asset-without-owner', await checkFiles({...app, CODEOWNERS: '/llm/ @acme/ai\n'}))).toEqual([])
    expect(
      foundBy(
        'asset-without-owner',
        await checkFiles({'tests/app.py': app['llm/app.py'], CODEOWNERS: '/llm/ @acme/ai\n'}),
      ),
    ).toEqual([])
  })

  it('is off where no owners are named, and says so', async () => {
    const {rulesOff, findings} = await checkFiles(app)
    expect(findings).toEqual([])
    expect(rulesOff).toMatchObject([{name: 'asset-without-owner', reason: 'no CODEOWNERS is there'}])
  })
})
