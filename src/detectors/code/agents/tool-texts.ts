import type {Scope} from '../../../code/module.ts'
import {type Resolved, writtenText} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import type {AssetOf} from '../../../inventory/asset.ts'
import type {Digest, Evidence} from '../../../inventory/evidence.ts'
import type {ToolFacts} from '../../../inventory/facts.ts'
import {localId} from '../../../inventory/identity.ts'
import {descriptionDigest, descriptionsInDocumentation} from '../../../inventory/told-of-tool.ts'
import type {Finder} from '../finder.ts'
import type {Site} from '../site.ts'

/** Longer descriptions are cut. */
const textLimit = 20_000
const descriptionPlaces = [
  'description',
  'tool_description',
  'description_override',
  '1.description',
  '0.description',
  '0.toolDescription',
  '0.function.description',
  '1',
] as const
const documentation = '__doc__'

/** What a tool says of itself, and what of it a model may be told. */
export interface ToolText {
  readonly text: string
  /** SHA-256 of each description; none where a part of it is known at run time only */
  readonly descriptions?: readonly string[]
}

/** What a tool says of itself to the model: its description, else the text that its function begins with. */
export function toolText(finder: Finder, site: Site): ToolText | undefined {
  for (const place of descriptionPlaces) {
    const stated = toldIn(finder.select([place], site))
    if (stated !== undefined && /\s/.test(stated.text.trim())) return stated
  }
  const scopes =
    site.decorated === undefined
      ? finder.select(['0', 'func', 'fn', 'function', 'coroutine'], site).flatMap(functionOf)
      : [site.decorated]
  const documented = toldIn(
    scopes.flatMap(scope => documentationOf(finder, scope)),
    descriptionsInDocumentation,
  )
  return documented ?? annotatedText(finder, site)
}

/** `@Tool("Looks up an order")`, and `[Description("Looks up an order")]` beside another attribute; a name is one word. */
function annotatedText(finder: Finder, site: Site): ToolText | undefined {
  if (site.decorated === undefined) return undefined
  const beside = site.decorated.decorators.flatMap(each =>
    each.kind === 'call' && lastName(each.callee) === 'Description' ? (each.args[0]?.value ?? []) : [],
  )
  const values = [
    ...finder.select(['0', 'value'], site),
    ...beside.flatMap(value => finder.resolver.resolve(value, site.context)),
  ]
  return toldIn(values.filter(value => textIn(value).some(text => /\s/.test(text.trim()))))
}

/**
 * The first of several texts, and the digests of all of them.
 * @param parts what of a text a model may be told
 */
export function toldIn(
  values: readonly Resolved[],
  parts: (text: string) => readonly string[] = text => [text],
): ToolText | undefined {
  const [text] = values.flatMap(textIn)
  if (text === undefined) return undefined
  const whole = values.flatMap(value => (value.kind === 'text' ? [value.text] : []))
  return whole.length < values.length ? {text} : {text, descriptions: whole.flatMap(parts).map(descriptionDigest)}
}

/** A tool of this code. Its digest is of what it says of itself. */
export function makeTool(
  {path, name}: {readonly path: string; readonly name: string},
  evidence: readonly Evidence[],
  facts: ToolFacts,
): AssetOf<'tool'> {
  const id = localId('tool', path, name)
  return {kind: 'tool', id, name, aliases: [], digests: digestsOfText(facts.text), evidence, facts}
}

/** However it is indented, so that another description shows. */
function digestsOfText(text: string | undefined): Digest[] {
  return text === undefined ? [] : [{alg: 'sha256', hex: descriptionDigest(text), of: 'content', from: 'computed'}]
}

/** A text, or the known parts of one. */
function textIn(value: Resolved): string[] {
  return value.kind === 'text' || value.kind === 'partial' ? [writtenText(value).slice(0, textLimit)] : []
}

function functionOf(value: Resolved): Scope[] {
  return value.kind === 'definition' ? [value.scope] : []
}

function documentationOf(finder: Finder, scope: Scope): readonly Resolved[] {
  const [binding] = scope.bindings.get(documentation) ?? []
  return binding === undefined ? [] : finder.resolver.resolve(binding.value, {module: finder.module, scope})
}
