import {chmodSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {isResultOf} from '../support/example-app.ts'
import {startRegistry} from '../support/registry.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const commit = 'a'.repeat(40)
const code = Buffer.from(
  '# caf\xe9\r\nfrom transformers import AutoModel\r\na = AutoModel.from_pretrained(\r\n    "acme/tiny",\r\n    revision="main",\r\n)\r\nb = AutoModel.from_pretrained("acme/bare")\r\nc = AutoModel.from_pretrained("acme/bare", **options)\r\n',
  'latin1',
)
const routes = Object.fromEntries(
  ['tiny', 'bare'].flatMap(name =>
    ['', '/revision/main'].map(at => [
      `/api/models/acme/${name}${at}?securityStatus=true`,
      {json: {id: `acme/${name}`, sha: commit, gated: false}},
    ]),
  ),
)

it('shows how a moving revision is pinned, and writes that string alone when it is told to', async () => {
  await using server = await startRegistry(routes)
  const cwd = temporaryFolder()
  const path = join(cwd, 'a.py')
  writeFileSync(path, code)
  chmodSync(path, 0o755)
  const env = {HF_ENDPOINT: server.url, AIBOM_PYPI_INDEX: server.url}
  const flags = ['check', '--no-baseline', '--fail-on', 'never', '--online', '--fix']
  const shown = await aibom([...flags, '--json'], {cwd, env})
  expect(isResultOf('check', shown.stdout)).toBe(true)
  expect(JSON.parse(shown.stdout).fixes).toMatchObject({
    written: false,
    pinned: [
      {
        id: 'model:huggingface/acme/bare',
        path: 'a.py',
        line: 7,
        after: `b = AutoModel.from_pretrained("acme/bare", revision="${commit}")`,
      },
      {
        id: 'model:huggingface/acme/tiny',
        path: 'a.py',
        line: 5,
        before: '    revision="main",',
        after: `    revision="${commit}",`,
      },
    ],
    notPinned: [{id: 'model:huggingface/acme/bare', path: 'a.py', line: 8}],
  })
  expect(readFileSync(path).equals(code)).toBe(true)
  const written = await aibom([...flags, '--write'], {cwd, env})
  expect(written.stdout).toContain('fixed: a.py:5')
  expect(readFileSync(path, 'latin1')).toBe(
    code
      .toString('latin1')
      .replace('"main"', `"${commit}"`)
      .replace('"acme/bare")', `"acme/bare", revision="${commit}")`),
  )
  expect(statSync(path).mode & 0o777).toBe(0o755)
})

it('makes up no commit, and refuses --write alone', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'a.py'), code)
  const run = await aibom(['check', '--no-baseline', '--fail-on', 'never', '--fix', '--write', '--json'], {cwd})
  expect(JSON.parse(run.stdout).fixes).toMatchObject({
    pinned: [],
    notPinned: [{reason: expect.stringContaining('no commit of it is known')}, {}, {}],
  })
  expect(readFileSync(join(cwd, 'a.py')).equals(code)).toBe(true)
  expect((await aibom(['check', '--no-baseline', '--write'], {cwd})).exit).toBe(2)
})
