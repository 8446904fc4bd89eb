import type {CheckResult} from '../../pipeline/changes/check-result.generated.ts'

/** The lines that a fix changes, as a diff shows them. */
export function fixLines(fixes: CheckResult['fixes']): string[] {
  if (fixes === undefined) return []
  const {written, pinned, notPinned} = fixes
  return [
    ...pinned.flatMap(({path, line, before, after}) => [
      `${written ? 'fixed' : 'fix'}: ${path}:${line}`,
      `- ${before}`,
      `+ ${after}`,
    ]),
    ...notPinned.map(
      ({id, path, line, reason}) => `not fixed: ${id} in ${path}${line === undefined ? '' : `:${line}`}: ${reason}`,
    ),
    ...(pinned.length > 0 && !written ? ['write it with: aibom check --fix --write'] : []),
  ]
}
