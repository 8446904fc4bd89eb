import type {CheckResult} from '../../pipeline/changes/check-result.generated.ts'
import {plural} from '../amounts.ts'

/** Assets that a summary names; the JSON result has them all. */
const failedShown = 10

/** What registries were asked, and what they did not answer. */
export function upstreamLines(upstream: CheckResult['upstream']): string[] {
  if (upstream === null) return []
  const {asked, failed, noCommit, notAsked} = upstream
  const rest = failed.length - failedShown
  return [
    `asked registries about ${plural(asked, 'asset')}${notAsked.length > 0 ? `; not asked: ${notAsked.map(({what, count}) => `${count} ${what}`).join(', ')}` : ''}`,
    ...(noCommit === 0
      ? []
      : [
          `no commit is recorded of ${plural(noCommit, 'model or data set', 'models and data sets')}: nobody can tell whether they moved`,
        ]),
    ...failed.slice(0, failedShown).map(({id, message}) => `no answer for ${id}: ${message}`),
    ...(rest > 0 ? [`and ${rest} more without an answer`] : []),
  ]
}
