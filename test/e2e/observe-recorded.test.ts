import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const folder = join(projectRoot, 'test/fixtures/traces/recorded')

/** What a run of the changed application has to draw, and what its instrumentation cannot tell. */
interface Expected {
  /** rule and what it is about; nothing else is found */
  readonly later: readonly (readonly [rule: string, asset: string])[]
  /** parts of messages */
  readonly cannotTell: readonly string[]
}

describe('telemetry recorded from real SDKs', () => {
  it.each(readdirSync(folder).filter(name => existsSync(join(folder, name, 'app'))))(
    '%s: the application as it is draws nothing, and each change of it its verdict',
    async name => {
      const cwd = temporaryFolder()
      const at = (path: string): string => join(folder, name, path)
      const {later, cannotTell}: Expected = JSON.parse(readFileSync(at('expected.json'), 'utf8'))
      await aibom(['generate', at('app'), '--quiet', '--output', 'app.cdx.json'], {cwd})
      const observe = async (run: string): Promise<{found: string[][]; open: string[]}> => {
        const words = [at(`${run}.jsonl`), '--against', 'app.cdx.json', '--state', 'state', '--json']
        const {findings, cannotTell: open} = JSON.parse((await aibom(['observe', ...words], {cwd})).stdout)
        const found = findings.map((one: {name: string; asset: string}) => [one.name, one.asset])
        return {found, open: open.map(({message}: {message: string}) => message)}
      }
      expect((await observe('baseline')).found.filter(([rule]) => rule !== 'declared-not-seen')).toEqual([])
      const {found, open} = await observe('later')
      expect(found).toEqual(expect.arrayContaining(later.map(one => [...one])))
      expect(found).toHaveLength(later.length)
      for (const part of cannotTell) expect(open.join('\n')).toContain(part)
    },
    60_000,
  )
})
