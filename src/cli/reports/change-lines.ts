import type {DiffResult} from '../../pipeline/changes/diff-result.generated.ts'

type Change = DiffResult['changes'][number]

/** One line for each change, the severity first; what it means where a class first appears. */
export function changeLines(changes: readonly Change[], meaningOf: (change: Change) => string): string[] {
  const explained = new Set<string>()
  return changes.flatMap(change => {
    const line = `${change.severity.padEnd(8)}  ${change.class}  ${change.message}`
    if (explained.has(change.class)) return [line]
    explained.add(change.class)
    return [line, `          ${meaningOf(change)}`]
  })
}
