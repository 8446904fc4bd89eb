import type {AssetOf} from '../../../inventory/asset.ts'
import {asRecord, asText, indexedRecords} from '../../../lib/narrow.ts'
import {baseName} from '../../../lib/path.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import {plainName} from '../../facts/families.ts'
import type {Part} from '../../view.ts'
import {tellDifference} from './tell.ts'

/** Results of tests, held against those of the model's own card. */
export function compareMeasures(
  claimed: Part,
  {facts}: AssetOf<'model'>,
  artifact: Artifact,
  notes: ReviewContext['notes'],
): void {
  const own = facts.modelCard?.metrics ?? []
  const list = asRecord(asRecord(claimed.node['modelCard'])?.['quantitativeAnalysis'])?.['performanceMetrics']
  for (const [index, {type, value, slice}] of indexedRecords(list)) {
    const [kind, stated, data] = [asText(type), asText(value), asText(slice)]
    if (kind === undefined || stated === undefined || data === undefined) continue
    // a card may give one measure on several parts of one data set
    const [twin, ...others] = own.filter(each => isSame(each.type, kind) && isSame(each.slice ?? '', data))
    if (twin === undefined || others.length > 0 || isSameFigure(stated, twin.value)) continue
    tellDifference(
      {
        rule: 'measure-differs',
        what: `${kind} on ${data}`,
        claimed: stated,
        actual: twin.value,
        pointer: `${claimed.pointer}/modelCard/quantitativeAnalysis/performanceMetrics/${index}/value`,
      },
      claimed,
      artifact,
      notes,
    )
  }
}

/** The name of a data set may go on with its part: `ledgar, test`. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map(name => plainName(baseName(name)))
  return (
    left !== undefined &&
    right !== undefined &&
    left !== '' &&
    right !== '' &&
    (left.startsWith(right) || right.startsWith(left))
  )
}

/** Rounded as the shorter one is, as a share or in percent; what is no figure is not compared. */
function isSameFigure(a: string, b: string): boolean {
  const [left, right] = [Number(a.replace(/\s?%$/, '')), Number(b.replace(/\s?%$/, ''))]
  if (!Number.isFinite(left) || !Number.isFinite(right)) return true
  const room = 0.6 * 10 ** -Math.min(decimalsIn(a), decimalsIn(b))
  return [
    [left, right, room],
    [left * 100, right, Math.max(room, 0.1)],
    [left, right * 100, Math.max(room, 0.1)],
  ].some(([one = 0, other = 0, slack = 0]) => Math.abs(one - other) <= slack)
}

function decimalsIn(text: string): number {
  return /\.(\d{1,12})/.exec(text)?.[1]?.length ?? 0
}
