import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {reportLines} from '../../../../src/cli/reports/verify-report.ts'
import {sha256Hex} from '../../../../src/lib/digest.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {verifyWith} from '../../../support/verify.ts'

describe('a report of verify for programs', () => {
  it.each([
    [false, 'met', 'well'],
    [true, 'undecided', 'undecided'],
  ])('agrees with the exit code on what was not checked, strict %s', async (strict, outcome, weight) => {
    const cwd = mkdtempSync(join(temporaryFolder(), 'report-'))
    mkdirSync(join(cwd, 'files'))
    writeFileSync(join(cwd, 'files/w.bin'), 'right')
    const components = [
      {type: 'file', name: 'w.bin', hashes: [{alg: 'SHA-256', content: sha256Hex('right')}]},
      {type: 'library', name: 'p', version: '1', purl: 'pkg:npm/p@1'},
    ]
    writeFileSync(join(cwd, 'bom.json'), JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components}))
    const result = await verifyWith({targets: ['bom.json'], cwd, artifacts: 'files', require: 'digest', strict})
    expect(result.outcome).toBe(outcome)
    const [document, file] = reportLines(result, strict)
    expect(document).toMatchObject({subject: 'bom.json', weight, ...(strict && {code: 'not-checked'})})
    if (strict) expect(document?.message).toContain('not checked are 1 package')
    expect(file).toMatchObject({code: 'verified', weight: 'well'})
  })
})
