import {needsCode} from '../../rules/needs-code.ts'
import {operatorActs} from '../../rules/operator-acts.ts'
import type {Examination} from '../reader.ts'
import {isOperatorName, standingOfOperator} from './operators.ts'

/** What is defined in the code of one archive: classes and functions by their whole names, methods by their own. */
export interface Definitions {
  readonly names: ReadonlySet<string>
  readonly methods: ReadonlySet<string>
}

/** One word, number, text or sign; a text ends at its quote or at the end of the line. */
const token = /[A-Za-z_]\w*|\d[\w.]*|"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|#[^\n]*|[^\s]/g
const word = /^[A-Za-z_]/
/** Functions and forms of the language itself; none reaches outside of the interpreter. */
const ownFunctions: ReadonlySet<string> = new Set(
  (
    'annotate unchecked_cast uninitialized getattr hasattr isinstance int float bool str complex len range ord chr hash ' +
    'list dict tuple min max abs sorted enumerate zip round divmod bin hex oct print any all sum pow Tensor'
  ).split(' '),
)
const keywords: ReadonlySet<string> = new Set(
  'if elif else while for in not and or is return raise assert del with as pass break continue class def'.split(' '),
)
const errors = /^[A-Z]\w*(?:Error|Exception)$|^Exception$/
/** As methods of a tensor they would write and read files too. */
const actingMethods: ReadonlySet<string> = new Set(['save', 'from_file'])

/**
 * What a module of TorchScript defines.
 * @param path of the module behind `code/`: `__torch__/torch/nn/modules/linear.py`
 */
export function definitionsIn(path: string, text: string): {readonly names: string[]; readonly methods: string[]} {
  const module = path.replace(/\.py$/, '').replaceAll('/', '.')
  const names: string[] = []
  const methods: string[] = []
  for (const [, blanks = '', kind, name = ''] of text.matchAll(/^([ \t]*)(class|def) ([A-Za-z_]\w*)/gm)) {
    if (blanks === '') names.push(`${module}.${name}`)
    else if (kind === 'def') methods.push(name)
  }
  return {names, methods}
}

/**
 * Judges a module of TorchScript. Its interpreter knows no import, no file and no process: what its code can do is what
 * the operators do that it calls, and each of these is looked up.
 */
export function judgeScript(file: Examination, text: string, member: string, defined: Definitions): void {
  const tokens = text.match(token) ?? []
  const said = new Set<string>()
  for (const [index, next] of tokens.entries()) {
    const name = tokens[index - 1] ?? ''
    if (next !== '(' || !word.test(name) || keywords.has(name)) continue
    file.budget.spend('items')
    const path = pathBefore(tokens, index - 1)
    if (said.has(path)) continue
    said.add(path)
    const standing = isDefinition(tokens, index - 1) ? 'computes' : standingOfCall(path, defined)
    const place = {member, evidence: path}
    if (standing === 'acts') file.find(operatorActs, `it calls ${path}, which reads or writes files or connects`, place)
    else if (standing === 'unlisted') file.find(needsCode, `it calls ${path}, which is not an operator of torch`, place)
  }
}

/** The dotted name that ends at this token; behind an expression it begins with a dot. */
function pathBefore(tokens: readonly string[], last: number): string {
  let path = tokens[last] ?? ''
  let at = last
  while (tokens[at - 1] === '.') {
    const before = tokens[at - 2] ?? ''
    if (!word.test(before)) return `.${path}`
    path = `${before}.${path}`
    at -= 2
  }
  return path
}

function isDefinition(tokens: readonly string[], at: number): boolean {
  return tokens[at - 1] === 'def' || tokens[at - 1] === 'class'
}

function standingOfCall(path: string, defined: Definitions): 'computes' | 'acts' | 'unlisted' {
  const own = path.slice(path.lastIndexOf('.') + 1)
  const [, namespace, name] = /^ops\.(\w+)\.(\w+)$/.exec(path) ?? []
  if (namespace !== undefined) return standingOfOperator(`${namespace}::${name}`)
  if (/^torch\.\w+$/.test(path))
    return standingOfOperator(`aten::${own}`) === 'acts' ? 'acts' : known(isOperatorName(own))
  if (path.startsWith('__torch__.')) return known(defined.names.has(path))
  if (!path.includes('.')) return known(ownFunctions.has(path) || errors.test(path))
  if (actingMethods.has(own)) return 'acts'
  return known(defined.methods.has(own) || isOperatorName(own))
}

function known(isKnown: boolean): 'computes' | 'unlisted' {
  return isKnown ? 'computes' : 'unlisted'
}
