import {spawnSync} from 'node:child_process'
import {chmodSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {describe, expect, it} from 'vitest'
import {git, writeFiles} from '../support/git.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const files = {
  'app.py': 'from transformers import pipeline\np = pipeline("text-generation", model="Qwen/Qwen2.5-0.5B-Instruct")\n',
  'web/chat.ts': 'import OpenAI from "openai"\nnew OpenAI().chat.completions.create({model: "gpt-4o"})\n',
  'package.json': '{"name": "app", "dependencies": {"openai": "4.0.0"}}',
  'model/config.json': '{"model_type": "bert", "_name_or_path": "google-bert/bert-base-uncased"}',
  'requirements.txt': 'transformers==4.44.0\n',
}

interface Bom {
  readonly components: readonly unknown[]
  readonly services?: readonly unknown[]
  readonly metadata: {
    readonly component: {
      readonly name: string
      readonly properties: readonly {readonly name: string; readonly value: string}[]
    }
  }
}

function repository(): string {
  const folder = join(temporaryFolder(), 'assistant')
  writeFiles(folder, files)
  git(folder, 'init', '--quiet')
  git(folder, 'add', '.')
  git(folder, 'commit', '--quiet', '--message', 'all')
  return folder
}

async function bomOf(source: string, env: Readonly<Record<string, string>> = {}): Promise<Bom> {
  const [cwd, temporary] = [temporaryFolder(), temporaryFolder()]
  const run = await aibom(['generate', source, '--quiet'], {cwd, env: {TMPDIR: temporary, TEMP: temporary, ...env}})
  expect(run).toEqual({exit: 0, stdout: '', stderr: ''})
  expect(readdirSync(temporary)).toEqual([])
  return JSON.parse(readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8'))
}

describe('aibom generate on a git repository', () => {
  it('finds the same in a file:// repository, in a bare one and in the folder, and removes its copy', async () => {
    const folder = repository()
    const bare = join(temporaryFolder(), 'assistant.git')
    git(folder, 'clone', '--quiet', '--bare', folder, bare)
    const ofFolder = await bomOf(folder)
    expect(ofFolder.components.length).toBeGreaterThan(4)
    for (const source of [pathToFileURL(folder).href, `git+${pathToFileURL(bare).href}`, bare]) {
      const {components, services, metadata} = await bomOf(source)
      expect({components, services}).toEqual({components: ofFolder.components, services: ofFolder.services})
      const revision = git(folder, 'rev-parse', 'HEAD').trim()
      expect(metadata.component.properties).toContainEqual({name: 'aibom:source:revision', value: revision})
    }
  })

  it.skipIf(process.platform === 'win32')(
    'starts no program that the repository names: hooks, filters, monitors, helpers',
    async () => {
      const folder = repository()
      const marker = join(temporaryFolder(), 'started')
      const program = join(temporaryFolder(), 'program')
      writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${marker}'\ncat\n`)
      chmodSync(program, 0o755)
      for (const name of [
        'post-checkout',
        'reference-transaction',
        'post-index-change',
        'fsmonitor-watchman',
        'pre-auto-gc',
        'post-merge',
      ]) {
        writeFiles(folder, {[`.git/hooks/${name}`]: readFileSync(program, 'utf8')})
        chmodSync(join(folder, '.git/hooks', name), 0o755)
      }
      writeFiles(folder, {
        '.gitattributes': '* filter=evil diff=evil merge=evil\n',
        '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::${program}\n`,
        'late.py': 'from transformers import AutoModel\nAutoModel.from_pretrained("google-bert/bert-base-uncased")\n',
      })
      git(folder, 'add', '.')
      git(folder, 'commit', '--quiet', '--message', 'attributes')
      const settings = [
        'filter.evil.clean',
        'filter.evil.smudge',
        'filter.evil.process',
        'diff.evil.textconv',
        'diff.evil.command',
        'core.fsmonitor',
        'core.sshCommand',
      ]
      for (const name of [
        ...settings,
        'core.editor',
        'core.pager',
        'uploadpack.packObjectsHook',
        'credential.helper',
        'core.alternateRefsCommand',
      ]) {
        git(folder, 'config', name, program)
      }
      git(folder, 'config', 'filter.evil.required', 'true')
      const bare = join(temporaryFolder(), 'bare.git')
      git(folder, '-c', 'uploadpack.packObjectsHook=', 'clone', '--quiet', '--bare', '--no-local', folder, bare)
      writeFileSync(
        join(bare, 'config'),
        readFileSync(join(folder, '.git/config'), 'utf8').replace('bare = false', 'bare = true'),
      )
      const before = existsSync(marker) ? readFileSync(marker, 'utf8') : ''
      for (const source of [folder, pathToFileURL(folder).href, bare]) {
        expect(JSON.stringify(await bomOf(source))).toContain('bert-base-uncased')
      }
      expect(existsSync(marker) ? readFileSync(marker, 'utf8') : '').toBe(before)
      // the traps are real: git itself walks into them
      writeFiles(folder, {'late.py': 'changed\n'})
      spawnSync('git', ['status'], {cwd: folder})
      expect(readFileSync(marker, 'utf8')).not.toBe(before)
    },
  )

  it('takes no direction from variables of git in the environment', async () => {
    const [folder, other] = [repository(), temporaryFolder()]
    const {components} = await bomOf(pathToFileURL(folder).href, {
      GIT_DIR: other,
      GIT_WORK_TREE: other,
      GIT_OBJECT_DIRECTORY: other,
      GIT_INDEX_FILE: join(other, 'x'),
    })
    expect(components).toEqual((await bomOf(folder)).components)
  })

  it.each([
    ['a repository that is not there', 'file:///no/such/repository', 'AIBOM_SOURCE_NOT_FOUND'],
    ['a transport that starts programs', 'ext::sh -c "touch /tmp/x"', 'AIBOM_SOURCE_INVALID'],
    ['an address that is an option', '--upload-pack=x', undefined],
  ])('refuses %s', async (_what, source, code) => {
    const cwd = temporaryFolder()
    const run = await aibom(['generate', source, '--json'], {cwd})
    expect(run.exit).toBe(2)
    if (code !== undefined) expect(run.stdout).toContain(code)
    expect(readdirSync(cwd)).toEqual([])
  })
})
