import type {Rows} from '../report-file.ts'

/** Lines that were no JSON, which count as not read. */
export function lineNotes({unread, isCut}: Rows): string[] {
  const broken = isCut ? unread.slice(0, -1) : unread
  return [
    ...(broken.length > 0
      ? [`${broken.length} lines are not JSON and were not read; the first is line ${broken[0]}`]
      : []),
    ...(isCut ? ['the last line is cut: the file may lack more'] : []),
  ]
}
