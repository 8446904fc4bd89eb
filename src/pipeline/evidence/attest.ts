import {resolve} from 'node:path'
import {type StatementSubject, testResultStatement} from '../../evidence/statement.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {HeldReport} from '../../inventory/test-report.ts'
import {AibomError} from '../../lib/errors.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import {partsOf} from './match-target.ts'

const commitPattern = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/

/**
 * Writes what reports say as one in-toto statement about their target.
 * @throws {AibomError} `AIBOM_ATTEST_SUBJECT` (exit 2) where they have not one target, or it has neither digest nor
 *   commit
 */
export function writeStatement(path: string, cwd: string, reports: readonly HeldReport[], inventory: Inventory): void {
  const own = reports.filter(({binding}) => binding !== 'foreign')
  const targets = new Set(own.map(({asset}) => asset))
  const [target] = targets
  if (target === undefined || targets.size !== 1) {
    throw new AibomError('AIBOM_ATTEST_SUBJECT', 'the statement needs reports about one thing in the BOM', {
      hint: 'Add the reports of each target by themselves',
    })
  }
  writeWhole(resolve(cwd, path), toJsonText(testResultStatement(subjectsOf(target, inventory), own)), path)
}

function subjectsOf(target: string, {assets, relationships, subject}: Inventory): StatementSubject[] {
  const asset = assets.find(each => keyOf(each) === target)
  const files = asset === undefined ? [] : [asset, ...partsOf(asset, assets, relationships)]
  const hashed = files.flatMap(({name, digests}) => {
    const sha256 = digests.find(({alg, of}) => alg === 'sha256' && of === 'content')?.hex
    return sha256 === undefined ? [] : [{name, digest: {sha256}}]
  })
  if (hashed.length > 0) return hashed
  const commit = target === subjectKey ? subject.revision : asset?.version
  if (commit !== undefined && commitPattern.test(commit))
    return [{name: asset?.name ?? subject.name, digest: {gitCommit: commit}}]
  throw new AibomError('AIBOM_ATTEST_SUBJECT', `${target} has neither a digest nor a commit, and a statement needs one`)
}
