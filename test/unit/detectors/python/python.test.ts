import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {python} from '../../../../src/detectors/python/index.ts'
import type {Extraction} from '../../../../src/inventory/inventory.ts'
import {detect, type Files, filesOf} from '../../../support/detect.ts'

function fixture(name: string): Promise<Extraction> {
  return detect(python, filesOf(fileURLToPath(new URL(`../../../fixtures/python/${name}`, import.meta.url))))
}

const nameOf = (id: string): string => id.replace('package:pypi/', '').replace(/\?.*/, '')

/** `name version scope direct|transitive` of each package. */
function lines({assets}: Extraction): string[] {
  return assets.map(asset => {
    const facts = asset.kind === 'package' ? asset.facts : undefined
    return `${nameOf(asset.id)} ${asset.version ?? '-'} ${facts?.scope} ${facts?.direct === true ? 'direct' : 'transitive'}`
  })
}

function pick(found: Extraction, name: string, version?: string) {
  const asset = found.assets.find(one => nameOf(one.id) === name && (version === undefined || one.version === version))
  if (asset?.kind !== 'package') throw new Error(`no package ${name}`)
  return asset
}

const edges = ({relationships = []}: Extraction) =>
  relationships.map(({from, to}) => `${from} → ${to}`.replaceAll('package:pypi/', '').replaceAll(/\?path=[^@ ]*/g, ''))
const gaps = ({gaps = []}: Extraction) => gaps.map(({path, line, code}) => `${path}:${line ?? ''} ${code}`)

describe('uv.lock', () => {
  it('gives each locked version its scope, with the members of the workspace and both forks', async () => {
    expect(lines(await fixture('uv'))).toEqual([
      'anyio 4.16.0 runtime direct',
      'click 8.5.1 extra direct',
      'colorama 0.4.6 runtime direct',
      'exceptiongroup 1.3.1 runtime transitive',
      'idna 3.20 runtime transitive',
      'iniconfig 2.3.1 dev direct',
      'pluggy 1.7.0 dev direct',
      'rag-core 0.1.0 runtime direct',
      'six 1.16.0 runtime direct',
      'six 1.17.0 runtime direct',
      'sniffio 1.3.1 runtime direct',
      'toolz 1.2.0 runtime direct',
      'typing-extensions 4.16.0 runtime transitive',
    ])
  })

  it('joins manifest and lock in one package, with a digest for each file', async () => {
    const anyio = pick(await fixture('uv'), 'anyio')
    expect(anyio.evidence.map(({path, line, confidence}) => [path, line, confidence])).toEqual([
      ['uv.lock', 16, 1],
      ['pyproject.toml', 8, 0.9],
    ])
    expect(anyio.purl).toBe('pkg:pypi/anyio@4.16.0')
    expect(anyio.facts.declared).toEqual(['>=4'])
    expect(anyio.facts.distributions.map(({file, digests}) => [file, digests[0]?.hex])).toEqual([
      ['anyio-4.16.0.tar.gz', '59bb03251907983d1603d27c3087ddb1e93299ea2163adcdba37899a4fb12ffb'],
      ['anyio-4.16.0-py3-none-any.whl', 'c66ae634e0b8228396b801741beb3294326d4b6102f7bba4041c0dfb58c29026'],
    ])
    expect(anyio.digests).toEqual([])
  })

  it('takes a member for what it is: local, its own licence, no purl', async () => {
    const member = pick(await fixture('uv'), 'rag-core')
    expect([member.facts.local, member.purl, member.licences]).toEqual([true, undefined, [{kind: 'id', id: 'MIT'}]])
  })

  it('draws the edges of the lock, the project itself being the subject', async () => {
    const found = edges(await fixture('uv'))
    expect(found).toContain('subject → rag-core@0.1.0')
    expect(found).toContain('rag-core@0.1.0 → toolz@1.2.0')
    expect(found).toContain('anyio@4.16.0 → idna@3.20')
    expect(found.filter(edge => edge.includes('chat-service'))).toEqual([])
  })
})

