import {spawnSync} from 'node:child_process'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import {asRecord, textsOf, type UnknownRecord} from '../src/lib/narrow.ts'
import {summarise} from '../test/support/case-summary.ts'
import {launcher} from './support/measure.ts'

const bomLimitBytes = 256 * 1024 * 1024

/**
 * `npm run bench -- cases [CASES] [EXPECTATIONS]`: the built command over every folder of CASES, and whether its BOM
 * says what is expected.
 * EXPECTATIONS is a JSON file: name of a folder → what test/support/case-summary.ts makes of a BOM.
 */
export async function run([
  cases = '../shared/fixtures/cases/generate',
  expectations = 'test/shared/package-cases.json',
]: string[]): Promise<boolean> {
  if (!existsSync(cases)) {
    console.error(`${cases} is not there`)
    return false
  }
  const expected = asRecord(JSON.parse(readFileSync(expectations, 'utf8'))) ?? {}
  const verdicts = readdirSync(cases)
    .sort()
    .map(name => {
      const wanted = asRecord(expected[name])
      const differences = wanted === undefined ? undefined : differencesOf(wanted, resolve(join(cases, name)))
      console.log(
        `${name.padEnd(36)} ${differences === undefined ? 'not judged' : differences.length === 0 ? 'right' : 'wrong'}`,
      )
      for (const line of differences ?? []) console.log(`  ${line}`)
      return differences
    })
  const judged = verdicts.filter(differences => differences !== undefined)
  const right = judged.filter(differences => differences.length === 0)
  console.log(`${right.length} of ${judged.length} right, ${verdicts.length - judged.length} not judged`)
  return right.length === judged.length
}

function differencesOf(wanted: UnknownRecord, folder: string): string[] {
  const run = spawnSync(process.execPath, [launcher, 'generate', folder, '-o', '-', '--quiet'], {
    encoding: 'utf8',
    maxBuffer: bomLimitBytes,
  })
  if (run.status !== 0) return [`exit ${run.status}: ${run.stderr}`]
  const got = summarise(JSON.parse(run.stdout))
  return (['packages', 'edges', 'gaps', 'assets'] as const).flatMap(list => {
    if (wanted[list] === undefined) return []
    const [before, after] = [textsOf(wanted[list]), got[list]]
    if (isDeepStrictEqual(before, after)) return []
    return [
      ...before.filter(line => !after.includes(line)).map(line => `- ${line}`),
      ...after.filter(line => !before.includes(line)).map(line => `+ ${line}`),
    ]
  })
}
