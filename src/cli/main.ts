import {fileURLToPath} from 'node:url'
import {Config, type Interfaces, run} from '@oclif/core'
import {wantsJson} from './asked.ts'
import {tuneEngine} from './engine.ts'
import {reportError} from './report-error.ts'
import {watchOutput} from './summaries/watch-output.ts'
import {assertCommand} from './usage.ts'

/**
 * Runs the command line. Sets `process.exitCode`; never throws.
 * @param argv without node and script
 * @param root of the package, where package.json lies
 * @param manifest used instead of package.json: development names other command modules
 */
export async function main(argv: readonly string[], root: URL, manifest?: Interfaces.PJSON): Promise<void> {
  tuneEngine()
  watchOutput(process)
  let config: Config | undefined
  try {
    // plugins from the user's home would be code of others in a tool that is asked for its judgement
    config = await Config.load({
      root: fileURLToPath(root),
      userPlugins: false,
      ...(manifest !== undefined && {pjson: manifest, ignoreManifest: true}),
    })
    assertCommand(argv, config)
    await run([...argv], config)
  } catch (error) {
    if (isHelpExit(error)) return
    process.exitCode = reportError(error, {json: wantsJson(argv, process.env), env: process.env, argv, config})
  }
}

/** oclif ends `--help` by throwing an exit of code 0. */
function isHelpExit(error: unknown): boolean {
  if (!(error instanceof Error) || !('oclif' in error)) return false
  const {oclif} = error
  return typeof oclif === 'object' && oclif !== null && 'exit' in oclif && oclif.exit === 0
}
