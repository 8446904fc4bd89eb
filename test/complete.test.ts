import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {commands} from '../src/commands/all.ts'
import {all} from '../src/detectors/all.ts'
import {projectRoot} from './support/run.ts'

function textsBelow(folder: string): string[] {
  const files = readdirSync(join(projectRoot, folder), {recursive: true, encoding: 'utf8'}).filter(file =>
    file.endsWith('.ts'),
  )
  return files.map(file => readFileSync(join(projectRoot, folder, file), 'utf8'))
}

/** The rows of a page's tables that begin with a name in code. */
function rowsOf(page: string): string[][] {
  const lines = readFileSync(join(projectRoot, page), 'utf8').split('\n')
  return lines
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|').map(cell => cell.trim().replaceAll('`', '')))
}

/** Codes by the texts that name them: what is an environment variable alone is none. */
function errorCodes(sources: readonly string[]): Set<string> {
  const source = sources.join('\n')
  const variables = new Set([...source.matchAll(/env(?:: |\[)'(AIBOM_\w+)'/g)].map(([, name]) => name))
  const thrown = [...source.matchAll(/Error\(\s*'(AIBOM_\w+)'/g)].map(([, code = '']) => code)
  const named = [...source.matchAll(/'(AIBOM_[A-Z0-9_]+)'/g)]
    .map(([, code = '']) => code)
    .filter(code => !variables.has(code))
  return new Set([...thrown, ...named])
}

describe('every detector', () => {
  const rows = new Map(rowsOf('docs/detectors.md').map(([, id = '', finds = '']) => [id, finds]))

  it('has a row in docs/detectors.md, and every row a detector', () => {
    expect([...rows.keys()]).toEqual(all.map(({id}) => id))
  })

  it.each(all.map(detector => [detector.id, detector] as const))(
    '%s finds what its row says, and is tested',
    (id, {finds}) => {
      expect(
        rows
          .get(id)
          ?.split(', ')
          .filter(kind => kind !== '')
          .sort(),
      ).toEqual([...finds].sort())
      const folder = join(projectRoot, 'test/unit/detectors', id)
      expect(existsSync(folder) && readdirSync(folder).some(file => file.endsWith('.test.ts'))).toBe(true)
    },
  )

  it('has a name of its own', () => {
    expect(new Set(all.map(({id}) => id)).size).toBe(all.length)
  })
})

describe('every error code', () => {
  const codes = errorCodes(textsBelow('src'))
  const rows = rowsOf('docs/errors.md').map(([, code = '']) => code)

  it('has a row in docs/errors.md, and every row a code', () => {
    expect(codes.size).toBeGreaterThan(50)
    expect([...codes].filter(code => !rows.includes(code))).toEqual([])
    expect(rows.filter(code => !codes.has(code))).toEqual([])
  })

  it('stands once, in order', () => {
    expect(rows).toEqual([...new Set(rows)].sort())
  })

  it('of a format or parser is tested', () => {
    const tested = textsBelow('test').join('\n')
    const own = errorCodes([
      ...textsBelow('src/formats'),
      ...textsBelow('src/bom'),
      ...textsBelow('src/cli'),
      ...textsBelow('src/detectors'),
    ])
    expect(own.size).toBeGreaterThan(10)
    expect([...own].filter(code => !tested.includes(`'${code}'`))).toEqual([])
  })
})

describe('every command', () => {
  it.each(Object.keys(commands))(
    '%s has a schema of its result, a row in the README and tests of the built product',
    name => {
      const [topic = name] = name.split(':')
      expect(existsSync(join(projectRoot, `schemas/${name.replace(':', '-')}.result.schema.json`))).toBe(true)
      expect(readFileSync(join(projectRoot, 'README.md'), 'utf8')).toContain(`| \`aibom ${name.replace(':', ' ')}`)
      expect(readdirSync(join(projectRoot, 'test/e2e')).some(file => file.startsWith(topic))).toBe(true)
    },
  )
})

describe('package-lock.json', () => {
  interface Locked {
    readonly optionalDependencies?: Readonly<Record<string, string>>
  }
  const {packages}: {packages: Readonly<Record<string, Locked>>} = JSON.parse(
    readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'),
  )

  it('has the binaries of every platform: npm leaves out those that the machine of its last run did not need, and refuses the file elsewhere', () => {
    const wanted = Object.values(packages).flatMap(({optionalDependencies = {}}) => Object.keys(optionalDependencies))
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter(name => packages[`node_modules/${name}`] === undefined)).toEqual([])
  })
})
