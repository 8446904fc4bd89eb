import {propertiesOf} from '../../../bom/stated/node.ts'
import {asRecord, asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {familyIn, plainName} from '../../facts/families.ts'
import {toldOf} from '../../facts/told.ts'
import type {Notebook} from '../../notes.ts'
import {type BomView, filesOf, type Part} from '../../view.ts'
import {originsOf} from '../licences.ts'

const madeFromPattern =
  /\b(?:fine-?tun(?:e|ed|ing)|derived|distilled|quanti[sz]ed|converted|adapted|built|based|merged|version|variant|trained)(?: version| variant)? (?:from|of|on|on top of) (?:the )?([A-Za-z][\w./-]{1,80})/i

/** Words for what is made from another model. */
const derivedPattern =
  /\b(?:fine-?tun(?:ed?|ing)|q?lora|adapter|distill(?:ed|ation)|quanti[sz](?:ed|ation)|merged? (?:of|from)|continued pre-?training)\b/i

/** A sentence of the card names another base than the pedigree; what is made from another model names none. */
export function checkBase(model: Part, {view, notes}: ReviewContext): void {
  const {bases} = originsOf(model, view)
  const [told] = toldOf(model).flatMap(({text, pointer}) => {
    const name = baseTold(text)
    return name === undefined ? [] : [{name, pointer}]
  })
  if (bases.length > 0) tellTwoBases(model, bases, told, notes)
  else if (told !== undefined) tellUnlisted(model, told, notes)
  else tellMade(model, view, notes)
}

/** Not one that lent its design alone: `based on the Llama architecture`. */
function baseTold(text: string): string | undefined {
  const match = madeFromPattern.exec(text)
  const after = match === null ? '' : text.slice(match.index + match[0].length)
  return /^(?:[- ](?:style|like|based|model|decoder|transformer))?[- ](?:architectur|design|recipe|framework|codebase|tokenizer|block)/i.test(
    after,
  )
    ? undefined
    : match?.[1]
}

/** The name of a base in a sentence of the card. */
interface ToldBase {
  readonly name: string
  readonly pointer: string
}

function tellTwoBases(model: Part, bases: readonly Part[], told: ToldBase | undefined, notes: Notebook): void {
  const family = told === undefined ? undefined : familyIn(told.name)
  const [base] = bases
  if (told === undefined || family === undefined || base === undefined) return
  if (bases.some(part => isOf(part, family, told.name))) return
  const conflict = [
    {value: base.name, source: 'its pedigree'},
    {value: told.name, source: 'a sentence about it'},
  ]
  notes.find('base-in-doubt', {
    subject: model.name,
    message: `${model.name} is said to be based on both ${base.name} and ${told.name}`,
    conflict,
    evidence: [notes.cite(base.pointer, base.name), notes.cite(told.pointer, told.name)],
  })
}

function tellUnlisted(model: Part, {name: told, pointer}: ToldBase, notes: Notebook): void {
  if (familyIn(told) === undefined && !told.includes('/')) return
  const evidence = [notes.cite(pointer, told)]
  const message = `the BOM says in words that ${model.name} is based on ${told}, but does not list that model`
  notes.find('base-unknown', {subject: model.name, message, severity: 'low', evidence})
}

/** By the notes of its pedigree, its files, or how it was tuned. */
function tellMade(model: Part, view: BomView, notes: Notebook): void {
  const made = asText(asRecord(model.node['pedigree'])?.['notes'])
  if (made !== undefined && derivedPattern.test(made)) {
    const evidence = [notes.cite(`${model.pointer}/pedigree/notes`, made)]
    const message = `the pedigree of ${model.name} says “${made.slice(0, 80)}”, but the BOM lists no base model`
    notes.find('base-unknown', {subject: model.name, message, evidence})
    return
  }
  const adapter = filesOf(view, model).find(({name}) => /(?:^|\/)adapter_(?:model|config)\.\w{1,12}$/.test(name))
  const [method] = propertiesOf(model.node, 'cdx:ai-ml:model:parameter:tune_method')
  if (adapter === undefined && !/^(?:q?a?lora|adapter|prompt)$/i.test(method ?? '')) return
  const at = adapter ?? model
  notes.find('base-unknown', {
    subject: model.name,
    message: `${model.name} is an adapter, but names no base model`,
    evidence: [notes.cite(at.pointer, at.name)],
  })
}

/** The base is of that family, or of none that a name could tell and not another one. */
function isOf({name, node}: Part, family: string, told: string): boolean {
  const stated = plainName(
    `${name} ${String(node['description'] ?? '')} ${JSON.stringify(asRecord(node['modelCard'])?.['modelParameters'] ?? '')}`,
  )
  return stated.includes(family) || stated.includes(plainName(told))
}