describe('poetry.lock', () => {
  it('reads groups, extras, path dependencies and indexes', async () => {
    const found = await fixture('poetry')
    expect(lines(found)).toEqual([
      'anyio 3.7.1 runtime direct',
      'click 8.1.7 extra direct',
      'exceptiongroup 1.3.1 runtime direct',
      'idna 3.20 runtime transitive',
      'iniconfig 2.3.1 dev direct',
      'missing - runtime direct',
      'poetry-core - dev direct',
      'tokens 0.2.0 runtime direct',
      'torch 2.4.1+cu121 runtime direct',
    ])
    const torch = pick(found, 'torch')
    expect(torch.facts.source).toBe('https://download.pytorch.org/whl/cu121')
    expect(torch.purl).toContain('repository_url=')
    expect(pick(found, 'tokens').licences).toEqual([{kind: 'id', id: 'Apache-2.0'}])
  })

  it('says where lock and manifest disagree', async () => {
    expect(gaps(await fixture('poetry'))).toEqual(['pyproject.toml:8 lock-drift', 'pyproject.toml:13 lock-drift'])
  })

  it('reads the first format, without a manifest', async () => {
    const found = await fixture('poetry-1')
    expect(lines(found)).toEqual(['six 1.15.0 dev transitive', 'toolz 0.11.1 runtime direct'])
    expect(pick(found, 'toolz')).toMatchObject({name: 'Toolz', digests: [{alg: 'sha256'}]})
    expect(edges(found)).toEqual(['toolz@0.11.1 → six@1.15.0', 'subject → toolz@0.11.1'])
  })
})

describe('the other locks', () => {
  it('reads pdm.lock: a group that was not locked is no drift, an extra that names the project no package', async () => {
    const found = await fixture('pdm')
    expect(lines(found)).toEqual([
      'anyio 4.16.0 runtime direct',
      'click 8.1.7 extra direct',
      'idna 3.20 runtime transitive',
      'iniconfig 2.3.1 dev direct',
      'numpy - extra direct',
    ])
    expect(gaps(found)).toEqual([])
  })

  it('reads Pipfile.lock: each hash is one of the files', async () => {
    const found = await fixture('pipenv')
    expect(lines(found)).toEqual([
      'anyio 4.16.0 runtime direct',
      'click 8.5.1 runtime direct',
      'colorama - runtime direct',
      'idna 3.20 runtime transitive',
      'iniconfig 2.3.1 dev direct',
      'typing-extensions 4.16.0 runtime transitive',
    ])
    expect(pick(found, 'anyio').facts.distributions.map(({file, digests}) => [file, digests.length])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ])
  })

  it('reads pylock.toml: groups by marker, a VCS source without its password', async () => {
    const found = await fixture('pylock')
    expect(pick(found, 'iniconfig').facts.scope).toBe('dev')
    expect(pick(found, 'itsdangerous').facts.source).toBe(
      'git+https://git.example.org/itsdangerous.git@9b6f2d0e1f3a4b5c6d7e8f90123456789abcdef0',
    )
    expect(pick(found, 'click').facts.distributions.map(({file}) => file)).toEqual([
      'click-8.1.7.tar.gz',
      'click-8.1.7-py3-none-any.whl',
    ])
  })

  it('takes a compiled requirements file for the lock that it is', async () => {
    const found = await fixture('compiled')
    expect(lines(found)).toEqual([
      'anyio 4.16.0 runtime direct',
      'click 8.1.7 runtime direct',
      'colorama - runtime direct',
      'idna 3.20 runtime transitive',
      'typing-extensions 4.16.0 runtime transitive',
    ])
    expect(edges(found)).toContain('anyio@4.16.0 → idna@3.20')
    expect(gaps(found)).toEqual([])
  })

  it('reads 20,000 requirements of one list and lists the rest as a gap', async () => {
    const found = await detect(python, {'setup.cfg': `[options]\ninstall_requires =\n${'  a\n'.repeat(100_000)}`})
    expect(found.assets).toHaveLength(1)
    expect(found.assets[0]?.evidence).toHaveLength(20_000)
    expect(found.gaps).toContainEqual(expect.objectContaining({path: 'setup.cfg', code: 'too-large'}))
  })

  it('says that nothing tells which packages are direct', async () => {
    const found = await detect(python, {'Pipfile.lock': '{"default": {"a": {"version": "==1"}}}'})
    expect([lines(found), gaps(found)]).toEqual([['a 1 runtime transitive'], ['Pipfile.lock: no-manifest']])
  })
})

