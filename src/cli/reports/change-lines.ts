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

const wholeDigest = /\bsha256:[0-9a-f]{64}\b/g
const shownLength = 'sha256:'.length + 12

/** A line for people, with the first 12 digits of each SHA-256; whole digests where those do not tell them apart. */
export function shortDigests(line: string): string {
  const digests = new Set(line.match(wholeDigest))
  const shown = new Set([...digests].map(digest => digest.slice(0, shownLength)))
  return shown.size < digests.size ? line : line.replaceAll(wholeDigest, digest => `${digest.slice(0, shownLength)}…`)
}

/** The lines; what they mean stands below the first that means it. */
export function explainedLines(rows: readonly Explained[]): string[] {
  const explained = new Set<string>()
  return rows.flatMap(({line, meaning}) => {
    const shown = shortDigests(line)
    if (explained.has(meaning)) return [shown]
    explained.add(meaning)
    return [shown, `          ${meaning}`]
  })
}

/** ` (src/app.py:3)`; nothing where the message names the file itself. */
export function placeNote(message: string, place: Change['place']): string {
  return place === undefined || message.includes(place.path) ? '' : ` (${placeText(place)})`
}

/** `src/app.py:3` */
export function placeText({path, line}: NonNullable<Change['place']>): string {
  return line === undefined ? path : `${path}:${line}`
}

/** One line for each change, the severity first and the place last. */
export function changeLines(changes: readonly Change[], meaningOf: (change: Change) => string): string[] {
  return explainedLines(
    changes.map(change => ({
      line: `${change.severity.padEnd(8)}  ${change.class}  ${change.message}${placeNote(change.message, change.place)}`,
      meaning: sentence(meaningOf(change)),
    })),
  )
}
