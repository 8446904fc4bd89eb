import {isUtf8} from 'node:buffer'
import {needsCode} from '../../rules/needs-code.ts'
import {operatorActs} from '../../rules/operator-acts.ts'
import type {ArchiveMember, OpenArchive} from '../archive/archive.ts'
import {wholeMember} from '../archive/member-bytes.ts'
import {itemsOf, type Value} from '../pickle/values.ts'
import type {Examination} from '../reader.ts'
import {standingOfOperator} from './operators.ts'
import {definitionsIn, judgeScript} from './script-code.ts'

const codeName = /^[^/]+\/code\/(__torch__(?:\/[^/]+)*\.py)$/
const codeLimitBytes = 16 * 1024 * 1024
/** What the interpreter's own loader makes of its pickles: lists of numbers, and types that it tags. */
const restoring = ['build_intlist', 'build_tensorlist', 'build_doublelist', 'build_boollist', 'restore_type_tag'].map(
  name => `torch.jit._pickle.${name}`,
)

/** Packed weights of quantized layers, which torch itself defines and makes of tensors. */
const packed = [
  ...['Linear', 'Conv1d', 'Conv2d', 'Conv3d'].map(layer => `quantized.${layer}PackedParamsBase`),
  'quantized.EmbeddingPackedParamsBase',
  'sparse.LinearPackedParamsBase',
  'rnn.CellParamsBase',
].map(name => `__torch__.torch.classes.${name}`)

/** Whether this is the code of a TorchScript file, which its own interpreter runs, and not a module of Python. */
export function isScript({members}: OpenArchive): boolean {
  const has = (pattern: RegExp): boolean => members.some(({name}) => pattern.test(name))
  return has(/^[^/]+\/bytecode\.pkl$/) || (has(/^[^/]+\/constants\.pkl$/) && has(codeName))
}

/**
 * Judges the code of a TorchScript file.
 * @returns names of the classes that the file defines itself, as its pickles write them
 */
export function examineScript(archive: OpenArchive, file: Examination): ReadonlySet<string> {
  const names = new Set<string>([...restoring, ...packed])
  const methods = new Set<string>()
  const modules: {readonly name: string; readonly text: string}[] = []
  for (const member of archive.members) {
    const path = codeName.exec(member.name)?.[1]
    const text = path === undefined ? undefined : textOf(member)
    if (path === undefined || text === undefined) continue
    archive.claim(member)
    modules.push({name: member.name, text})
    const defined = definitionsIn(path, text)
    for (const name of defined.names) names.add(name)
    for (const method of defined.methods) methods.add(method)
  }
  for (const {name, text} of modules) judgeScript(file, text, name, {names, methods})
  return names
}

/** Programs for phones name their operators in a table, as texts: `aten::relu`. */
export function judgeBytecode(file: Examination, value: Value, member: string, depth = 0): void {
  if (depth > 32) return
  const [first] = itemsOf(value)
  const standing = typeof first === 'string' && /^\w+::\w+$/.test(first) ? standingOfOperator(first) : 'computes'
  const place = {member, evidence: String(first)}
  if (standing === 'acts') file.find(operatorActs, `it calls ${first}, which reads or writes files or connects`, place)
  else if (standing === 'unlisted') file.find(needsCode, `it calls ${first}, which is not an operator of torch`, place)
  for (const item of itemsOf(value)) judgeBytecode(file, item, member, depth + 1)
}

function textOf(member: ArchiveMember): string | undefined {
  const bytes = wholeMember(member, codeLimitBytes)
  return bytes === undefined || !isUtf8(bytes) ? undefined : new TextDecoder().decode(bytes)
}
