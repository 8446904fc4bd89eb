/** Files of a source, by their paths. */
export type Files = Readonly<Record<string, string>>

/** Two states of one source, and the classes of the changes between them, each with the name of its asset. */
export interface SourcePair {
  readonly name: string
  readonly before: Files
  readonly after: Files
  readonly expected: readonly string[]
}

/** A replacement in one file: what stands there, and what stands there afterwards. */
export type Edit = readonly [from: string, to: string]

/** The same files with a few words replaced; every word must stand in one of them. */
export function edited(name: string, before: Files, edits: readonly Edit[], expected: readonly string[]): SourcePair {
  const after: Record<string, string> = {...before}
  for (const [from, to] of edits) {
    const path = Object.keys(after).find(each => after[each]?.includes(from))
    if (path === undefined) throw new Error(`${name}: no file contains ${from}`)
    after[path] = after[path]?.replace(from, () => to) ?? ''
  }
  return {name, before, after, expected}
}

/** Two writings of one thing. */
export function same(name: string, before: Files, after: Files): SourcePair {
  return {name, before, after, expected: []}
}

/** Two commits of a repository. */
export const commits = ['1f'.repeat(20), '2e'.repeat(20)] as const
