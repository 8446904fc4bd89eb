import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {type CheckOptions, check} from '../../src/pipeline/changes/check.ts'
import type {CheckResult} from '../../src/pipeline/changes/check-result.generated.ts'
import {noProgress} from '../../src/pipeline/progress.ts'
import type {Files} from './detect.ts'
import {temporaryFolder} from './run.ts'

/** 2026-11-28 */
const now = Date.UTC(2026, 10, 28)

/** A folder with these files. */
export function folderOf(files: Files): string {
  const folder = join(temporaryFolder(), 'app')
  for (const [path, content] of Object.entries({'README.md': '', ...files})) {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** What `aibom check --no-baseline` says of a folder with these files. */
export function checkFiles(files: Files, options: Partial<CheckOptions> = {}): Promise<CheckResult> {
  return checkSource(folderOf(files), options)
}

export function checkSource(source: string, options: Partial<CheckOptions> = {}): Promise<CheckResult> {
  return check({source, baseline: false, failOn: 'high', strict: false, ...quietOptions(), ...options})
}

/** What the use cases that open a source take, offline and without a cache. */
export function quietOptions() {
  return {
    cwd: '/',
    env: {},
    cacheFolder: undefined,
    now: () => now,
    signal: new AbortController().signal,
    progress: noProgress,
    toolVersion: '0.0.0',
    offline: false,
    online: false,
    exclude: [],
    refresh: false,
    deadline: 60,
  }
}

/** Names of assets that a rule speaks of, sorted. */
export function foundBy(rule: string, {findings}: CheckResult): string[] {
  return findings.flatMap(({name, assetName}) => (name === rule ? [assetName] : [])).sort()
}

/** A rule, and files in which it finds one thing or nothing. */
export type RuleCase = readonly [what: string, files: Files]

/** A table of cases by rule as rows for `it.each`. */
export function casesOf(table: Readonly<Record<string, readonly RuleCase[]>>) {
  return Object.entries(table).flatMap(([rule, cases]) => cases.map(([what, files]) => [rule, what, files] as const))
}
