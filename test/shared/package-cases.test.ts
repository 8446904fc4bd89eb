import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {asRecord} from '../../src/lib/narrow.ts'
import {summarise} from '../support/case-summary.ts'
import {aibom, projectRoot} from '../support/run.ts'
import {hasShared, sharedPath} from '../support/shared.ts'

const expectations =
  asRecord(JSON.parse(readFileSync(join(projectRoot, 'test/shared/package-cases.json'), 'utf8'))) ?? {}

describe.skipIf(!hasShared)('cases from public bug reports', () => {
  it.each(Object.keys(expectations))('%s', async name => {
    const run = await aibom(['generate', sharedPath(`fixtures/cases/generate/${name}`), '-o', '-', '--quiet'])
    expect(summarise(JSON.parse(run.stdout))).toMatchObject(asRecord(expectations[name]) ?? {})
  })
})
