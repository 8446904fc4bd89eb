import {severities} from '../../inventory/severity.ts'
import type {Asset} from '../../pipeline/list/result.generated.ts'

/** Kinds of which a version and a license can be asked: for these a missing one is unknown. */
const published: ReadonlySet<string> = new Set(['model', 'dataset', 'package', 'weights'])
const commitPattern = /^[0-9a-f]{40,64}$/
const shownCommit = 12

/** The version as a person reads it: commits shortened, moving names marked. */
export function versionCell({
  kind,
  version,
  revision,
  floating,
  declared,
}: Pick<Asset, 'kind' | 'version' | 'revision' | 'floating' | 'declared'>): string {
  if (version !== undefined) return commitPattern.test(version) ? version.slice(0, shownCommit) : version
  if (revision !== undefined) return floating === true ? `${revision} (moves)` : revision
  if (floating === true) return 'not pinned'
  if (declared !== undefined && declared.length > 0) return declared.join(', ')
  return published.has(kind) && kind !== 'weights' ? 'unknown' : ''
}

/** `unknown` only for kinds that have a license as a rule. */
export function licenseCell({kind, licenses}: Asset): string {
  if (licenses.length > 0) return licenses.join(', ')
  return published.has(kind) ? 'unknown' : ''
}

/** `path:line`, `path`, or nothing. */
export function placeCell({place}: Pick<Asset, 'place'>): string {
  if (place === undefined) return ''
  return place.line === undefined ? place.path : `${place.path}:${place.line}`
}

/** Each rule once, the worst first: `high AIB010`. */
export function findingsCell({findings}: Asset): string {
  const words = findings.map(({rule, severity}) => [severities.indexOf(severity), `${severity} ${rule}`] as const)
  return [...new Map(words.sort(([a], [b]) => a - b).map(([, word]) => [word, word])).keys()].join(', ')
}
