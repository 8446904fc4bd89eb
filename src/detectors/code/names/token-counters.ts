import type {Value} from '../../../code/module.ts'
import {lastName} from '../../../code/written-name.ts'

const countsFor = /(?:encod(?:ing|er)|tokeni[sz]er|tiktoken|bpe)_?(?:for|from)_?model$/i
const counter = /(?:encod(?:ing|er)s?|encoding_?registry|tokeni[sz]ers?|tiktoken)$/i
const ofModel = /^(?:create|get|load|new)?_?\w{0,20}(?:for|from)(?:_?model)?$/i

/**
 * What counts tokens asks which model they are for and calls none: `encoding_for_model("gpt-4o")`, .NET's
 * `ModelToEncoder.For("gpt-4o")` and `TiktokenTokenizer.CreateForModel("gpt-4o")`.
 */
export function countsTokens(callee: Value): boolean {
  const name = lastName(callee)
  return countsFor.test(name) || (callee.kind === 'member' && counter.test(lastName(callee.of)) && ofModel.test(name))
}
