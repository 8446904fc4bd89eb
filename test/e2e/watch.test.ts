import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {commitAll, gitIn, isResultOf} from '../support/example-app.ts'
import {startRegistry} from '../support/registry.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const [commit, newer] = ['a'.repeat(40), 'b'.repeat(40)]
const lock = `lockVersion: 1
assets:
  "model:huggingface/acme/tiny":
    name: "acme/tiny"
    version: "${commit}"
    floating: "yes"
`
const routes = {
  '/api/models/acme/tiny?securityStatus=true': {json: {id: 'acme/tiny', sha: newer, gated: false}},
  [`/api/models/acme/tiny/revision/${commit}?securityStatus=true`]: {
    json: {id: 'acme/tiny', sha: commit, gated: false},
  },
}

it('tells what registries say since, in watch and in check --online, and by the exit code', async () => {
  await using server = await startRegistry(routes)
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'aibom.lock'), lock)
  writeFileSync(join(cwd, 'app.py'), 'from transformers import AutoModel\nAutoModel.from_pretrained("acme/tiny")\n')
  gitIn(cwd, 'init', '-q')
  commitAll(cwd)
  const env = {HF_ENDPOINT: server.url, AIBOM_PYPI_INDEX: server.url, AIBOM_NPM_REGISTRY: server.url}
  const round = await aibom(['watch', '--once', '--json'], {cwd, env})
  expect(isResultOf('watch', round.stdout)).toBe(true)
  expect(round.exit).toBe(1)
  expect(JSON.parse(round.stdout)).toMatchObject({
    outcome: 'failed',
    asked: 1,
    noCommit: 0,
    failed: [],
    changes: [{class: 'revision-moved', before: [commit], after: [newer]}],
  })
  expect((await aibom(['watch', '--once', '--fail-on', 'critical'], {cwd, env})).exit).toBe(0)
  const check = await aibom(['check', '--online', '--json'], {cwd, env})
  expect(isResultOf('check', check.stdout)).toBe(true)
  expect(JSON.parse(check.stdout).changes).toContainEqual(
    expect.objectContaining({class: 'revision-moved', place: {path: 'app.py', line: 2}}),
  )
})

it('exits 3 where a registry gives no answer, and 2 for what it cannot open or wait for', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'aibom.lock'), lock)
  const run = await aibom(['watch', '--once', '--deadline', '1'], {cwd, env: {HF_ENDPOINT: 'http://127.0.0.1:1'}})
  expect(run.exit).toBe(3)
  expect(run.stdout).toContain('no answer for model:huggingface/acme/tiny')
  expect((await aibom(['watch', 'missing.lock', '--once'], {cwd})).exit).toBe(2)
  expect((await aibom(['watch', '--interval', '1s'], {cwd})).exit).toBe(2)
  expect((await aibom(['watch', '--interval', '1h', '--once'], {cwd})).exit).toBe(2)
})
