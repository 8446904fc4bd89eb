import type {FileEntry} from '../../src/inventory/source.ts'
import {DirectorySource} from '../../src/sources/dir.ts'
import type {Source} from '../../src/sources/source.ts'

export async function entriesOf(source: Source): Promise<FileEntry[]> {
  const entries: FileEntry[] = []
  for await (const entry of source.walk(new AbortController().signal)) entries.push(entry)
  return entries
}

export interface Walked {
  /** not ignored, sorted by code unit */
  readonly files: readonly string[]
  readonly ignored: readonly string[]
  readonly notEntered: readonly string[]
  /** `code path` */
  readonly gaps: readonly string[]
}

export async function walkSource(source: Source): Promise<Walked> {
  const entries = await entriesOf(source)
  return {
    files: entries.flatMap(entry => (entry.ignored === true ? [] : [entry.path])).sort(),
    ignored: entries.flatMap(entry => (entry.ignored === true ? [entry.path] : [])).sort(),
    notEntered: source.notEntered(),
    gaps: source.gaps().map(gap => `${gap.code} ${gap.path}`),
  }
}

export async function walkFolder(root: string, exclude: readonly string[] = []): Promise<Walked> {
  await using source = new DirectorySource(root, exclude)
  return await walkSource(source)
}
