import {cpSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const applications = join(projectRoot, 'test/fixtures/applications')

/** A small application in each language, with the whole BOM that a reader can check against it. */
describe('an application', () => {
  it.each(readdirSync(applications).sort())('in %s gives its golden BOM', async language => {
    const cwd = join(temporaryFolder(), 'cook')
    cpSync(join(applications, language), cwd, {recursive: true})
    const {stdout} = await aibom(['generate', '-o', '-', '--quiet', '--no-config'], {cwd})
    await expect(stdout.replace(/"version": "0\.\d+\.\d+"/g, '"version": "0.0.0"')).toMatchFileSnapshot(
      `../golden/applications/${language}.cdx.json`,
    )
  })
})
