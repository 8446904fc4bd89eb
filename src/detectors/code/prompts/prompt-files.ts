import type {Naming, Value} from '../../../code/module.ts'
import type {Context, Resolved} from '../../../code/resolve/resolved.ts'
import type {AssetOf} from '../../../inventory/asset.ts'
import type {Evidence} from '../../../inventory/evidence.ts'
import {makePrompt} from '../../../inventory/make.ts'
import {templateVariables} from '../../../lib/text/template.ts'
import type {AssembleContext} from '../../detector.ts'
import {pathText} from '../files.ts'
import type {Finder} from '../finder.ts'
import {snakeCase} from '../names/literals.ts'
import {isPromptText, notPrompt, promptName, roleOf} from './prompt-words.ts'

/** A file whose text a program uses as a prompt, as the program names it. */
export interface PromptFile {
  /** the module that names it */
  readonly from: string
  readonly path: string
  readonly name: string
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
  return finder.module.namings
    .filter(({value}) => value.kind === 'call' || value.kind === 'text')
    .flatMap(naming => filesOf(finder, naming))
    .slice(0, fileLimit)
}

function filesOf(finder: Finder, naming: Naming): PromptFile[] {
  const {name, value, scope, line} = naming
  const snake = snakeCase(name)
  const isPlace = promptPlace.test(snake) || name === 'fromResource'
  if (!isPlace && (value.kind === 'text' || notPrompt.test(snake) || !promptName.test(snake))) return []
  const path = textsIn(finder, value, {module: finder.module, scope}, 0).flatMap(
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

/** Texts of a call and of what it is called on, names followed. */
function textsIn(finder: Finder, value: Value, context: Context, depth: number): string[] {
  if (depth > depthLimit) return []
  if (value.kind === 'member') return textsIn(finder, value.of, context, depth + 1)
  if (value.kind !== 'call') return finder.resolver.resolve(value, context).flatMap(one => textsOf(finder, one, depth))
  return [value.callee, ...value.args.map(argument => argument.value)].flatMap(one =>
    textsIn(finder, one, context, depth + 1),
  )
}

/** A path; of what was made of one, the path it was made with: `with open("x.md") as file`. */
function textsOf(finder: Finder, value: Resolved, depth: number): string[] {
  const path = pathText(value)
  if (path !== undefined) return [path]
  const made = value.kind === 'symbol' ? value.made : undefined
  return made === undefined
    ? []
    : made.call.args.flatMap(argument => textsIn(finder, argument.value, made.context, depth + 1))
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
  for (const {from, path, name, evidence} of named) {
    const place = placesOf(from, path).find(candidate => context.files.has(candidate)) ?? onlyEnding(path, context)
    const file = place === undefined ? undefined : await context.sibling(place)
    if (place === undefined || file === undefined || file.byteLength > BigInt(textLimitBytes)) continue
    const text = await file.text(textLimitBytes)
    if (!isPromptText(text, 3)) continue
    const variables = templateVariables(text)
    const own: Evidence = {...evidence, path: place, line: 1, scope: context.scopeOf(place)}
    prompts.push(
      makePrompt({path: place, name: place}, text, [own, evidence], {
        role: roleOf(snakeCase(name)),
        ...(variables.length > 0 && {variables}),
      }),
    )
  }
  return prompts
}

function onlyEnding(path: string, {files}: AssembleContext): string | undefined {
  const found = [...files.keys()].filter(candidate => candidate.endsWith(`/${path}`))
  return found.length === 1 ? found[0] : undefined
}

function placesOf(from: string, path: string): string[] {
  const segments = from.split('/').slice(0, -1)
  const above = segments.map((_segment, at) => segments.slice(0, segments.length - at).join('/'))
  const main = /^(?:.*\/)?src\/(?:main|test)\/(?=java\/|kotlin\/)/.exec(from)?.[0]
  const resources = main === undefined ? [] : [`${main}resources/${path}`]
  return [...above.map(folder => joined(folder, path)), joined('', path), ...resources]
}

function joined(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
