import {closeSync, ftruncateSync, openSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {generateBounded} from '../support/bounded.ts'
import {writeFiles} from '../support/git.ts'
import {temporaryFolder} from '../support/run.ts'

const deep = 100_000
const model = 'Qwen/Qwen2.5-0.5B-Instruct'
/** Stands beside every bad file: the rest of the result must still be there. */
const good = {'keep.py': `from transformers import pipeline\np = pipeline("text-generation", model="${model}")\n`}

async function generate(files: Readonly<Record<string, string | Uint8Array>>) {
  const source = temporaryFolder()
  writeFiles(source, {...good, ...files})
  return generateBounded(source, temporaryFolder())
}

describe.concurrent('aibom generate on a file that is bad', () => {
  it.each([
    ['Python brackets', 'a.py', `import openai\nx = ${'['.repeat(deep)}`, ['syntax a.py']],
    ['Python calls', 'a.py', `import openai\nx = ${'f('.repeat(deep)}`, ['syntax a.py']],
    ['Python format strings', 'a.py', `import openai\nx = ${'f"{'.repeat(deep)}`, ['syntax a.py']],
    ['Python sums', 'a.py', `import openai\nx = ${'a + '.repeat(deep)}b`, []],
    ['Python attributes', 'a.py', `import openai\nx = a${'.b'.repeat(deep)}`, []],
    ['TypeScript brackets', 'a.ts', `import OpenAI from "openai"\nconst x = ${'[\n'.repeat(deep)}`, ['syntax a.ts']],
    ['TypeScript objects', 'a.ts', `import OpenAI from "openai"\nconst x = ${'{a:\n'.repeat(deep)}`, ['syntax a.ts']],
    [
      'TypeScript brackets in one line',
      'a.ts',
      `import OpenAI from "openai"\nconst x = ${'['.repeat(deep)}`,
      ['minified a.ts'],
    ],
    ['JSX elements', 'a.tsx', `import OpenAI from "openai"\nconst x = ${'<a>\n'.repeat(deep)}`, ['syntax a.tsx']],
    ['template strings', 'a.ts', `import OpenAI from "openai"\nconst x = ${'`${\n'.repeat(deep)}`, ['syntax a.ts']],
    ['JSON lists', 'settings.json', `{"model": ${'['.repeat(deep)}`, ['syntax settings.json']],
    ['closed JSON lists', 'settings.json', `${'['.repeat(deep)}${']'.repeat(deep)}`, ['syntax settings.json']],
    ['JSON objects of a lock file', 'package-lock.json', '{"packages":'.repeat(deep), ['syntax package-lock.json']],
    ['YAML lists', 'settings.yaml', `model: ${'['.repeat(deep)}`, ['syntax settings.yaml']],
    ['YAML maps', 'settings.yaml', `model: ${'{a: '.repeat(deep)}`, ['syntax settings.yaml']],
    ['YAML dashes', 'settings.yaml', '- '.repeat(deep), ['syntax settings.yaml']],
    ['TOML lists', 'settings.toml', `model = ${'['.repeat(deep)}`, ['syntax settings.toml']],
    ['TOML keys', 'settings.toml', `${'a.'.repeat(deep)}b = 1`, ['syntax settings.toml']],
    [
      'a notebook of lists',
      'a.ipynb',
      `{"nbformat": 4, "model": 1, "cells": ${'['.repeat(deep)}`,
      ['unreadable a.ipynb'],
    ],
    [
      'a notebook cell',
      'a.ipynb',
      JSON.stringify({cells: [{cell_type: 'code', source: `import openai\nx = ${'['.repeat(deep)}`}]}),
      ['syntax a.ipynb'],
    ],
    ['names that each hold the one before twice', 'a.py', doubling(), []],
  ])('survives %s, 100,000 deep', async (_what, path, content, gaps) => {
    const run = await generate({[path]: content})
    expect(run).toMatchObject({exit: 0, stderr: '', withinBounds: true, gaps, models: [model]})
  })

  it.each([
    'package-lock.json',
    'config.json',
    'notebook.ipynb',
    'settings.yaml',
    'pyproject.toml',
    'code.py',
    'Dockerfile',
    'model.safetensors.index.json',
  ])('lists a line of 300 MB in %s as a gap', async path => {
    const source = temporaryFolder()
    writeFiles(source, good)
    const descriptor = openSync(join(source, path), 'w')
    writeSync(descriptor, '{"model": "gpt-4o", "a": "')
    ftruncateSync(descriptor, 300_000_000)
    closeSync(descriptor)
    const run = await generateBounded(source, temporaryFolder())
    expect(run).toMatchObject({exit: 0, stderr: '', withinBounds: true, models: [model]})
    expect(run.gaps).toContain(`too-large ${path}`)
    expect((await generateBounded(source, temporaryFolder(), ['--strict'])).exit).toBe(3)
  })

  it.each(['settings.yaml', 'docker-compose.yml', 'pnpm-lock.yaml', '.github/workflows/ci.yml'])(
    'does not unfold the aliases of a billion laughs in %s',
    async path => {
      const run = await generate({[path]: billionLaughs()})
      expect(run).toMatchObject({exit: 0, stderr: '', withinBounds: true})
      expect(run.models).toContain(model)
      expect(run.gaps).toContain(`syntax ${path}`)
    },
  )

  it.each(['utf16le', 'latin1'] as const)('reads code and settings in %s', async encoding => {
    const mark = encoding === 'utf16le' ? '\ufeff' : ''
    const run = await generate({
      'a.py': Buffer.from(
        `${mark}# caf\u00e9\nfrom transformers import AutoModel\nm = AutoModel.from_pretrained("google-bert/bert-base-uncased")\n`,
        encoding,
      ),
      'settings.json': Buffer.from(
        `${mark}{"provider": "openai", "model": "gpt-4o-mini", "name": "caf\u00e9"}`,
        encoding,
      ),
    })
    expect(run).toMatchObject({exit: 0, stderr: '', gaps: []})
    expect(run.models).toEqual(expect.arrayContaining(['google-bert/bert-base-uncased', 'gpt-4o-mini', model]))
  })

  it('reads Python 2 as far as it goes', async () => {
    const run = await generate({
      'old.py':
        'print "hello"\nfrom transformers import AutoModel\ntry:\n  m = AutoModel.from_pretrained("google-bert/bert-base-uncased")\nexcept Exception, e:\n  print `e`, 0777, 10L\n',
    })
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(run.models).toEqual(expect.arrayContaining(['google-bert/bert-base-uncased', model]))
  })

  it.each([
    ['no cells', '{}'],
    ['null for cells', '{"cells": null, "model": 1}'],
    ['cells that are none', '{"cells": [null, 1, "model", {"cell_type": "code"}, {"cell_type": "code", "source": 5}]}'],
    ['a list', '["model"]'],
    ['nothing', ''],
  ])('passes over a notebook that holds %s', async (_what, content) => {
    expect(await generate({'a.ipynb': content})).toMatchObject({
      exit: 0,
      stderr: '',
      withinBounds: true,
      models: [model],
    })
  })

  it('lists a bundle of 10 MB in one line as a gap', async () => {
    const step = 'function a(b,c){return b&&c?a(b.model,"gpt-4o"):{model:"gpt-4o-mini",t:[1,2,3]}};'
    const run = await generate({'bundle.js': `!function(){var e=require("openai");${step.repeat(125_000)}}()`})
    expect(run).toMatchObject({exit: 0, stderr: '', withinBounds: true, gaps: ['too-large bundle.js'], models: [model]})
  })

  it('reads what it can of templates that are not yet YAML', async () => {
    const run = await generate({
      'chart/templates/app.yaml': '{{- if .Values.llm }}\nllm:\n  provider: openai\n  model: gpt-4o-mini\n{{- end }}\n',
      'app.yaml': '{% if x %}\nllm:\n  provider: openai\n  model: gpt-4o\n{% endif %}\n',
    })
    expect(run).toMatchObject({exit: 0, stderr: '', withinBounds: true})
    expect(run.models).toEqual(expect.arrayContaining(['gpt-4o-mini', 'gpt-4o', model]))
  })

  it('takes no header of a weight file at its word', async () => {
    const u64 = (value: bigint): Buffer => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64LE(value)
      return bytes
    }
    const gguf = Buffer.from('GGUF\x03\0\0\0', 'latin1')
    const shape = '{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}'
    const files = {
      'm/huge.safetensors': Buffer.concat([u64(2n ** 63n), Buffer.alloc(100)]),
      'm/long.safetensors': Buffer.concat([u64(10_000_000n), Buffer.from('{}')]),
      'm/shape.safetensors': Buffer.concat([u64(BigInt(shape.length)), Buffer.from(shape), Buffer.alloc(4)]),
      'm/deep.safetensors': Buffer.concat([u64(500_000n), Buffer.from('{"a":'.repeat(deep))]),
      'm/counts.gguf': Buffer.concat([gguf, u64(2n ** 63n), u64(2n ** 63n)]),
      'm/text.gguf': Buffer.concat([gguf, u64(0n), u64(1n), u64(2n ** 63n), Buffer.alloc(50)]),
    }
    const run = await generate({
      ...files,
      'm/junk.pt': Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(9000, 0xff)]),
    })
    expect(run).toMatchObject({exit: 0, stderr: '', withinBounds: true})
    expect(run.gaps.map(gap => gap.split(' ')[1])).toEqual(expect.arrayContaining(Object.keys(files)))
  })

  it('takes no field of __proto__ for a fact', async () => {
    const run = await generate({
      'settings.json':
        '{"__proto__": {"provider": "openai", "model": "gpt-4o"}, "constructor": {"prototype": {"x": 1}}}',
    })
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(run.models).toContain(model)
  })
}, 120_000)

function doubling(): string {
  const steps = Array.from({length: 60}, (_, at) => `X${at + 1} = f"{X${at}}{X${at}}"`)
  return `import openai\nX0 = "aaaaaaaaaaaaaaaa"\n${steps.join('\n')}\nopenai.OpenAI().chat.completions.create(model=X60)\n`
}

function billionLaughs(): string {
  const letters = [...'abcdefghijkl']
  const lines = letters
    .slice(1)
    .map((letter, at) => `${letter}: &${letter} [${Array(9).fill(`*${letters[at]}`).join(', ')}]`)
  return ['a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]', ...lines, 'model: gpt-4o', ''].join('\n')
}
