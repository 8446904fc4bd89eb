import {appendFileSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/** What a process that a test starts is to do: the number of the mutant that is on, or `watch`: say which ones it comes by. */
const order = fileURLToPath(new URL('../../order', import.meta.url))
const seenList = fileURLToPath(new URL('../../seen', import.meta.url))
/** One loop may come by a mutant so often. */
const endless = 3_000_000

/** In the tests' own process the runner is the switch; in one that they start, a file is. */
if (!('mutant' in globalThis)) Object.assign(globalThis, {mutant: switchByFile()})

function switchByFile(): (id: number) => boolean {
  const active = readFileSync(order, 'utf8')
  const seen = new Set<number>()
  let passed = 0
  return id => {
    if (active === 'watch' && !seen.has(id)) {
      seen.add(id)
      appendFileSync(seenList, `${id}\n`)
    }
    if (String(id) !== active) return false
    if (++passed > endless) throw new Error('the mutant never ends')
    return true
  }
}
