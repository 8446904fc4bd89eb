import {type Catalog, loadCatalog} from '../../catalog/catalog.ts'
import {type RootLanguage, rootLanguage} from '../../catalog/library.ts'
import {languageOf} from '../../code/language-of.ts'
import {linePlace, type Module} from '../../code/module.ts'
import {isCode, type Refusal, readCode} from '../../code/read-code.ts'
import {Project} from '../../code/resolve/project.ts'
import {endingOfScript} from '../../code/script.ts'
import type {Gap} from '../../inventory/gap.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {baseName} from '../../lib/path.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {AssembleContext, Detector, DetectorContext} from '../detector.ts'
import {type Steering, steeredBy} from './agents/steered-by.ts'
import {Bag} from './bag.ts'
import type {LocalFolder} from './files.ts'
import {folderPlacer} from './names/local-folders.ts'
import {modelsOfOneProvider} from './one-provider.ts'
import {buildPrefilter, type Prefilter} from './prefilter.ts'
import {type PromptFile, readPromptFiles} from './prompts/prompt-files.ts'
import {readModule} from './read-module.ts'

/**
 * A module whose names lead to other files, read again when those are known; a file that a module takes a prompt from;
 * a folder that it loads a model from; a text that steers one of its agents.
 */
type CodeNote =
  | {readonly module: Module}
  | {readonly promptFile: PromptFile}
  | {readonly folder: LocalFolder}
  | {readonly steering: Steering}

/** Bytes of one file; notebooks with pictures are the largest. */
const fileLimitBytes = 32_000_000
/** Rounds of following names from file to file. */
const roundLimit = 8
/** Rounds in which a module that lacks a file is left at once: nearly all of the open ones lack some at first. */
const hastyRounds = 2
/** Files that are read only because names lead to them. */
const followedLimit = 2000

/** A file whose name says that it holds a prompt, whatever its words. */
const promptFile = /prompt|instruction/i

const prefilters = new Map<RootLanguage, Prefilter>()

/** Python and JavaScript share one: notebooks and pages mix them. */
function prefilterFor(path: string, text: string, catalog: Catalog): Prefilter {
  const ending = endingOfScript(path, text)
  const own = rootLanguage(languageOf(ending === undefined ? path : `.${ending}`))
  const language = own === 'javascript' ? 'python' : own
  const known = prefilters.get(language) ?? buildPrefilter(catalog, language)
  prefilters.set(language, known)
  return known
}

/**
 * Calls, constants, classes and prompts in Python, JavaScript, TypeScript and notebooks: the catalogue applied to
 * syntax trees.
 */
