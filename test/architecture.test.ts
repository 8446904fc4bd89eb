import {execFileSync} from 'node:child_process'
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Cruise {
  readonly summary: {
    readonly totalCruised: number
    readonly violations: readonly {
      readonly rule: {readonly name: string}
      readonly from: string
      readonly to: string
    }[]
  }
  readonly modules: readonly {readonly source: string}[]
}

function cruise(): Cruise {
  const command = `${root}/node_modules/dependency-cruiser/bin/dependency-cruise.mjs`
  const options = ['--config', 'test/config/dependency-cruiser.cjs', '--output-type', 'json', 'src']
  return JSON.parse(
    execFileSync(process.execPath, [command, ...options], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    }),
  )
}

describe('the import table of docs/architecture.md', () => {
  const result = cruise()

  it('is held by every module', () => {
    expect(result.summary.violations.map(({rule, from, to}) => `${rule.name}: ${from} → ${to}`)).toEqual([])
  })

  it('was checked on every module of ours', () => {
    const files = readdirSync(`${root}/src`, {
      recursive: true,
      encoding: 'utf8',
    }).filter(file => file.endsWith('.ts'))
    const seen = new Set(result.modules.map(({source}) => source))
    expect(files.length).toBeGreaterThan(50)
    expect(files.filter(file => !seen.has(`src/${file.replaceAll('\\', '/')}`))).toEqual([])
  })
})
