import {memberOfZip} from '../../formats/zip/member.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {type ReportFile, reportFile} from '../report-file.ts'

/** The largest headers hold settings and scores, some 100 kB. */
const headerLimitBytes = 64 * 1024 * 1024
const header = 'header.json'
const start = '_journal/start.json'

/**
 * A zip with the header of a log, or with the beginning of one that was cut short. Names stand in a zip as they are, so
 * its members, of which a log may have hundreds of thousands, are read only once it is known to be one.
 */
export function isEvalArchive({bytes}: ReportFile): boolean {
  return bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04' && (bytes.includes(header) || bytes.includes(start))
}

/**
 * The header of a log; of a run that was cut short what it wrote when it began.
 * @throws {AibomError} `AIBOM_ZIP_MEMBER`, `AIBOM_ZIP_BOMB`
 */
export function readEvalArchive({bytes}: ReportFile): UnknownRecord | undefined {
  const whole = parsed(header, bytes)
  if (whole !== undefined) return whole
  const begun = parsed(start, bytes)
  return begun === undefined ? undefined : {...begun, status: 'started'}
}

function parsed(name: string, bytes: Buffer): UnknownRecord | undefined {
  const content = memberOfZip(bytes, name, headerLimitBytes)
  return content === undefined ? undefined : asRecord(reportFile(name, content).document())
}
