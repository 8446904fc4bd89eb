import type {DiffResult} from '../../pipeline/changes/diff-result.generated.ts'

type Change = DiffResult['changes'][number]

/** With a capital letter and a full stop. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** A line with what it means. */
export interface Explained {
  readonly line: string
  readonly meaning: string
}

/** The lines; what they mean stands below the first that means it. */
export function explainedLines(rows: readonly Explained[]): string[] {
  const explained = new Set<string>()
  return rows.flatMap(({line, meaning}) => {
    if (explained.has(meaning)) return [line]
    explained.add(meaning)
    return [line, `          ${meaning}`]
  })
}

/** One line for each change, the severity first. */
export function changeLines(changes: readonly Change[], meaningOf: (change: Change) => string): string[] {
  return explainedLines(
    changes.map(change => ({
      line: `${change.severity.padEnd(8)}  ${change.class}  ${change.message}`,
      meaning: sentence(meaningOf(change)),
    })),
  )
}
