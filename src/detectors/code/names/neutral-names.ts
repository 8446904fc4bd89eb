import {classifyModelName} from '../../../catalog/models/model-names.ts'
import type {Naming} from '../../../code/module.ts'
import {remembering} from '../../../lib/remember.ts'
import type {Finder} from '../finder.ts'
import {snakeCase} from './snake-case.ts'

/** Names that say where a training begins: `init_from`, `pretrained`, `from_checkpoint`. */
const startName =
  /(?:^|_)(?:init|pretrained|fine_?tuned?|warm_?start|load|start|resume)_from$|^from_(?:checkpoint|pretrained|hub)$|^pretrained$|(?:^|_)(?:hf|hub)_(?:path|id|name|repo)$/

/** Names of what people read, or of what is only called after a model. */
const aboutName =
  /(?:^|_)(?:help|desc|description|docs?|label|title|text|message|prompt|example|placeholder|metavar|alias|project|experiment|run|run_name|output|out|dir|folder|file|log|logger|tag|version|type|family|arch|architecture|encoding)(?:_(?:name|id|dir|path))?$/

/** Least confidence of a name's own grammar. */
const leastConfidence = 0.85
const lengthLimit = 100

const isModel = remembering(text => (classifyModelName(text)?.confidence ?? 0) >= leastConfidence)

/** With a variant or owner, `gpt2-xl`, `acme/flan-t5`: a bare family may be a kind of network. */
const variant = /[-/]/

/**
 * Whether a text is a model although its name hardly says so: where a training begins (`init_from = "gpt2-xl"`), or
 * under a neutral name of a program that uses an AI library (`bert = "bert-base-uncased"`).
 */
export function isModelByItself(finder: Finder, {name, value, via}: Naming): boolean {
  if (value.kind !== 'text' || value.text.length > lengthLimit || !isModel(value.text)) return false
  const snake = snakeCase(name)
  if (startName.test(snake)) return true
  return via !== 'key' && variant.test(value.text) && finder.matcher.importsAi && !aboutName.test(snake)
}
