import {appendFileSync} from 'node:fs'
import {isMainThread} from 'node:worker_threads'

// Loaded into each aibom that an attack starts: its start, and its exit code, become lines of a log. A killed process
// leaves no second line.
const log = process.env.AIBOM_ATTACK_LOG
if (isMainThread && log !== undefined) {
  appendFileSync(log, `start ${process.pid}\n`)
  process.on('exit', code => appendFileSync(log, `exit ${process.pid} ${code}\n`))
}