export const code: Detector<CodeNote> = {
  id: 'code',
  version: 1,
  finds: ['model', 'dataset', 'weights', 'service', 'agent', 'mcp-server', 'prompt', 'tool', 'guardrail'],
  assemblesAlike: true,
  required: (file, head) => isCode(file.path, head),
  extract,
  assemble,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction<CodeNote>> {
  const text = await textOf(file)
  if (typeof text !== 'string') return {assets: [], gaps: [text]}
  const catalog = loadCatalog()
  if (!promptFile.test(baseName(file.path)) && !prefilterFor(file.path, text, catalog).test(text)) return {assets: []}
  const module = await readCode(text, file.path)
  if (!('root' in module)) return {assets: [], gaps: [gapOf(file.path, module)]}
  const {found, needsOthers, ...read} = readModule(module, {
    catalog,
    modules: new Project(),
    scopeOf: context.scopeOf,
    isEnough: ({needsOthers}) => needsOthers,
  })
  const gaps = syntaxGap(module)
  return needsOthers
    ? {assets: [], gaps, notes: [{module}]}
    : {
        ...found,
        gaps,
        notes: notesOf(read),
      }
}

function notesOf({promptFiles, folders, steerings}: Omit<ReadAgain, 'found' | 'missed'>): CodeNote[] {
  return [
    ...promptFiles.map(promptFile => ({promptFile})),
    ...folders.map(folder => ({folder})),
    ...steerings.map(steering => ({steering})),
  ]
}

async function textOf(file: OpenFile): Promise<string | Gap> {
  try {
    return await file.text(fileLimitBytes)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {path: file.path, stage: 'extract', code: gapCodeOf(error), message: error.message}
  }
}

function gapOf(path: string, {code, message}: Refusal): Gap {
  return {path, stage: 'extract', code, message}
}

/** Index keys name a place in a value, and no asset. */
const indexKey = /\[(?:'[^'\n[]{0,100}'|"[^"\n[]{0,100}")\]/g
/** TypeScript that its grammar refuses is a few words long; longer texts come of files that are damaged. */
const smallRefusal = 400

/**
 * What is valid and missing in the TypeScript grammar is no gap where nothing in it could name an asset: all around it
 * was read.
 */
function isLost(text: string, language: Module['language']): boolean {
  return (
    language !== 'javascript' ||
    text === '' ||
    text.length > smallRefusal ||
    prefilters.get('python')?.test(text.replace(indexKey, '')) !== false
  )
}

function syntaxGap(module: Module): Gap[] {
  const {path, language, errorLine, refused = []} = module
  if (errorLine === undefined || !refused.some(text => isLost(text, language))) return []
  const {line} = linePlace(module, errorLine)
  return [
    {path, line, stage: 'extract', code: 'syntax', message: 'read in part: the grammar does not understand this line'},
  ]
}

/**
 * Follows names into other files until nothing new is asked for, then reads the open modules with all of them at hand.
 */
async function assemble(found: Extraction<CodeNote>, context: AssembleContext): Promise<Extraction<CodeNote>> {
  const notes = found.notes ?? []
  const open = sortedBy(
    notes.flatMap(note => ('module' in note ? [note.module] : [])),
    ({path}) => path,
  )
  const project = new Project(context.files)
  for (const module of open) project.add(module.path, module)
  const results = await readOpen(open, project, context)
  const all = [...notes, ...results.flatMap(notesOf)]
  const named = all.flatMap(note => ('promptFile' in note ? [note.promptFile] : []))
  const folders = all.flatMap(note => ('folder' in note ? [note.folder] : []))
  const steerings = all.flatMap(note => ('steering' in note ? [note.steering] : []))
  const fromFiles: Extraction<never> = {assets: await readPromptFiles(named, context)}
  const bag = new Bag()
  const place = folderPlacer(folders, context.files.keys())
  for (const part of [found, ...results.map(result => result.found), fromFiles]) {
    const {assets, relationships} = place({assets: part.assets, relationships: part.relationships ?? []})
    for (const asset of assets) bag.add(asset)
    for (const {from, to, kind} of relationships) bag.relate(from, to, kind)
  }
  bag.join(modelsOfOneProvider(bag.assets))
  const {assets} = bag
  for (const {from, to, kind} of steeredBy(steerings, assets)) bag.relate(from, to, kind)
  // what a module takes from another file stands there under another name, or not at all
  const known = new Set(assets.map(keyOf))
  const relationships = bag.relationships.filter(({from, to}) => known.has(from) && known.has(to))
  return {assets, relationships, gaps: found.gaps ?? []}
}

interface ReadAgain {
  readonly found: Extraction<never>
  readonly promptFiles: readonly PromptFile[]
  readonly folders: readonly LocalFolder[]
  readonly steerings: readonly Steering[]
  readonly missed: readonly string[]
}

/** Reads every open module; those that asked for a file again, once it is known. */
async function readOpen(
  open: readonly Module[],
  project: Project,
  context: AssembleContext,
): Promise<readonly ReadAgain[]> {
  const catalog = loadCatalog()
  const results = new Map<Module, ReadAgain>()
  let unread = open
  for (let round = 0, followed = 0; round < roundLimit && unread.length > 0; round++) {
    const isHasty = round < hastyRounds
    const isEnough = (): boolean => isHasty && project.missed.size > 0
    for (const module of unread) {
      project.missed.clear()
      const read = readModule(module, {catalog, modules: project, scopeOf: context.scopeOf, isEnough})
      results.set(module, {...read, missed: [...project.missed]})
    }
    const wanted = [...project.wanted].sort().slice(0, followedLimit - followed)
    followed += wanted.length
    for (const path of wanted) project.add(path, await followedModule(path, context))
    const known = new Set(wanted)
    unread = open.filter(module => results.get(module)?.missed.some(path => isHasty || known.has(path)) === true)
  }
  return open.flatMap(module => results.get(module) ?? [])
}

async function followedModule(path: string, context: AssembleContext): Promise<Module | undefined> {
  if (!isCode(path)) return undefined
  const file = await context.sibling(path)
  if (file === undefined) return undefined
  return context.reread === undefined ? moduleOf(file) : context.reread(file, 'module', moduleOf)
}

async function moduleOf(file: OpenFile): Promise<Module | undefined> {
  const text = await textOf(file)
  if (typeof text !== 'string') return undefined
  const module = await readCode(text, file.path)
  return 'root' in module ? module : undefined
}
