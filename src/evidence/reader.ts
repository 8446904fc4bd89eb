import type {TestReport} from '../inventory/test-report.ts'
import type {ReportFile} from './report-file.ts'

/** What a reader gives; the file itself is added by whoever asked. */
export type ReadReport = Omit<TestReport, 'file'>

/** One format of results. */
export interface ReportReader {
  readonly format: string
  /** By its content; names of files are the user's. */
  recognise(file: ReportFile): boolean
  /**
   * One report for each target. What is missing is left out and said in the notes.
   * @throws {AibomError} `AIBOM_REPORT_INVALID` for what the format's own mark promised and the rest does not keep
   */
  read(file: ReportFile): readonly ReadReport[]
}
