import type {DiffResult} from '../../pipeline/changes/diff-result.generated.ts'

type Change = DiffResult['changes'][number]

/** With a capital letter and a full stop. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** One line for each change, the severity first; what it means where that is first so. */
export function changeLines(changes: readonly Change[], meaningOf: (change: Change) => string): string[] {
  const explained = new Set<string>()
  return changes.flatMap(change => {
    const line = `${change.severity.padEnd(8)}  ${change.class}  ${change.message}`
    const meaning = sentence(meaningOf(change))
    if (explained.has(meaning)) return [line]
    explained.add(meaning)
    return [line, `          ${meaning}`]
  })
}
