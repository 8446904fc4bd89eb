import type {Asset} from '../../inventory/asset.ts'
import type {Finding} from '../../inventory/finding.ts'
import {subjectKey} from '../../inventory/identity.ts'
import {addTo} from '../../lib/group.ts'
import {remoteCode} from '../../rules/remote-code.ts'
import {remoteCodeUnpinned} from '../../rules/remote-code-unpinned.ts'

const remoteCodeRules: ReadonlySet<string> = new Set([remoteCode.id, remoteCodeUnpinned.id])
/** Lines between the name of a model and the flag that lets its code run, in one command or one block of settings. */
const nearLines = 30

/** Without findings of a flag or setting that a model beside it is found for, by its name. */
export function withoutRepeats(findings: readonly Finding[], assets: readonly Asset[]): readonly Finding[] {
  const flags = findings.filter(({rule, asset}) => remoteCodeRules.has(rule) && asset === subjectKey)
  if (flags.length === 0) return findings
  const linesByPath = new Map<string, number[]>()
  for (const asset of assets) {
    if (asset.kind !== 'model' || asset.facts.trustRemoteCode !== true) continue
    for (const {path, line = 1, scope, level} of asset.evidence)
      if (scope === 'product' && level !== 'mentioned') addTo(linesByPath, path, line)
  }
  const isTold = ({evidence: [place]}: Finding): boolean =>
    place !== undefined &&
    (linesByPath.get(place.path) ?? []).some(line => Math.abs(line - (place.line ?? 1)) <= nearLines)
  const repeated = new Set(flags.filter(isTold))
  return findings.filter(finding => !repeated.has(finding))
}
