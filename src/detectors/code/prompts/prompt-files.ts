import {posix} from 'node:path'
import type {Naming, Value, ValueOf} from '../../../code/module.ts'
import {bindingsBefore, lookUp} from '../../../code/resolve/lookup.ts'
import type {Context, Resolved} from '../../../code/resolve/resolved.ts'
import {Budget} from '../../../code/tree/budget.ts'
import type {AssetOf} from '../../../inventory/asset.ts'
import type {Evidence} from '../../../inventory/evidence.ts'
import {makePrompt} from '../../../inventory/make.ts'
import {groupBy} from '../../../lib/group.ts'
import {baseName} from '../../../lib/path.ts'
import {templateVariables} from '../../../lib/text/template.ts'
import type {AssembleContext} from '../../detector.ts'
import {pathText} from '../files.ts'
import type {Finder} from '../finder.ts'
import {snakeCase} from '../names/snake-case.ts'
import {settingsOf} from '../settings-of.ts'
import {isSystemMessage, systemText} from './holders.ts'
import {isNoPrompt, isPromptName, isPromptText, type Role, roleOf, systemKeyword} from './prompt-words.ts'

/** A file whose text a program uses as a prompt, as the program names it. */
export interface PromptFile {
  /** the module that names it */
  readonly from: string
  readonly path: string
  readonly name: string
  /** where it is used says so, whatever its name */
  readonly role?: Role
  readonly evidence: Evidence
}

/** Files of one module that are looked for. */
const fileLimit = 100
/** What is no template of text, or larger, is data. */
const textLimitBytes = 1024 * 1024
const textFile =
  /^(?:classpath:)?\/?((?:[\w@.-]+\/)*[\w@.-]+\.(?:md|markdown|txt|tpl|tmpl|template|j2|jinja2?|prompt|prompty|st|mustache|hbs|liquid|xml))$/
/** Names of a place that holds a prompt: `SYSTEM_PROMPT_FILE`, `promptPath`. */
const promptPlace =
  /(?:^|_)(?:prompts?|system_message|instructions)_(?:file|path|template|file_?path|file_?name|resource)$/i

/**
 * Texts of other files that a prompt's name is given to: embedded by the compiler, read by the program, found among
 * resources.
 */
export function promptFilesOf(finder: Finder): PromptFile[] {
  const named = finder.module.namings
    .filter(({value}) => value.kind === 'call' || value.kind === 'text')
    .flatMap(naming => filesOf(finder, naming))
  const known = new Set(named.map(({path}) => path))
  const others = [...toldFiles(finder), ...templatesOf(finder)].filter(({path}) => !known.has(path))
  return [...named, ...others].slice(0, fileLimit)
}

/** `@Value("classpath:/summary.st")` beside an AI library: templates of Spring AI, whatever the field is called. */
function templatesOf(finder: Finder): PromptFile[] {
  if (!finder.matcher.importsAi) return []
  return finder.module.calls.flatMap(({call, scope}) =>
    call.args.flatMap(({value, line}) => {
      if (value.kind !== 'text' || !/^classpath:.{1,200}\.st$/.test(value.text)) return []
      const named = value.text.slice(value.text.lastIndexOf('/') + 1)
      return fileAt({finder, budget: new Budget()}, {value, scope, line, name: named}).map(
        (file): PromptFile => ({...file, role: 'template'}),
      )
    }),
  )
}

/** Files whose text a system message or keyword is given, under whichever name it was read. */
function toldFiles(finder: Finder): PromptFile[] {
  const {module} = finder
  const keywords = module.namings.filter(naming => tells(finder, naming))
  const messages = module.calls.flatMap(({call, scope}) => {
    const text = systemText(call)
    return text === undefined ? [] : [{value: text.value, scope, line: text.line}]
  })
  return [...keywords, ...messages]
    .filter(({value}) => value.kind === 'call' || value.kind === 'name')
    .flatMap(({value, scope, line}) => fileAt({finder, budget: new Budget()}, {value, scope, line, name: 'system'}))
    .map(file => ({...file, role: 'system'}))
}

/** `system: text`, `{role: "system", content: text}` */
function tells(finder: Finder, {name, via, within, scope}: Naming): boolean {
  if (via !== 'key' && via !== 'argument') return false
  if (!/^content$/i.test(name)) return systemKeyword.test(name)
  return within !== undefined && isSystemMessage(finder, settingsOf(within), {module: finder.module, scope})
}

function filesOf(finder: Finder, naming: Naming): PromptFile[] {
  const {name, value} = naming
  const snake = snakeCase(name)
  const isPlace = promptPlace.test(snake) || name === 'fromResource'
  if (!isPlace && (value.kind === 'text' || !isPromptName(snake) || isNoPrompt(snake))) return []
  return fileAt({finder, budget: new Budget()}, naming)
}

