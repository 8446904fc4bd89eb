import {cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

interface Component {
  readonly 'bom-ref': string
  readonly type: string
  readonly group?: string
  readonly name: string
  readonly evidence?: {
    readonly occurrences?: readonly {
      readonly location: string
      readonly line?: number
    }[]
  }
  readonly components?: readonly Component[]
}

interface Bom {
  readonly specVersion: string
  readonly serialNumber: string
  readonly metadata: {
    readonly timestamp?: string
    readonly component: Component
  }
  readonly components: readonly Component[]
  readonly services?: readonly {readonly name: string}[]
}

const example = join(projectRoot, 'docs/example-app')

/** The example application without a checkout around it. */
function exampleCopy(): string {
  const folder = join(temporaryFolder(), 'support-assistant')
  cpSync(example, folder, {recursive: true})
  return folder
}

function readBom(path: string): Bom {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function named(bom: Bom, type: string): string[] {
  return bom.components
    .filter(component => component.type === type)
    .map(({group, name}) => (group === undefined ? name : `${group}/${name}`))
}

describe('aibom generate on the example application', () => {
  it('finds its models, data sets, services and packages, and says where', async () => {
    const cwd = exampleCopy()
    const run = await aibom(['generate'], {cwd})
    expect(run.stderr).toBe('')
    expect(run.exit).toBe(0)
    const bom = readBom(join(cwd, 'aibom.cdx.json'))
    expect(bom.specVersion).toBe('1.6')
    expect(named(bom, 'machine-learning-model')).toEqual(
      expect.arrayContaining([
        'sentence-transformers/all-MiniLM-L6-v2',
        'cross-encoder/ms-marco-MiniLM-L-6-v2',
        'Qwen/Qwen2.5-7B-Instruct',
        'Qwen/Qwen2.5-0.5B-Instruct',
        'gpt-4o-mini-2024-07-18',
        'claude-3-5-haiku-20241022',
        'gpt-4o',
        'gpt-4o-mini',
      ]),
    )
    expect(named(bom, 'data')).toEqual(expect.arrayContaining(['rajpurkar/squad_v2', 'microsoft/ms_marco']))
    expect(named(bom, 'library')).toEqual(expect.arrayContaining(['openai', 'fastapi', 'zod']))
    expect((bom.services ?? []).map(({name}) => name)).toEqual(expect.arrayContaining(['openai', 'anthropic', 'vllm']))
    const places = bom.components
      .filter(component => component.type === 'machine-learning-model')
      .flatMap(component => component.evidence?.occurrences ?? [])
    expect(places.length).toBeGreaterThan(0)
    expect(places.every(({location}) => !location.startsWith('/'))).toBe(true)
  })

  it('matches the golden BOM, packages apart', async () => {
    const cwd = exampleCopy()
    await aibom(['generate', '--quiet', '--no-packages'], {cwd})
    const text = readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8').replace(
      /"version": "0\.\d+\.\d+"/g,
      '"version": "0.0.0"',
    )
    await expect(text).toMatchFileSnapshot('../golden/example-app.cdx.json')
  })

  it('gives equal bytes twice, in three locales, with the old output lying there', async () => {
    const cwd = exampleCopy()
    const texts: string[] = []
    for (const locale of ['C', 'da_DK.UTF-8', 'et_EE.UTF-8']) {
      await aibom(['generate'], {cwd, env: {LC_ALL: locale, LANG: locale}})
      texts.push(readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8'))
    }
    expect(new Set(texts).size).toBe(1)
  })

  it('holds no path, name or time of the machine', async () => {
    const cwd = exampleCopy()
    await aibom(['generate'], {cwd})
    const text = readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8')
    expect(text).not.toContain(cwd)
    expect(text).not.toContain(process.env['HOME'] ?? 'no home')
    expect(readBom(join(cwd, 'aibom.cdx.json')).metadata.timestamp).toBeUndefined()
  })

  it('takes the time from SOURCE_DATE_EPOCH alone', async () => {
    const cwd = exampleCopy()
    await aibom(['generate'], {
      cwd,
      env: {SOURCE_DATE_EPOCH: '1700000000'},
    })
    expect(readBom(join(cwd, 'aibom.cdx.json')).metadata.timestamp).toBe('2023-11-14T22:13:20.000Z')
  })

  it.each(['1.5', '1.6', '1.7'])('writes CycloneDX %s', async spec => {
    const cwd = exampleCopy()
    const run = await aibom(['generate', '--spec', spec], {cwd})
    expect(run.exit).toBe(0)
    expect(readBom(join(cwd, 'aibom.cdx.json')).specVersion).toBe(spec)
  })

  it('puts the BOM alone on stdout for -o -, the summary on stderr', async () => {
    const cwd = exampleCopy()
    const run = await aibom(['generate', '-o', '-'], {cwd})
    expect(JSON.parse(run.stdout)).toMatchObject({bomFormat: 'CycloneDX'})
    expect(run.stderr).toContain('models')
    expect(existsSync(join(cwd, 'aibom.cdx.json'))).toBe(false)
  })

  it('refuses -o - together with --json', async () => {
    const run = await aibom(['generate', '-o', '-', '--json'], {
      cwd: exampleCopy(),
    })
    expect(run.exit).toBe(2)
  })

  it('counts the product in the summary and the rest in one line, all with --scope all, both as JSON', async () => {
    const cwd = temporaryFolder()
    for (const [path, model] of [
      ['app.py', 'gpt-4o'],
      ['examples/a.py', 'gpt-4o-mini'],
      ['tests/test_app.py', 'gpt-4.1'],
      ['docs/b.py', 'gpt-4o'],
      ['.cursor/skills/run/a.py', 'gpt-5'],
    ] as const) {
      mkdirSync(join(cwd, path, '..'), {recursive: true})
      writeFileSync(join(cwd, path), `DEFAULT_MODEL = "${model}"\n`)
    }
    const product = await aibom(['generate'], {cwd})
    expect(product.stdout).toMatch(/^ {2}models +1$/m)
    expect(product.stdout).toMatch(/^ {2}elsewhere +1 for coding assistants and CI, 1 in examples, 1 in tests/m)
    const all = await aibom(['generate', '--scope', 'all'], {cwd})
    expect(all.stdout).toMatch(/^ {2}models +4$/m)
    expect(all.stdout).not.toContain('elsewhere')
    const json = JSON.parse((await aibom(['generate', '--json'], {cwd})).stdout)
    expect(json).toMatchObject({
      counts: {model: 4},
      product: {model: 1},
      elsewhere: {development: 1, example: 1, test: 1, docs: 0, vendored: 0},
    })
    expect(named(readBom(join(cwd, 'aibom.cdx.json')), 'machine-learning-model')).toHaveLength(4)
  })

  it('lists every place where a file of weights is seen, with the digest that DVC states', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'serve.py'), 'import torch\nnet = torch.load("models/net.pt")\n')
    writeFileSync(join(cwd, 'test_net.py'), 'import torch\n\nnet = torch.load("models/net.pt")\n')
    mkdirSync(join(cwd, 'models'))
    writeFileSync(join(cwd, 'models/net.pt.dvc'), `outs:\n- md5: ${'ab'.repeat(16)}\n  path: net.pt\n`)
    await aibom(['generate', '.', '--quiet', '--output', 'bom.json'], {cwd})
    const weights = readBom(join(cwd, 'bom.json')).components.find(one => one['bom-ref'] === 'weights:models/net.pt')
    expect(weights).toMatchObject({hashes: [{alg: 'MD5', content: 'ab'.repeat(16)}]})
    expect(weights?.evidence?.occurrences?.map(({location, line}) => `${location}:${line}`)).toEqual([
      'models/net.pt.dvc:2',
      'serve.py:2',
      'test_net.py:3',
    ])
  })

  it('says how many findings check has of the same source, and what lists all that is not pinned', async () => {
    const cwd = temporaryFolder()
    const names = ['one', 'two', 'three', 'four', 'five', 'six']
    const loads = names.map(name => `AutoModel.from_pretrained("acme/${name}")\n`)
    writeFileSync(join(cwd, 'app.py'), ['from transformers import AutoModel\n', ...loads].join(''))
    const run = await aibom(['generate'], {cwd})
    expect(run.stdout).toContain('… and 2 more, all by: aibom list aibom.cdx.json --floating')
    expect(run.stdout).toMatch(/^ {2}findings +6 medium by the rules of aibom check$/m)
    expect(run.stdout).toContain('aibom check aibom.cdx.json --no-baseline')
    const listed = JSON.parse((await aibom(['list', 'aibom.cdx.json', '--floating', '--json'], {cwd})).stdout)
    expect(listed.assets).toHaveLength(names.length)
    const checked = JSON.parse((await aibom(['check', '--no-baseline', '--json'], {cwd})).stdout)
    const severities = checked.findings.map(({severity}: {severity: string}) => severity)
    expect(severities).toEqual(names.map(() => 'medium'))
  })

  it('does not pass a repository in a language that is not read, where all must be read', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'main.ex'), 'defmodule Main do\nend\n')
    writeFileSync(join(cwd, 'a.py'), 'x = 1\n')
    expect((await aibom(['generate'], {cwd})).exit).toBe(0)
    const strict = await aibom(['generate', '--strict', '--json'], {cwd})
    expect(strict.exit).toBe(3)
    expect(JSON.parse(strict.stdout).gaps).toEqual([
      expect.objectContaining({code: 'language-not-read', path: 'main.ex'}),
    ])
  })

  it('gives the same counts as JSON as in the BOM', async () => {
    const cwd = exampleCopy()
    const run = await aibom(['generate', '--json'], {cwd})
    const result = JSON.parse(run.stdout)
    const bom = readBom(join(cwd, 'aibom.cdx.json'))
    expect(result.counts.model).toBe(named(bom, 'machine-learning-model').length)
    expect(result.packages.npm + result.packages.pypi).toBe(result.counts.package)
    expect(result.serialNumber).toBe(bom.serialNumber)
  })

  it('leaves packages out with --no-packages, and says so', async () => {
    const cwd = exampleCopy()
    const run = await aibom(['generate', '--no-packages', '--json'], {cwd})
    const result = JSON.parse(run.stdout)
    expect(result.counts.package).toBe(0)
    expect(result.steps).toContainEqual(expect.objectContaining({step: 'npm', status: 'skipped'}))
  })

  it('leaves out what --exclude names', async () => {
    const cwd = exampleCopy()
    await aibom(['generate', '--exclude', 'deploy', '--exclude', '*.ipynb'], {
      cwd,
    })
    const models = named(readBom(join(cwd, 'aibom.cdx.json')), 'machine-learning-model')
    expect(models).not.toContain('Qwen/Qwen2.5-7B-Instruct')
    expect(models).not.toContain('Qwen/Qwen2.5-0.5B-Instruct')
  })

  it('prints nothing with --quiet', async () => {
    expect(await aibom(['generate', '--quiet'], {cwd: exampleCopy()})).toEqual({exit: 0, stdout: '', stderr: ''})
  })

  it('takes every flag from its environment variable too', async () => {
    const cwd = exampleCopy()
    const run = await aibom(['generate'], {
      cwd,
      env: {
        AIBOM_OUTPUT: 'other.cdx.json',
        AIBOM_SPEC: '1.7',
        AIBOM_JSON: 'true',
      },
    })
    expect(JSON.parse(run.stdout)).toMatchObject({
      spec: '1.7',
      output: 'other.cdx.json',
    })
    expect(readBom(join(cwd, 'other.cdx.json')).specVersion).toBe('1.7')
  })
})

