import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import {whyUnwritable} from '../../lib/fs/write-file.ts'
import {reportError} from '../report-error.ts'

/**
 * A result that could not be written has not been given: exit 2, whatever it would have been. A reader that has seen
 * enough, as `head` does, is no fault.
 * Nothing can be said of a stderr that takes nothing.
 */
export function watchOutput({stdout, stderr}: Pick<NodeJS.Process, 'stdout' | 'stderr'>): void {
  stderr.on('error', () => undefined)
  // the framework's own listener throws, which would end in exit 1
  stdout.removeAllListeners('error')
  stdout.on('error', (error: Error) => {
    if (systemErrorCode(error) === 'EPIPE') return
    const failure = new AibomError(
      'AIBOM_OUTPUT_UNWRITABLE',
      `the result cannot be written to stdout: ${whyUnwritable(error)}`,
      {cause: error},
    )
    process.exitCode = reportError(failure, {json: false, env: process.env, argv: []})
  })
}
