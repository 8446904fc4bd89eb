/** One loop may come by a mutant so often. */
export const endless = 3_000_000

/**
 * A statement that says which mutant is on. In the tests' own process the runner has said so already; in one that they
 * start, the file `order` has its number, or `watch`: then the numbers of those it comes by are added to the file
 * `seen`. No import: bundled code may evaluate it later than what needs it.
 */
export function mutantSwitch(order: string, seen: string): string {
  return `globalThis.mutant ??= (${switchByFile})(${JSON.stringify(order)}, ${JSON.stringify(seen)}, ${endless});`
}

function switchByFile(order: string, seenList: string, limit: number): (id: number) => boolean {
  const {appendFileSync, readFileSync} = process.getBuiltinModule('node:fs')
  const active = readFileSync(order, 'utf8')
  const seen = new Set<number>()
  let passed = 0
  return id => {
    if (active === 'watch' && !seen.has(id)) {
      seen.add(id)
      appendFileSync(seenList, `${id} `)
    }
    if (String(id) !== active) return false
    if (++passed > limit) throw new Error('the mutant never ends')
    return true
  }
}
