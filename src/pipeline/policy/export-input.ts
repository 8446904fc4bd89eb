import {compareSides} from '../../drift/compare.ts'
import {type GateOptions, openGate} from '../changes/open-gate.ts'
import {openSide} from '../changes/open-side.ts'
import type {PolicyExportResult} from './export-result.generated.ts'
import {subjectsOf} from './subjects.ts'

/**
 * `aibom policy export --rego-input`: what rules of a policy are asked about, for Conftest and others that judge by
 * Rego.
 * @throws {AibomError} as `aibom check`
 */
export async function exportInput(options: GateOptions): Promise<PolicyExportResult> {
  const {baseline} = await openGate(options)
  const opened = await openSide(options.source, options)
  const packages = baseline?.side.form === 'lock' ? 'digest' : 'each'
  const before = baseline?.side.project(packages)
  const changes = before === undefined ? [] : compareSides(before, opened.project(packages)).changes
  const subjects = subjectsOf({
    entries: opened.project('each').entries,
    assets: opened.inventory?.assets ?? [],
    changes,
    before: before?.entries ?? [],
  })
  return {
    schemaVersion: 1,
    source: options.source,
    assets: subjects.assets.map(({asset, evidence}) => ({
      asset: {...asset},
      evidence: evidence.map(each => ({...each})),
    })),
    changes: subjects.changes.map(({asset, change, evidence}) => ({
      asset: {...asset},
      change: {...change},
      evidence: evidence.map(each => ({...each})),
    })),
  }
}
