import type {Call, Value} from '../../code/module.ts'
import type {Context, Place, Resolved} from '../../code/resolve/resolved.ts'
import {keyOf} from '../../inventory/identity.ts'
import {groupBy} from '../../lib/group.ts'
import type {Finder} from './finder.ts'
import {snakeCase} from './names/snake-case.ts'
import {givenTo, settingsGiven} from './written-settings.ts'

const modelNames = new Set(['model', 'model_name', 'model_id', 'llm'])

/**
 * What calls set of the models that they name, or of the model that what they are called on was made with:
 * `create(model="gpt-4o", temperature=0.2)`, `generateText({model: openai("gpt-4o"), temperature: 0.2})`,
 * `llm.generate(texts, SamplingParams(top_p=0.9))`, `builder().modelName("gpt-4o").temperature(0.2)`.
 */
export function addCallSettings(finder: Finder): void {
  const models = modelsByPlace(finder)
  if (models.size === 0) return
  const outerCalls = outerCallsOf(finder)
  for (const {call, scope} of finder.module.calls) {
    const context = {module: finder.module, scope}
    const settings = settingsGiven(finder.resolver, call, context)
    if (settings.length === 0) continue
    const named = givenTo(call).filter(({key}) => key !== undefined && modelNames.has(snakeCase(key)))
    const asked = named.flatMap(({value}) => keysOf(finder, value, context, models))
    const stated = [...asked, ...finder.keysOf(call, 'model')]
    const keys = stated.length > 0 ? stated : keysOfReceiver(finder, call, context, outerCalls)
    for (const key of new Set(keys)) finder.bag.state(key, 'aibom:model:setting', settings)
  }
}

type OuterCalls = ReadonlyMap<Value, Call>

/** The calls that are made on what another call gives: the next link of its chain. */
function outerCallsOf({module}: Finder): OuterCalls {
  const outer = new Map<Value, Call>()
  for (const {call} of module.calls) if (call.callee.kind === 'member') outer.set(call.callee.of, call)
  return outer
}

/** The model that the receiver of a call was made with; of a builder, the one that another link of its chain names. */
function keysOfReceiver(finder: Finder, call: Call, context: Context, outerCalls: OuterCalls): readonly string[] {
  const receiver = call.callee.kind === 'member' ? call.callee.of : call.callee
  if (receiver.kind === 'call') {
    const inner = keysAlong(finder, call, ({callee}) => (callee.kind === 'member' ? callee.of : undefined))
    return inner.length > 0 ? inner : keysAlong(finder, call, link => outerCalls.get(link))
  }
  if (receiver.kind !== 'name' && receiver.kind !== 'member') return []
  return finder.resolver.resolve(receiver, context).flatMap(one => keysOfMade(finder, one))
}

/** Links of a chain that are looked at; builders have some dozens. */
const chainLimit = 100

function keysAlong(finder: Finder, from: Call, next: (link: Call) => Value | undefined): readonly string[] {
  let link = next(from)
  for (let count = 0; count < chainLimit && link?.kind === 'call'; count++) {
    const keys = finder.keysOf(link, 'model')
    if (keys.length > 0) return keys
    link = next(link)
  }
  return []
}

function keysOfMade(finder: Finder, one: Resolved): readonly string[] {
  return one.kind === 'symbol' || one.kind === 'instance' ? finder.keysOf(one.made?.call, 'model') : []
}

type ModelsByPlace = ReadonlyMap<string, readonly {readonly key: string; readonly names: readonly string[]}[]>

function modelsByPlace(finder: Finder): ModelsByPlace {
  const stands = finder.bag.assets.flatMap(asset =>
    asset.kind === 'model'
      ? asset.evidence.map(({path, line = 1, cell}) => ({
          place: placeText({path, line, ...(cell !== undefined && {cell})}),
          key: keyOf(asset),
          names: [asset.name, ...asset.aliases],
        }))
      : [],
  )
  return groupBy(stands, ({place}) => place)
}

/** Lines of a notebook are counted in each cell. */
function placeText({path, line, cell}: Place): string {
  return `${path}\n${line}\n${cell ?? ''}`
}

function keysOf(finder: Finder, value: Value, context: Context, models: ModelsByPlace): string[] {
  return finder.resolver.resolve(value, context).flatMap((one: Resolved): readonly string[] => {
    if (one.kind === 'text') {
      const here = models.get(placeText(one.place)) ?? []
      return here
        .filter(({names}) => here.length === 1 || names.some(name => one.text.endsWith(name)))
        .map(({key}) => key)
    }
    return keysOfMade(finder, one)
  })
}
