import type {TestReport} from '../inventory/test-report.ts'
import {sha256Hex} from '../lib/digest.ts'
import {AibomError} from '../lib/errors.ts'
import type {ReportReader} from './reader.ts'
import {deepteam} from './readers/deepteam.ts'
import {garakReport} from './readers/garak.ts'
import {garakHitlog} from './readers/garak-hitlog.ts'
import {giskard} from './readers/giskard.ts'
import {giskardSuite} from './readers/giskard-suite.ts'
import {inToto} from './readers/in-toto.ts'
import {inspectLog} from './readers/inspect.ts'
import {lmEvalResults} from './readers/lm-eval.ts'
import {lmEvalSamples} from './readers/lm-eval-samples.ts'
import {promptfoo} from './readers/promptfoo.ts'
import {pyrit} from './readers/pyrit.ts'
import {reportFile} from './report-file.ts'

/** Every format of results that is read; the first that recognises a file reads it. */
export const readers: readonly ReportReader[] = [
  garakReport,
  garakHitlog,
  inspectLog,
  lmEvalResults,
  lmEvalSamples,
  inToto,
  deepteam,
  pyrit,
  promptfoo,
  giskard,
  giskardSuite,
]

/**
 * What a file of results says, one report for each target in it.
 * @param name of the file, without its folder
 * @throws {AibomError} `AIBOM_REPORT_UNKNOWN`, `AIBOM_REPORT_INVALID`, and for archives `AIBOM_ZIP_MEMBER`,
 *   `AIBOM_ZIP_BOMB`, `AIBOM_COMPRESSED_INVALID`
 */
export function readReports(name: string, bytes: Buffer): TestReport[] {
  const file = reportFile(name, bytes)
  const reader = readers.find(each => each.recognise(file))
  if (reader === undefined) {
    throw new AibomError('AIBOM_REPORT_UNKNOWN', `${name} is not in a format of results that aibom reads`, {
      hint: `It reads ${readers.map(({format}) => format).join(', ')}`,
    })
  }
  const sha256 = sha256Hex(bytes)
  return reader.read(file).map(report => ({...report, file: {name, sha256}}))
}
