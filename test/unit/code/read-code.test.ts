import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {Module} from '../../../src/code/module.ts'
import {isCode, readCode} from '../../../src/code/read-code.ts'
import {Resolver} from '../../../src/code/resolve/resolver.ts'

async function moduleOf(text: string, path: string): Promise<Module> {
  const module = await readCode(text, path)
  if (!('root' in module)) throw new Error(module.message)
  return module
}

/** Texts behind every naming, with its line. */
async function namings(text: string, path: string): Promise<string[]> {
  const module = await moduleOf(text, path)
  const resolver = new Resolver({find: () => undefined})
  return module.namings.flatMap(({name, value, scope}) =>
    resolver
      .resolve(value, {module, scope})
      .flatMap(one =>
        one.kind === 'text'
          ? [`${name}=${one.text}@${one.place.line}${one.place.cell === undefined ? '' : `#${one.place.cell}`}`]
          : [],
      ),
  )
}

describe('isCode', () => {
  it.each(['a.py', 'a.ipynb', 'a.tsx', 'a.mjs', 'a.cts', 'a.vue', 'a.svelte', 'a.astro'])('takes %s', path =>
    expect(isCode(path)).toBe(true),
  )
  it.each(['a.md', 'a.d.ts', 'py', 'Makefile'])('leaves %s', path => expect(isCode(path)).toBe(false))
})

describe('readCode', () => {
  it.each([
    ['a bundle of few long lines', 'a.min.js', 'x={model:"gpt-4o"};'.repeat(2_000), 'minified'],
    ['a short line', 'a.js', 'x={model:"gpt-4o"};'.repeat(100), undefined],
    ['long code of short lines', 'a.js', 'x = {model: "gpt-4o"}\n'.repeat(2_000), undefined],
    ['long lines of Python', 'a.py', `x = "${'a'.repeat(30_000)}"\n`, undefined],
  ])('tells what a build wrote from what people write: %s', async (_what, path, text, code) => {
    const read = await readCode(text, path)
    expect('root' in read ? undefined : read.code).toBe(code)
  })

  it('reads Python 2', async () => {
    expect(await namings('print "x"\nmodel = "gpt2"\nexec "y"\nraise E, "z"\n', 'a.py')).toContain('model=gpt2@2')
  })

  it('reads what stands around a syntax error', async () => {
    const module = await moduleOf('a = "x"\ndef (((\nb = "y"\n', 'a.py')
    expect(module.errorLine).toBeGreaterThan(0)
    expect(await namings('a = "x"\ndef (((\nb = "y"\n', 'a.py')).toContain('a=x@1')
  })

  it.each([
    ['escapes', String.raw`a = "x\n\"\u00e9\x41"`, 'a=x\n"éA@1'],
    ['raw strings', String.raw`a = r"\d"`, String.raw`a=\d@1`],
    ['adjacent strings', 'a = ("x"\n     "y")', 'a=xy@1'],
  ])('decodes %s', async (_name, text, expected) => expect(await namings(text, 'a.py')).toEqual([expected]))

  it('gives a notebook its cells and the lines of the file', async () => {
    const notebook = JSON.stringify(
      {
        cells: [
          {cell_type: 'markdown', source: ['a = "no"']},
          {
            cell_type: 'code',
            source: [
              '%matplotlib inline\n',
              '!pip install x\n',
              'files = !ls\n',
              'a = "x"\n',
              'help?\n',
              'if a:\n',
              '    !ls\n',
              'b = "y"',
            ],
          },
          {cell_type: 'code', source: '%%bash\nc = "no"'},
          {cell_type: 'code', source: '%%time\nd = "z"'},
          {cell_type: 'code', source: '%%writefile app.py\ne = "w"'},
          {cell_type: 'code', source: '%%writefile app.yaml\nf = "no"'},
        ],
        metadata: {language_info: {name: 'python'}},
      },
      undefined,
      1,
    )
    const line = (text: string): number => notebook.split('\n').findIndex(one => one.includes(text)) + 1
    expect(await namings(notebook, 'a.ipynb')).toEqual([
      `a=x@${line('a = \\"x')}#1`,
      `b=y@${line('b = \\"y')}#1`,
      `d=z@${line('d = \\"z')}#3`,
      `e=w@${line('e = \\"w')}#4`,
    ])
  })

  it.each([
    ['no JSON', '{', 'unreadable'],
    ['no cells', '{"a": 1}', 'unreadable'],
    ['nested brackets', `{"cells":${'['.repeat(60_000)}`, 'unreadable'],
  ])('says of a notebook with %s why it was not read', async (_name, text, code) => {
    expect(await readCode(text, 'a.ipynb')).toMatchObject({code})
  })

  it('leaves notebooks of other languages alone', async () => {
    expect(
      await namings(
        '{"cells":[{"cell_type":"code","source":"a <- \\"x\\""}],"metadata":{"kernelspec":{"language":"R"}}}',
        'a.ipynb',
      ),
    ).toEqual([])
  })

  it.each([
    [
      'a.vue',
      '<template>{{ "no" }}</template>\n<script setup lang="ts">\nconst a = "x"\n</script>\n<style>b{c:"no"}</style>',
      ['a=x@3'],
    ],
    [
      'a.svelte',
      '<script context="module">const a = "x"</script>\n<script>let b = "y"</script>\n<p/>',
      ['a=x@1', 'b=y@2'],
    ],
    ['a.astro', '---\nconst a = "x"\n---\n<html>const b = "no"</html>', ['a=x@2']],
    ['a.vue', '<script>const a = "x"', []],
  ])('reads the scripts of %s', async (path, text, expected) => expect(await namings(text, path)).toEqual(expected))

  it.each([
    ['import x from "https://esm.sh/openai@4.1.0?bundle"', 'openai'],
    ['import x from "npm:@ai-sdk/openai@1"', '@ai-sdk/openai'],
    ['import x from "https://cdn.jsdelivr.net/npm/@xenova/transformers@2.6.0/+esm"', '@xenova/transformers'],
    ['const x = require("openai")', 'openai'],
    ['const x = await import("openai/azure")', 'openai/azure'],
    ['import x from "./local.js"', './local.js'],
  ])('knows the package of %s', async (text, expected) => {
    const module = await moduleOf(text, 'a.ts')
    const [binding] = module.root.bindings.get('x') ?? []
    expect(binding?.value).toMatchObject({kind: 'import', from: {module: expected}})
  })

  it.each([
    ['a.py', `a = ${'['.repeat(100_000)}`],
    ['a.py', `a = ${'f('.repeat(30_000)}${')'.repeat(30_000)}`],
    ['a.ts', `a = ${'{b:\n'.repeat(50_000)}`],
    ['a.ts', `a${'.b()\n'.repeat(30_000)}`],
    ['a.tsx', `a = ${'<b>\n'.repeat(20_000)}`],
    ['a.py', `a = "x"${' + "y"'.repeat(30_000)}`],
    ['a.vue', '<script '.repeat(50_000)],
    ['a.ts', 'const o = {__proto__: {a: "x"}, constructor: "y", "hasOwnProperty": 1}'],
  ])('survives hostile %s', async (path, text) => {
    expect(await namings(text, path)).toBeInstanceOf(Array)
  })

  it('refuses more code than it can read in time', async () => {
    expect(await readCode('a = 1\n'.repeat(200_000), 'a.py')).toMatchObject({code: 'too-large'})
  })

  it('never throws, whatever the text', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({unit: 'binary', maxLength: 300}),
        fc.constantFrom('a.py', 'a.ts', 'a.tsx', 'a.ipynb', 'a.vue', 'a.astro'),
        async (text, path) => {
          expect(await readCode(text, path)).toBeTypeOf('object')
        },
      ),
      {numRuns: 200},
    ))
})

describe('Resolver', () => {
  it('ends where values lead to each other', async () => {
    const text = [
      'a = b',
      'b = c',
      'c = a',
      'def f(x):',
      '    return g(x) or f(x)',
      'def g(x):',
      '    return f(x)',
      'd = f(a)',
      'class A(B):',
      '    pass',
      'class B(A):',
      '    pass',
      'e = A().z',
    ].join('\n')
    expect(await namings(text, 'a.py')).toEqual([])
  })

  it('takes the nearest assignment before the use', async () => {
    expect(await namings('a = "x"\nb = a\na = "y"\nc = a', 'a.py')).toEqual([
      'a=x@1',
      'b=x@1',
      'a=y@3',
      'c=y@3',
      'c=x@1',
    ])
  })
})
