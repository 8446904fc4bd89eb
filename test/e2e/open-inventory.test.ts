import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, temporaryFolder} from '../support/run.ts'

/** A vendor's BOM in XML, with one model at a commit. */
const bom = (version: string): string => `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <components>
    <component type="machine-learning-model" bom-ref="m"><group>acme</group><name>tiny</name><version>${version}</version>
      <purl>pkg:huggingface/acme/tiny@${version}</purl></component>
  </components>
</bom>
`
const program = `# writes CycloneDX
from openai import OpenAI
OpenAI().chat.completions.create(model="gpt-4o", messages=[])
`

describe('a file that is given as a BOM or a source', () => {
  it.each(['list', 'diff'])('is a BOM for %s, in XML too', async command => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'old.xml'), bom('1'.repeat(40)))
    writeFileSync(join(cwd, 'new.xml'), bom('2'.repeat(40)))
    const run = await aibom([command, 'old.xml', ...(command === 'diff' ? ['new.xml'] : []), '--json'], {cwd})
    expect(run).toMatchObject({exit: 0, stderr: ''})
    const result = JSON.parse(run.stdout)
    if (command === 'diff')
      expect(result).toMatchObject({
        old: {form: 'bom', assets: 1},
        changes: [{name: 'acme/tiny', class: 'revision-moved'}],
      })
    else expect(result.assets).toMatchObject([{name: 'acme/tiny', version: '1'.repeat(40)}])
  })

  it.each(['list', 'diff'])('is a source for %s where a program names CycloneDX', async command => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'app.py'), program)
    const run = await aibom([command, 'app.py', ...(command === 'diff' ? ['app.py'] : []), '--json'], {cwd})
    expect(run.exit).toBe(0)
    const result = JSON.parse(run.stdout)
    if (command === 'diff') expect(result).toMatchObject({old: {form: 'source'}, changes: []})
    else expect(result.assets.map(({name}: {name: string}) => name)).toContain('gpt-4o')
  })
})
