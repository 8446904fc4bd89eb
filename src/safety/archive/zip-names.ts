import type {ZipRecord} from '../../formats/zip/record.ts'
import {archivePath} from '../../rules/archive-path.ts'
import {archiveViewsDiffer} from '../../rules/archive-views-differ.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'

/** The second name is there for letters that the first cannot have; in all others both agree. */
export function judgeUnicodeName(
  file: Examination,
  {name, unicodeName}: ZipRecord,
  place: {offset: number; member: string},
): void {
  if (unicodeName === undefined || plainLetters(name) === plainLetters(unicodeName)) return
  const shown = `${JSON.stringify(name)} is also called ${JSON.stringify(unicodeName)}`
  file.find(archiveViewsDiffer, shown, {...place, evidence: unicodeName})
  if (leadsOut(unicodeName)) file.find(archivePath, shown, {...place, evidence: unicodeName})
}

/** Without what stands for letters that a name cannot have. */
function plainLetters(name: string): string {
  return name.replace(/[^\x20-\x7e]|[?_#]/g, '')
}
