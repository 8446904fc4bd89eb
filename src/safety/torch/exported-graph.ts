import {isJsonObject, type JsonValue} from '../../lib/parse/strict-json.ts'
import {codeActs} from '../../rules/code-acts.ts'
import {codeInside} from '../../rules/code-inside.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {operatorActs} from '../../rules/operator-acts.ts'
import type {Examination, Place} from '../reader.ts'
import {standingOfOperator} from './operators.ts'

const depthLimit = 128
/** `torch.ops.aten.add.Tensor`: a namespace, an operator, an overload. */
const operatorTarget = /^torch\.ops\.(\w+)\.(\w+)(?:\.\w+)?$/
/** Functions of Python's own modules and of torch that compute with sizes. */
const computingTarget =
  /^(?:_operator\.(?:getitem|add|sub|mul|truediv|floordiv|mod|pow|neg|pos|abs|and_|or_|xor|not_|invert|lshift|rshift|eq|ne|lt|le|gt|ge|is_|is_not)|math\.[a-z0-9]+|torch\.(?:_?sym_\w+|Size))$/
/** Parts of a graph that hold graphs of their own, which are judged as this one. */
const holdsGraphs =
  /^torch\.ops\.higher_order\.(?:cond|while_loop|scan|associative_scan|map|map_impl|wrap_with_set_grad_enabled|wrap_with_autocast|flex_attention|run_const_graph)$/
/** What sizes are computed by: sympy evaluates the text, so nothing else may stand there. */
const sizeNames: ReadonlySet<string> = new Set(
  (
    'Symbol Integer Float Rational Add Mul Pow Mod Abs Max Min Eq Ne Lt Le Gt Ge And Or Not True False oo zoo ' +
    'positive nonnegative integer real FloorDiv CeilDiv IntTrueDiv FloatTrueDiv ModularIndexing PythonMod CleanDiv ' +
    'Where IsNonOverlappingAndDenseIndicator TruncToFloat TruncToInt CeilToInt FloorToInt RoundToInt RoundDecimal ' +
    'ToFloat Identity LShift RShift PowByNatural FloatPow BitwiseFn_bitwise_and BitwiseFn_bitwise_or floor ceiling ' +
    'int_oo'
  ).split(' '),
)
const sizeSymbol = /^[a-z]{1,3}\d+$/
const sizeText = /^[\w\s'()+\-*/%,=<>.&|~]*$/
/** An attribute, or a name that Python keeps for itself: what no size needs. */
const reachesOut = /__|\.\s*[A-Za-z_]|["[\]{}:;@\\]/
const actingWords = /__|\b(?:import|exec|eval|compile|open|getattr|setattr|globals|os|sys|subprocess|builtins)\b/

/** Judges an exported program: the targets of its nodes, and the texts that its loader evaluates. */
export function judgeProgram(file: Examination, value: JsonValue, member: string): void {
  if (isJsonObject(value) && typeof value['torch_version'] === 'string')
    file.fact('torch_version', value['torch_version'])
  const said = new Set<string>()
  walk(file, value, {member}, said, 0)
}

function walk(file: Examination, value: JsonValue, place: Place, said: Set<string>, depth: number): void {
  if (depth > depthLimit || typeof value !== 'object' || value === null) return
  file.budget.spend('items')
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    if (typeof item === 'string') judgeText(file, key, item, place, said)
    else if (key === 'guards_code' && Array.isArray(item))
      for (const guard of item) judgeGuard(file, guard, place, said)
    else walk(file, item, place, said, depth + 1)
  }
}

function judgeText(file: Examination, key: string, text: string, place: Place, said: Set<string>): void {
  if (key !== 'target' && key !== 'as_operator' && key !== 'expr_str') return
  if (said.has(`${key} ${text}`)) return
  said.add(`${key} ${text}`)
  if (key === 'expr_str') judgeSize(file, text, place)
  else judgeTarget(file, text, {...place, evidence: text})
}

/** Names are walked from torch, attribute by attribute: through it any module can be reached. */
function judgeTarget(file: Examination, target: string, place: Place): void {
  const [, namespace = '', name = ''] = operatorTarget.exec(target) ?? []
  if (holdsGraphs.test(target) || computingTarget.test(target)) return
  const standing = namespace === '' ? undefined : standingOfOperator(`${namespace}::${name}`)
  if (standing === 'computes') return
  const isWalk = standing === undefined && /^(?:torch|_operator|math)\b/.test(target)
  if (standing === 'acts' || isWalk)
    file.find(operatorActs, `a node calls ${target}, which is not a purely computational operator`, place)
  else file.find(needsCode, `a node needs ${target}, whose code is not in the file`, place)
}

/** Evaluated as code by the loader. */
function judgeSize(file: Examination, text: string, place: Place): void {
  const names = text.match(/[A-Za-z_]\w*/g) ?? []
  if (sizeText.test(text) && names.every(name => sizeNames.has(name) || sizeSymbol.test(name))) return
  const evidence = text.slice(0, 200)
  if (reachesOut.test(text) || names.some(name => actingWords.test(name)))
    file.find(codeActs, `a size is the code ${JSON.stringify(evidence)}, which the loader evaluates`, {
      ...place,
      evidence,
    })
  else file.find(codeInside, `a size is computed by ${JSON.stringify(evidence)}`, {...place, evidence})
}

/** Conditions in Python, which are compiled and run when the model is used. */
function judgeGuard(file: Examination, guard: JsonValue, place: Place, said: Set<string>): void {
  if (typeof guard !== 'string' || said.has(guard)) return
  said.add(guard)
  const evidence = guard.slice(0, 200)
  const message = `it checks its input by the code ${JSON.stringify(evidence)}`
  file.find(actingWords.test(guard) ? codeActs : codeInside, message, {...place, evidence})
}