function fileAt(
  search: Search,
  {value, scope, line, name}: Pick<Naming, 'value' | 'scope' | 'line' | 'name'>,
): PromptFile[] {
  const {finder} = search
  const path = textsIn(search, value, {module: finder.module, scope}, 0).flatMap(
    text => textFile.exec(text)?.[1] ?? [],
  )[0]
  if (path === undefined) return []
  const place = {path: finder.module.path, line}
  return [
    {
      from: place.path,
      path,
      name,
      evidence: finder.evidence(place, {rule: 'prompt-file', confidence: 0.85, symbol: name}),
    },
  ]
}

const depthLimit = 6

/** Steps are counted: each of six calls may hold the one before it a hundred times. */
interface Search {
  readonly finder: Finder
  readonly budget: Budget
}

/** Texts of a call and of what it is called on, names followed. */
function textsIn(search: Search, value: Value, context: Context, depth: number): string[] {
  if (depth > depthLimit || !search.budget.enter()) return []
  const texts = textsUnder(search, value, context, depth)
  search.budget.leave()
  return texts
}

function textsUnder(search: Search, value: Value, context: Context, depth: number): string[] {
  if (value.kind === 'member') return textsIn(search, value.of, context, depth + 1)
  if (value.kind === 'import') return [value.from.module.replace(/^(?:\.\/)+|\?(?:raw|text|inline)$/g, '')]
  if (value.kind !== 'call') {
    const found = search.finder.resolver.resolve(value, context).flatMap(one => textsOf(search, one, depth))
    return found.length > 0 || value.kind !== 'name' ? found : assignedTexts(search, value, context, depth)
  }
  return [value.callee, ...value.args.map(argument => argument.value)].flatMap(one =>
    textsIn(search, one, context, depth + 1),
  )
}

/** What a name holds that was read or imported in this module: the call is followed, and not only what it gives. */
function assignedTexts(
  search: Search,
  {name, line}: ValueOf<'name'>,
  {module, scope}: Context,
  depth: number,
): string[] {
  const bindings = lookUp(name, scope, module.language) ?? []
  const [before = bindings.at(-1)] = bindingsBefore(bindings, line, scope)
  return before === undefined ? [] : textsIn(search, before.value, {module, scope: before.scope}, depth + 1)
}

/** A path; of what was made of one, the path it was made with: `with open("x.md") as file`. */
function textsOf(search: Search, value: Resolved, depth: number): string[] {
  const path = pathText(value)
  if (path !== undefined) return [path]
  const made = value.kind === 'symbol' ? value.made : undefined
  return made === undefined
    ? []
    : made.call.args.flatMap(argument => textsIn(search, argument.value, made.context, depth + 1))
}

/**
 * The prompts of files that are there: beside the module, in a folder above it, among the resources of a JVM project,
 * else the only one whose path ends so.
 */
export async function readPromptFiles(
  named: readonly PromptFile[],
  context: AssembleContext,
): Promise<AssetOf<'prompt'>[]> {
  const prompts: AssetOf<'prompt'>[] = []
  const byName = groupBy(named.length === 0 ? [] : context.files.keys(), baseName)
  for (const {from, path, name, role, evidence} of named) {
    const place = placesOf(from, path).find(candidate => context.files.has(candidate)) ?? onlyEnding(path, byName)
    const file = place === undefined ? undefined : await context.sibling(place)
    if (place === undefined || file === undefined || file.byteLength > BigInt(textLimitBytes)) continue
    const text = await file.text(textLimitBytes)
    if (!isPromptText(text, 3)) continue
    const variables = templateVariables(text)
    const own: Evidence = {...evidence, path: place, line: 1, scope: context.scopeOf(place)}
    prompts.push(
      makePrompt({path: place, name: place}, text, [own, evidence], {
        role: role ?? roleOf(snakeCase(name)),
        ...(variables.length > 0 && {variables}),
      }),
    )
  }
  return prompts
}

function onlyEnding(path: string, byName: ReadonlyMap<string, readonly string[]>): string | undefined {
  const found = (byName.get(baseName(path)) ?? []).filter(candidate => candidate.endsWith(`/${path}`))
  return found.length === 1 ? found[0] : undefined
}

function placesOf(from: string, path: string): string[] {
  const segments = from.split('/').slice(0, -1)
  const above = segments.map((_segment, at) => segments.slice(0, segments.length - at).join('/'))
  const main = /^(?:.*\/)?src\/(?:main|test)\/(?=java\/|kotlin\/)/.exec(from)?.[0]
  const resources = main === undefined ? [] : [`${main}resources/${path}`]
  // from `/`, what leads above the root stays in it
  return [...[...above, ''].map(folder => posix.join('/', folder, path).slice(1)), ...resources]
}
