import type {Grammar} from './syntax-tree.ts'

/** Open brackets in each other, and `<` in a row that nothing closes; what people write has some ten. */
const depthLimit = 500

/** Grammars that keep every reading of `a<a<a<…` in memory until it ends the process. */
const guarded: ReadonlySet<Grammar> = new Set(['java', 'c-sharp', 'kotlin', 'go', 'rust'])

/** Whether a text opens more brackets than its parser can bear; asked before it is parsed. */
export function nestsTooDeep(text: string, grammar: Grammar): boolean {
  if (!guarded.has(grammar)) return false
  let depth = 0
  let angles = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
      case 0x5b: // [
        depth++
        break
      case 0x29: // )
      case 0x5d: // ]
        if (depth > 0) depth--
        break
      case 0x3c: // <
        angles++
        break
      case 0x3e: // >
        if (angles > 0) angles--
        break
      case 0x3b: // ;
      case 0x7b: // {
      case 0x7d: // }
        angles = 0
        break
    }
    if (depth > depthLimit || angles > depthLimit) return true
  }
  return false
}
