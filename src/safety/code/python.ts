import {readCode} from '../../code/read-code.ts'
import {codeActs} from '../../rules/code-acts.ts'
import {codeInside} from '../../rules/code-inside.ts'
import {LimitReached} from '../budget.ts'
import type {FormatReader} from '../reader.ts'
import {actingCalls} from './judge-code.ts'

const limitBytes = 2 * 1024 * 1024
/** Names that come by a star are not seen one by one. */
const allOf =
  /(?:^|\n)[^\S\n]*from[^\S\n]+(os|posix|nt|subprocess|pty|ctypes|builtins|runpy|pickle|socket)[^\S\n]+import[^\S\n]*\*/

/** Python code inside an archive, or named by the user: never safe, and unsafe where it acts. */
export const python: FormatReader = {
  format: 'python',
  matches: ({name, head}) => (/\.py$/i.test(name) && !head.includes(0) ? 'likely' : undefined),
  async read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of code`)
    const name = file.name.slice(file.name.lastIndexOf('/') + 1)
    file.find(codeInside, `the model brings the code ${name}`, {evidence: name})
    const text = new TextDecoder().decode(file.bytes.read(0n, file.byteLength))
    const everything = allOf.exec(text)?.[1]
    if (everything !== undefined) file.find(codeActs, `it takes everything from ${everything}`, {evidence: everything})
    const module = await readCode(text, name)
    file.cover(0, file.byteLength)
    if ('message' in module) return
    for (const {name: called, line} of actingCalls(module))
      file.find(codeActs, `line ${line} calls ${called}`, {evidence: called})
  },
}