describe('aibom generate and its variables', () => {
  it('takes several patterns from AIBOM_EXCLUDE, one a line', async () => {
    const cwd = exampleCopy()
    const run = await aibom(['generate'], {cwd, env: {AIBOM_EXCLUDE: 'deploy\n*.ipynb'}})
    expect(run).toMatchObject({exit: 0, stderr: ''})
    const models = named(readBom(join(cwd, 'aibom.cdx.json')), 'machine-learning-model')
    expect(models).not.toContain('Qwen/Qwen2.5-7B-Instruct')
    expect(models).not.toContain('Qwen/Qwen2.5-0.5B-Instruct')
  })

  it.each(['true', '1', 'yes'])('is quiet when AIBOM_QUIET is %s', async value => {
    expect(await aibom(['generate'], {cwd: exampleCopy(), env: {AIBOM_QUIET: value}})).toEqual({
      exit: 0,
      stdout: '',
      stderr: '',
    })
  })
})

describe('where aibom generate writes', () => {
  it('refuses to replace the file that it reads', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'model.py'), 'x = 1\n')
    const run = await aibom(['generate', 'model.py', '-o', './model.py'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('AIBOM_OUTPUT_UNWRITABLE')
    expect(readFileSync(join(cwd, 'model.py'), 'utf8')).toBe('x = 1\n')
  })

  it.skipIf(process.platform === 'win32')('writes to a device as it stands', async () => {
    const cwd = temporaryFolder()
    symlinkSync('/dev/null', join(cwd, 'null'))
    expect((await aibom(['generate', '-o', 'null'], {cwd})).exit).toBe(0)
    expect(lstatSync(join(cwd, 'null')).isSymbolicLink()).toBe(true)
  })

  it.skipIf(process.platform === 'win32')('knows its own output under another name of the folder', async () => {
    const cwd = exampleCopy()
    const other = join(temporaryFolder(), 'other')
    symlinkSync(cwd, other)
    const texts: string[] = []
    for (let run = 0; run < 2; run++) {
      await aibom(['generate', '-o', join(other, 'own.cdx.json')], {cwd})
      texts.push(readFileSync(join(cwd, 'own.cdx.json'), 'utf8'))
    }
    expect(texts[1]).toBe(texts[0])
  })
})

