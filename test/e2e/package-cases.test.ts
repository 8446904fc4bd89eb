import {cpSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {summarise} from '../support/case-summary.ts'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const cases = join(projectRoot, 'test/fixtures/package-cases')

describe.each(readdirSync(cases).filter(name => !name.includes('.')))('the packages of %s', name => {
  it('are told apart by where they come from, with what each file says of them', async () => {
    const folder = join(temporaryFolder(), name)
    cpSync(join(cases, name), folder, {recursive: true})
    const run = await aibom(['generate', '-o', '-', '--quiet'], {cwd: folder})
    expect(run.exit).toBe(0)
    expect(run.stdout).not.toContain('user:pw')
    const {packages, edges, gaps} = summarise(JSON.parse(run.stdout))
    await expect(`${JSON.stringify({packages, edges, gaps}, null, 2)}\n`).toMatchFileSnapshot(
      join(cases, `${name}.json`),
    )
  })
})
