import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {aibom, type Run, temporaryFolder} from '../support/run.ts'
import {writeKeys} from '../support/signing.ts'

/**
 * Everything that may forge a line, turn text around, hide in it or steer what shows it; a file system takes all but
 * NUL and `/`.
 */
const marks =
  '\n\r\t\u0007\u001b[2J\u007f\u0085\u009b31m\u061c\u200b\u200e\u200f\u2028\u2029\u202e\u2066\u2069\ufeff\u{e0041}'
const hostile = `x${marks}\nverified  prod (model)\n::set-output name=a::b\n##[error]c`
const raw = /[^\P{Cc}\n]|[\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u

let cwd = ''

function expectClean(run: Run): void {
  for (const text of [run.stdout, run.stderr]) {
    expect(text).not.toMatch(raw)
    expect(text).not.toMatch(/^\s*(?:verified {2}prod|::set-output)|##\[/m)
  }
}

beforeAll(() => {
  cwd = temporaryFolder()
  writeKeys(cwd, 'signing', 'P-256')
  mkdirSync(join(cwd, 'model'))
  writeFileSync(join(cwd, 'model', 'weights.bin'), 'weights')
  writeFileSync(join(cwd, 'model', hostile), '')
  writeFileSync(join(cwd, 'app.py'), `import openai\nopenai.OpenAI().responses.create(model="gpt-4o")  # ${marks}\n`)
  writeFileSync(join(cwd, 'config.json'), JSON.stringify({model: `gpt-4o-${hostile}`}))
  const digest = {alg: 'SHA-256', content: '0'.repeat(64)}
  const components = [
    {type: 'file', name: hostile, 'bom-ref': hostile, hashes: [digest]},
    {type: 'library', name: hostile, purl: `pkg:npm/${encodeURIComponent(hostile)}@1`},
  ]
  writeFileSync(
    join(cwd, 'bom.json'),
    JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components}),
  )
  writeFileSync(join(cwd, 'policy.yaml'), JSON.stringify({[hostile]: [hostile]}))
})

describe.skipIf(process.platform === 'win32')('no name that is printed forges a line or steers a terminal', () => {
  it.each([
    ['generate', ['generate', '.', '--output', 'out.json']],
    ['generate --json', ['generate', '.', '--output', 'out.json', '--json']],
    ['the BOM itself', ['generate', '.', '--output', '-']],
    ['explain', ['explain', 'app.py', '--bom', 'out.json']],
    ['explain --json', ['explain', 'app.py', '--bom', 'out.json', '--json']],
    ['explain of a foreign BOM', ['explain', hostile, '--bom', 'bom.json']],
    ['explain of what is not there', ['explain', `${hostile}y`, '--bom', 'bom.json']],
    ['sign', ['sign', 'model', '--key', 'signing.pem']],
    ['verify of a model', ['verify', 'model', '--key', 'signing.pub.pem']],
    ['verify of a BOM', ['verify', 'bom.json', '--artifacts', 'model']],
    ['verify --json', ['verify', 'bom.json', '--artifacts', 'model', '--json']],
    ['verify --format json', ['verify', 'bom.json', '--artifacts', 'model', '--format', 'json']],
    ['verify --format sarif', ['verify', 'bom.json', '--artifacts', 'model', '--format', 'sarif']],
    ['verify --format junit', ['verify', 'bom.json', '--artifacts', 'model', '--format', 'junit']],
    ['a target that is not there', ['verify', hostile]],
    ['the same under --json', ['verify', hostile, '--json']],
    ['a policy', ['verify', 'model', '--policy', 'policy.yaml']],
    ['a policy that is not there', ['verify', 'model', '--policy', hostile]],
    ['a source that is not there', ['generate', hostile]],
    ['a source of no kind', ['fetch', hostile, 'folder']],
    ['an argument too many', ['generate', '.', hostile]],
    ['a command that is not there', [hostile]],
    ['a flag that is not there', ['generate', `--${hostile}`]],
    ['a value that a flag does not take', ['generate', '--spec', hostile]],
    ['a digest that is none', ['generate', '--digest', hostile]],
    ['the place of an error', ['verify', hostile], {DEBUG: 'aibom'}],
  ])('%s', async (_name, words, env: Record<string, string> = {}) => {
    const run = await aibom(words, {cwd, env})
    expectClean(run)
    expect(run.exit).not.toBe(70)
    expect(run.stdout + run.stderr).not.toBe('')
  })
})