describe('aibom generate on awkward input', () => {
  it('does not print the password of an address that it cannot open', async () => {
    const run = await aibom(['generate', 'ftp://joe:hunter2@h.example/x'])
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('h.example')
    expect(run.stderr).not.toContain('hunter2')
  })

  it.skipIf(process.platform === 'win32')(
    'keeps a file name with a line break on one line of the summary',
    async () => {
      const cwd = temporaryFolder()
      mkdirSync(join(cwd, 'a\nAll is well'))
      writeFileSync(join(cwd, 'a\nAll is well/package.json'), '{')
      const run = await aibom(['generate'], {cwd})
      expect(run.stdout).not.toMatch(/^All is well/m)
      expect(run.stdout).toContain('a\\nAll is well/package.json')
    },
  )

  it('never lets an empty BOM look like a clean one', async () => {
    const cwd = temporaryFolder()
    const run = await aibom(['generate'], {cwd})
    expect(run.exit).toBe(0)
    expect(run.stdout).toContain('Nothing was recognized')
  })

  it('lists a broken lock file as a gap, reads the rest, and fails under --strict', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'package-lock.json'), '{"lockfileVersion": 3, "packages": {')
    writeFileSync(
      join(cwd, 'app.py'),
      'from transformers import pipeline\np = pipeline("text-generation", model="Qwen/Qwen2.5-0.5B-Instruct")\n',
    )
    const run = await aibom(['generate', '--json'], {cwd})
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout).gaps).toContainEqual(expect.objectContaining({path: 'package-lock.json'}))
    expect(named(readBom(join(cwd, 'aibom.cdx.json')), 'machine-learning-model')).toContain(
      'Qwen/Qwen2.5-0.5B-Instruct',
    )
    expect((await aibom(['generate', '--strict'], {cwd})).exit).toBe(3)
  })

  it.each([
    ['source', 'deep.py', '('.repeat(100_000)],
    ['JavaScript', 'deep.ts', '['.repeat(100_000)],
    ['JSON', 'package-lock.json', '['.repeat(100_000)],
    ['YAML', 'config.yaml', `model: ${'['.repeat(100_000)}`],
    ['a tokenizer configuration', 'model/config.json', '{"a":'.repeat(100_000)],
  ])('survives 100,000 nested brackets in %s', async (_what, path, content) => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'model'))
    writeFileSync(join(cwd, path), content)
    const run = await aibom(['generate', '--json'], {cwd})
    expect(run.stderr).toBe('')
    expect(run.exit).toBe(0)
  })

  it('stops at Ctrl-C with 130 and leaves no file', async () => {
    const cwd = temporaryFolder()
    for (let index = 0; index < 400; index++)
      writeFileSync(join(cwd, `m${index}.py`), 'from transformers import pipeline\n'.repeat(2_000))
    const run = await aibom(['generate'], {
      cwd,
      started: child => setTimeout(() => child.kill('SIGINT'), 900),
    })
    expect(run.exit).toBe(130)
    expect(readdirSync(cwd).filter(name => !name.endsWith('.py'))).toEqual([])
  })

  it('lists a bill of materials that lies there and does not read it', async () => {
    const cwd = temporaryFolder()
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      components: [{type: 'machine-learning-model', name: 'evil', model: 'gpt-4o'}],
    }
    writeFileSync(join(cwd, 'vendor.cdx.json'), JSON.stringify(bom))
    writeFileSync(join(cwd, 'config.json'), JSON.stringify({...bom, model: 'gpt-4o'}))
    const run = await aibom(['generate', '--json'], {cwd})
    expect(JSON.parse(run.stdout).counts).toMatchObject({bom: 2, model: 0})
  })
})
