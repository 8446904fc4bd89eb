import {spawnSync} from 'node:child_process'
import {existsSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'
import {spdx2Document} from '../support/spdx-2.ts'
import {vendorBom} from '../support/vendor-bom.ts'

const python = join(projectRoot, '.venv-tests/bin/python3')
const hasReaders =
  existsSync(python) && spawnSync(python, ['-c', 'import spdx_python_model, ntia_conformance_checker']).status === 0
if (!hasReaders)
  process.stderr.write(
    'skipped: the tests against readers of SPDX 3, because they are not installed (test/support/python-requirements.txt)\n',
  )

async function converted(): Promise<string> {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'bom.json'), JSON.stringify(vendorBom()))
  const run = await aibom(['convert', 'bom.json', '--to', 'spdx3', '-o', 'bom.spdx.json'], {cwd})
  expect([run.exit, run.stdout]).toEqual([0, expect.stringContaining('/components/*/data')])
  return cwd
}

describe('aibom convert --to spdx3', () => {
  it('writes what review and validate read, and what converts back', async () => {
    const cwd = await converted()
    expect((await aibom(['validate', 'bom.spdx.json'], {cwd})).exit).toBe(0)
    const review = JSON.parse((await aibom(['review', 'bom.spdx.json', '--json'], {cwd})).stdout)
    expect(review).toMatchObject({target: {form: 'SPDX 3.0.1, JSON'}, subject: {name: 'assistant', version: '3.4'}})
    expect(review.notChecked).toContain('services that receive data: SPDX has no place for them')
    expect(review.evidence.find(({value}: {value: string}) => value === 'Apache-2.0').line).toBeGreaterThan(1)
    const back = await aibom(['convert', 'bom.spdx.json', '--to', 'cyclonedx-1.6', '-o', 'back.json'], {cwd})
    expect([back.exit, back.stdout]).toEqual([0, expect.stringContaining('SPDX 3.0.1 (JSON)')])
    expect((await aibom(['validate', 'back.json'], {cwd})).exit).toBe(0)
  })

  it('writes a document that nobody signed: it is not a broken signature', async () => {
    const cwd = await converted()
    const {exit, stdout} = await aibom(['verify', 'bom.spdx.json', '--json'], {cwd})
    expect([exit, JSON.parse(stdout).subjects]).toMatchObject([1, [{status: 'unsigned', code: 'signature-missing'}]])
    const review = JSON.parse((await aibom(['review', 'bom.spdx.json', '--json'], {cwd})).stdout)
    expect(review.findings.map(({rule}: {rule: string}) => rule)).not.toContain('AIB390')
  })

  it.runIf(hasReaders)('writes what the model of SPDX and a checker of minimum elements read', async () => {
    const cwd = await converted()
    const {stdout} = spawnSync(python, [join(projectRoot, 'test/support/read-spdx.py'), join(cwd, 'bom.spdx.json')], {
      encoding: 'utf8',
    })
    expect(JSON.parse(stdout)).toEqual({
      models: ['acme-ai/clause-7b', 'openbase/base-7b'],
      datasets: ['clauses'],
      relationships: expect.arrayContaining(['contains', 'descendantOf', 'hasDeclaredLicense', 'trainedOn']),
      problems: [],
      hasAuthor: true,
      hasTimestamp: true,
    })
  })
})

describe('an SPDX 2.3 document', () => {
  it('is reviewed, listed and converted as any BOM is', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'bom.spdx.json'), spdx2Document())
    const review = JSON.parse((await aibom(['review', 'bom.spdx.json', '--json'], {cwd})).stdout)
    expect(review).toMatchObject({target: {form: 'SPDX 2.3, JSON'}, subject: {name: 'assistant', version: '3.1.0'}})
    expect(review.findings.map(({rule}: {rule: string}) => rule)).not.toContain('AIB390')
    const list = await aibom(['list', 'bom.spdx.json', '--format', 'csv'], {cwd})
    expect([list.exit, list.stdout]).toEqual([0, expect.stringContaining('acme-ai/clause-7b')])
    const written = await aibom(['convert', 'bom.spdx.json', '--to', 'cyclonedx-1.6', '-o', 'cdx.json'], {cwd})
    expect([written.exit, written.stdout]).toEqual([0, expect.stringContaining('SPDX 2.3 (JSON)')])
    expect(written.stdout).toContain('/packages/*/checksums/algorithm=ADLER32')
    expect(written.stdout).not.toContain('Everything was carried over')
    expect((await aibom(['validate', 'cdx.json'], {cwd})).exit).toBe(0)
  })

  it.each([
    ['SPDX in tag-value form', 'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n', 'ask for it in JSON'],
    ['an empty file', '', 'it is empty'],
  ])('gives no answer for %s', async (_what, text, told) => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'bom.spdx'), text)
    const run = await aibom(['review', 'bom.spdx'], {cwd})
    expect([run.exit, run.stdout]).toEqual([3, expect.stringContaining(told)])
  })
})