describe('manifests', () => {
  it('reads requirements after pip: pins, hashes, URLs, editables, included and constraint files', async () => {
    const found = await fixture('requirements')
    expect(lines(found)).toEqual([
      'accelerate - runtime direct',
      'clip - runtime direct',
      'datasets 2.20.0 runtime direct',
      'doc-reader 0.9 runtime direct',
      'legacy 2004d runtime direct',
      'numpy - runtime direct',
      'openai - runtime direct',
      'peft - runtime direct',
      'sentence-transformers 3.0.1 runtime direct',
      'torch 2.4.1 runtime direct',
      'transformers - runtime direct',
    ])
    expect(gaps(found)).toEqual([
      'requirements.txt:19 syntax',
      'requirements.txt:20 syntax',
      'requirements.txt:9 no-lock',
      'deps/base.list:1 no-lock',
    ])
    expect(pick(found, 'torch')).toMatchObject({
      name: 'Torch',
      properties: {'aibom:package:extra-index': ['https://download.pytorch.org/whl/cpu']},
      facts: {
        source: 'https://mirror.example.org/simple',
        distributions: [{digests: [{hex: 'a'.repeat(64)}]}, {digests: [{hex: 'b'.repeat(64)}]}],
      },
    })
    expect(pick(found, 'clip')).toMatchObject({
      facts: {source: 'git+https://github.com/openai/CLIP.git@a1d0717'},
      evidence: [{line: 14, confidence: 0.9}],
    })
    expect(pick(found, 'peft')).toMatchObject({
      properties: {'aibom:package:name-from': ['repository']},
      evidence: [{confidence: 0.6}],
    })
    expect(pick(found, 'sentence-transformers').digests).toMatchObject([{hex: 'c'.repeat(64)}])
    expect(pick(found, 'transformers').facts.condition).toBe('python_version >= "3.9"')
    expect(
      pick(found, 'datasets')
        .evidence.map(({level}) => level)
        .sort(),
    ).toEqual(['mentioned', 'used'])
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it('reads literals of setup.py and says what is computed', async () => {
    const found = await fixture('setup-py')
    expect(lines(found)).toEqual([
      'colorama - runtime direct',
      'datasets - runtime direct',
      'numpy - runtime direct',
      'pillow - extra direct',
      'pytest - extra direct',
      'setuptools - dev direct',
      'timm - extra direct',
      'torch - runtime direct',
      'transformers 4.44.0 runtime direct',
      'wheel - dev direct',
    ])
    expect(gaps(found)).toEqual(['setup.py:25 dynamic-dependencies', 'setup.py:6 no-lock'])
    expect(pick(found, 'transformers').evidence).toMatchObject([{path: 'setup.py', line: 7}])
  })

  it('reads setup.cfg', async () => {
    const found = await fixture('setup-cfg')
    expect(lines(found)).toEqual([
      'faster-whisper - extra direct',
      'librosa - runtime direct',
      'openai-whisper - extra direct',
      'pytest - dev direct',
      'requests - runtime direct',
      'torch - runtime direct',
      'wheel - dev direct',
    ])
    expect(pick(found, 'torch')).toMatchObject({facts: {condition: 'python_version >= "3.9"'}, evidence: [{line: 11}]})
  })

  it('takes from a conda environment what pip installs, and counts the rest', async () => {
    const found = await fixture('conda')
    expect(lines(found)).toEqual(['lightning - runtime direct', 'torch 2.4.1 runtime direct', 'wandb - runtime direct'])
    expect(gaps(found)).toEqual(['environment.yml:11 no-lock', 'more.txt:1 no-lock'])
  })

  it.each([
    [
      'PEP 735 groups',
      '[dependency-groups]\ntest = ["pytest"]\nall = [{include-group = "test"}, "ruff"]\n',
      ['pytest - dev direct', 'ruff - dev direct'],
    ],
    [
      'an index of uv',
      '[project]\nname = "x"\ndependencies = ["torch"]\n[tool.uv.sources]\ntorch = {index = "pt"}\n[[tool.uv.index]]\nname = "pt"\nurl = "https://i.example.org/"\n',
      ['torch - runtime direct'],
    ],
    ['only settings of tools', '[tool.black]\nline-length = 100\n', []],
  ])('reads of pyproject.toml %s', async (_name, text, expected) => {
    expect(lines(await detect(python, {'pyproject.toml': text}))).toEqual(expected)
  })

  it('leaves out the project itself, and finds a folder that pip takes from the root', async () => {
    const found = await detect(python, {
      Pipfile: '[packages]\ne1839a8 = {path = ".", editable = true}\nopenai = "==1.0"\n',
      'requirements/dev.txt': '-e .\n-e ./libs/core\n-e ./libs/none\n',
      'libs/core/setup.py': 'settings = {"name": "core-lib", "install_requires": ["a==1"]}\nsetup(**settings)',
    })
    expect(lines(found)).toEqual(['a 1 runtime direct', 'core-lib - dev direct', 'openai 1.0 runtime direct'])
    expect(gaps(found)).toEqual(['requirements/dev.txt:3 unnamed-package'])
  })

  it('keeps paths of the machine that wrote a list to itself', async () => {
    const found = await detect(python, {
      'requirements.txt':
        'certifi @ file:///croot/certifi_1690/work/certifi\n/home/me/wheels/torch-2.1.0-cp311-cp311-linux_x86_64.whl\n-e C:\\Users\\me\\proj\n',
    })
    expect(lines(found)).toEqual(['certifi - runtime direct', 'torch 2.1.0 runtime direct'])
    expect(pick(found, 'certifi')).toMatchObject({purl: 'pkg:pypi/certifi', facts: {source: 'file:certifi'}})
    expect(pick(found, 'certifi').facts.local).toBeUndefined()
    expect(gaps(found)).toContain('requirements.txt:3 unnamed-package')
    expect(JSON.stringify(found)).not.toMatch(/croot|home|Users/)
  })

  it('takes the members of a workspace without a project for what the subject depends on', async () => {
    const found = await detect(python, {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["a"]\n[dependency-groups]\ndev = ["b"]\n',
      'a/pyproject.toml': '[project]\nname = "a"\ndependencies = ["c"]\n',
      'uv.lock':
        '[[package]]\nname = "a"\nversion = "0"\nsource = {editable = "a"}\ndependencies = [{name = "c"}]\n[[package]]\nname = "b"\nversion = "1"\n[[package]]\nname = "c"\nversion = "2"\n',
    })
    expect(edges(found)).toEqual(['a@0 → c@2', 'subject → a@0', 'subject → b@1'])
    expect(lines(found)).toEqual(['a 0 runtime direct', 'b 1 dev direct', 'c 2 runtime direct'])
  })

  it('says that dependencies are computed, unless setup.py beside it states them', async () => {
    const text = '[project]\nname = "x"\ndynamic = ["dependencies"]\n'
    expect(gaps(await detect(python, {'pyproject.toml': text}))).toEqual(['pyproject.toml:3 dynamic-dependencies'])
    const beside = {'pyproject.toml': text, 'setup.py': 'setup(install_requires=["a==1"])'}
    expect(gaps(await detect(python, beside))).toEqual([])
  })
})

describe('what is no list of packages', () => {
  it.each([
    ['docs/requirements.md', 'numpy\n'],
    ['system-requirements.txt', 'libgl1\n'],
    ['src/setup_helpers.py', 'setup(install_requires=["a"])'],
    ['notes.txt', 'numpy==1.0\n'],
    ['environment.yml', 'API_URL: https://x\n'],
    ['setup.py', 'print("no call")\n# setup(install_requires=["a"])\n'],
    ['conda.yaml', 'channels: [defaults]\n'],
  ])('finds nothing in %s', async (path, text) => {
    expect(await detect(python, {[path]: text})).toEqual({assets: [], relationships: [], gaps: []})
  })
})

describe('hostile files', () => {
  const deep = '['.repeat(100_000)
  const cases: [string, Files, string[]][] = [
    ['broken TOML', {'pyproject.toml': 'a = 1\nb = "open'}, ['pyproject.toml:2 syntax']],
    ['a truncated lock', {'uv.lock': '[[package]]\nname = "a'}, ['uv.lock:2 syntax']],
    ['nested TOML', {'poetry.lock': `a = ${deep}`}, ['poetry.lock:1 syntax']],
    ['nested JSON', {'Pipfile.lock': `{"default": ${deep}`}, ['Pipfile.lock:1 syntax']],
    ['nested YAML', {'environment.yml': `dependencies: ${deep}`}, ['environment.yml:1 syntax']],
    ['nested Python', {'setup.py': `setup(install_requires=${deep}`}, ['setup.py:1 dynamic-dependencies']],
    ['a huge file', {'setup.py': 'a'.repeat(5 * 1024 * 1024)}, ['setup.py: too-large']],
    [
      'keys of the prototype',
      {'Pipfile.lock': '{"default": {"__proto__": {"version": "==1"}, "constructor": {"version": "==2"}}}'},
      ['Pipfile.lock: no-manifest'],
    ],
    [
      'a list of itself',
      {
        'requirements.txt': '-r requirements.txt\n-r other.list\na==1',
        'other.list': '-r other.list\n-r requirements.txt',
      },
      [],
    ],
    ['a path out of the source', {'requirements.txt': '-r ../../etc/passwd'}, ['requirements.txt: missing-include']],
    [
      'a doubling list',
      {'setup.py': `a = ["x==1"]\n${'a = a + a\n'.repeat(20_000)}setup(install_requires=a)`},
      ['setup.py:20002 dynamic-dependencies'],
    ],
    ['settings from elsewhere', {'setup.py': 'setup(name="x", **load())'}, ['setup.py:1 dynamic-dependencies']],
    [
      'very many versions of one package',
      {'poetry.lock': '[[package]]\nname = "a"\nversion = "1"\n[package.dependencies]\na = ">=2"\n'.repeat(3000)},
      [],
    ],
    ['an unterminated string', {'setup.py': "setup(install_requires=['a==1', 'b\n, 'c==1'])"}, []],
    ['what is no text', {'requirements.txt': '\u0000\u0001\u0002 x y\n'}, ['requirements.txt:1 syntax']],
    [
      'tables of other types',
      {
        'poetry.lock': 'package = 1\nmetadata = []\n',
        'pyproject.toml': 'project = 3\ntool = "x"\n',
        'uv.lock': '[[package]]\nname = []\n',
      },
      ['poetry.lock: syntax', 'uv.lock:2 syntax'],
    ],
  ]
  it.each(cases)('answers %s with gaps', async (_name, files, expected) => {
    const found = await detect(python, files)
    expect(gaps(found).filter(gap => !gap.endsWith('no-lock'))).toEqual(expected)
  })

  it('reads long lines and blanks in linear time', async () => {
    const long = 'a'.repeat(1_000_000)
    const files = {
      'requirements.txt': `${long}\n${' '.repeat(1_000_000)}\n${'-'.repeat(1_000_000)}\nx==1 ${'--hash=sha256:0 '.repeat(50_000)}\n`,
      'setup.py': `${' '.repeat(1_000_000)}\nsetup(install_requires=['${'\\\\'.repeat(500_000)}'])`,
      'setup.cfg': `[options]\ninstall_requires =\n  ${'a;'.repeat(100_000)}\n`,
    }
    const {assets} = await detect(python, files)
    expect(assets.map(({name}) => name)).toContain('x')
  }, 20_000)
})
