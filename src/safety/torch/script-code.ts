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
/** A dotted name, in difference to a piece of code. */
const plainPath = /^[\w.]+$/
/** A quote that nothing closes: whoever reads the text otherwise sees other code. */
const openQuote = /^["'`\\]$/
/** Modules whose attributes are functions. */
const rootModules: ReadonlySet<string> = new Set(['torch', 'ops', '__torch__'])
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
  const aliases = aliasesIn(tokens)
  const said = new Set<string>()
  for (const [index, next] of tokens.entries()) {
    const path = pathOf(tokens, index, next)
    const isCall = tokens[index + 1] === '('
    if (path === undefined || said.has(`${path} ${isCall}`)) continue
    file.budget.spend('items')
    said.add(`${path} ${isCall}`)
    const standing = standingOfName(path, isCall, defined, aliases)
    const place = {member, evidence: path}
    if (standing === 'acts') file.find(operatorActs, `it names ${path}, which reads or writes files or connects`, place)
    else if (standing === 'unlisted') file.find(needsCode, `it uses ${path}, which is not an operator of torch`, place)
  }
}

/**
 * The dotted name that ends here, where it is called or names an operator; of a computed call what stands before it.
 */
function pathOf(tokens: readonly string[], index: number, token: string): string | undefined {
  if (openQuote.test(token)) return token
  const next = tokens[index + 1]
  // old files import their own modules, and nothing else
  if (token === 'import' && next !== '__torch__') return `import ${next}`
  if (word.test(token) && !keywords.has(token) && !isDefinition(tokens, index)) {
    const path = pathBefore(tokens, index)
    if (path === 'getattr' && rootModules.has(tokens[index + 2] ?? '')) return `getattr(${tokens[index + 2]}`
    return next === '(' || /^(?:torch|ops)\./.test(path) ? path : undefined
  }
  return next === '(' && (token === ')' || token === ']')
    ? tokens.slice(Math.max(0, index - 6), index + 2).join('')
    : undefined
}

type Aliases = ReadonlyMap<string, ReadonlySet<string>>

/** Functions under short names, `_0 = __torch__.torch.nn.functional.linear`; one name may stand for several. */
function aliasesIn(tokens: readonly string[]): Aliases {
  const aliases = new Map<string, Set<string>>()
  for (const [index, name] of tokens.entries()) {
    if (!word.test(name) || tokens[index + 1] !== '=' || !rootModules.has(tokens[index + 2] ?? '')) continue
    let last = index + 2
    while (tokens[last + 1] === '.' && word.test(tokens[last + 2] ?? '')) last += 2
    if (tokens[last + 1] !== '(') aliases.set(name, (aliases.get(name) ?? new Set()).add(pathBefore(tokens, last)))
  }
  return aliases
}

/** Of names that are not called only those count that act: they may be called later. */
function standingOfName(
  path: string,
  isCall: boolean,
  defined: Definitions,
  aliases: Aliases,
): 'computes' | 'acts' | 'unlisted' {
  const meant = [...(aliases.get(path) ?? [])].map(each => standingOfCall(each, defined))
  if (isCall && meant.length > 0) return known(meant.every(each => each === 'computes'))
  const standing = standingOfCall(path, defined)
  return isCall || standing === 'acts' || !plainPath.test(path) ? standing : 'computes'
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
  if (path.startsWith('__torch__.')) return known(defined.names.has(path.replace(/\.__new__$/, '')))
  if (!path.includes('.')) return known(ownFunctions.has(path) || errors.test(path))
  if (actingMethods.has(own)) return 'acts'
  return known(defined.methods.has(own) || isOperatorName(own))
}

function known(isKnown: boolean): 'computes' | 'unlisted' {
  return isKnown ? 'computes' : 'unlisted'
}
