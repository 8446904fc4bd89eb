import {classifyModelName} from '../../../catalog/models/model-names.ts'
import {modelShape} from '../../../catalog/models/model-shape.ts'
import type {Module, Naming, Scope, Value} from '../../../code/module.ts'
import {groupBy} from '../../../lib/group.ts'
import {oncePer} from '../../../lib/remember.ts'
import {settingsOf} from '../settings-of.ts'
import {asksForModel} from './asks-for-model.ts'
import {idsOf} from './record-ids.ts'
import {snakeCase} from './snake-case.ts'

/** Ids of a list that are known as models; the others are models as well. */
const knownLimit = 3

/** A word that its neighbours make a model: those of its enumeration, of its list, the default of its module. */
export function wordAmong(naming: Naming, text: string, module: Module): 'worded' | undefined {
  return (
    memberShape(naming, text, module) ??
    siblingShape(naming, text) ??
    (isChosen(naming, text, module) ? 'worded' : undefined)
  )
}

/** Members that make an enumeration one of models by their own shape; the others are models as well. */
const numberedMembers = 3

/** A word among the ids of one list or catalogue, most of which are a model's by themselves: `sonar`, `silueta`. */
function siblingShape({value}: Naming, text: string): 'worded' | undefined {
  if (!plainWord.test(text) || otherWord.test(text)) return undefined
  const ids = idsAmong(value)
  const known = ids.filter(id => modelShape(id) !== undefined || classifyModelName(id) !== undefined)
  return known.length >= knownLimit && known.length * 4 >= ids.length * 3 ? 'worded' : undefined
}

const defaultName = /(?:^|_)default_(?:model|llm)(?:_(?:id|name))?$|^(?:model|llm)_default$/i

/**
 * `AVAILABLE_MODELS = ["lama", "mat"]`, `DEFAULT_MODEL = "lama"`: a list of models that the module's default is one of
 * lists names, and so is the default.
 */
function isChosen({value}: Naming, text: string, module: Module): boolean {
  if (!plainWord.test(text) || otherWord.test(text)) return false
  const chosen = chosenOf(module)
  if (chosen.size === 0) return false
  return value.kind === 'list' ? idsAmong(value).some(id => chosen.has(id)) : chosen.has(text)
}

/** Defaults of a module that stand in one of its lists of models as well. */
const chosenOf = oncePer(({namings}: Module): ReadonlySet<string> => {
  const defaults = namings.flatMap(({name, value}) =>
    value.kind === 'text' && plainWord.test(value.text) && defaultName.test(snakeCase(name)) ? [value.text] : [],
  )
  const listed = new Set(
    defaults.length === 0
      ? []
      : namings.flatMap(({name, value}) =>
          value.kind === 'list' && asksForModel(snakeCase(name)) ? idsAmong(value) : [],
        ),
  )
  return new Set(defaults.filter(text => listed.has(text)))
})

const plainWord = /^[a-z][a-z\d]{2,30}$/
const otherWord = /^(?:none|auto|default|custom|other|unknown|all|any|model|models|true|false)$/

/** The texts of a list, the ids of the records of a list or map. */
function idsAmong(value: Value): string[] {
  const members =
    value.kind === 'list' ? value.items : value.kind === 'map' ? value.entries.map(entry => entry.value) : []
  return members.slice(0, 300).flatMap(member => {
    const isId = member.kind === 'text' && value.kind === 'list'
    const ids = isId ? [member] : idsOf(settingsOf(member)).map(setting => setting.value)
    return ids.flatMap(id => (id.kind === 'text' ? [id.text] : []))
  })
}

/** Enumerations of a module that list models by the shape of their ids. */
const enumerationsOf = oncePer(({namings}: Module): ReadonlySet<Scope> => {
  const numbered = namings.filter(
    ({via, scope, value}) =>
      via === 'member' && scope.kind === 'class' && value.kind === 'text' && modelShape(value.text) === 'numbered',
  )
  const byScope = [...groupBy(numbered, ({scope}) => scope)]
  return new Set(byScope.flatMap(([scope, members]) => (members.length >= numberedMembers ? [scope] : [])))
})

/** `class SegmentModel(Enum): vit_b = "vit_b"; sam2_tiny = "sam2_tiny"; …` */
function memberShape({via, scope}: Naming, text: string, module: Module): 'worded' | undefined {
  if (via !== 'member' || scope.kind !== 'class' || !/^[a-z][a-z\d]*(?:_[a-z\d]+)*$/.test(text)) return undefined
  if (/^(?:none|auto|default|custom|other|unknown|all|any)$/.test(text)) return undefined
  return enumerationsOf(module).has(scope) ? 'worded' : undefined
}
