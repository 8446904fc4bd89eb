import {blankOutsideScripts} from './component.ts'
import {readJavascript} from './javascript.ts'
import type {Language, Module} from './module.ts'
import {readNotebook} from './notebook.ts'
import {readPython} from './python.ts'
import {type Grammar, parseSyntax, type SyntaxTree} from './syntax-tree.ts'
import {withoutHoles} from './typescript-holes.ts'

/** Characters of one file's code: hand-written files stay far below, bundles and generated tables above are a gap. */
const codeLimit = 500_000
/** Shorter files cost nothing, whatever their form. */
const minifiedCode = 20_000
/** Characters of a line on average: what people write has some forty. */
const minifiedLine = 1_000

interface Kind {
  readonly language: Language
  readonly grammar: Grammar
  readonly holds?: 'scripts' | 'cells'
}

const python: Kind = {language: 'python', grammar: 'python'}
const tsx: Kind = {language: 'javascript', grammar: 'tsx'}
const typescript: Kind = {language: 'javascript', grammar: 'typescript'}
const component: Kind = {...typescript, holds: 'scripts'}

const kindByEnding: ReadonlyMap<string, Kind> = new Map([
  ['py', python],
  ['pyw', python],
  ['ipynb', {...python, holds: 'cells'}],
  ['js', tsx],
  ['jsx', tsx],
  ['mjs', tsx],
  ['cjs', tsx],
  ['tsx', tsx],
  ['ts', typescript],
  ['mts', typescript],
  ['cts', typescript],
  ['vue', component],
  ['svelte', component],
  ['astro', component],
])

/** Whether a file holds code that we read, by its name. */
export function isCode(path: string): boolean {
  return kindByEnding.has(endingOf(path)) && !path.endsWith('.d.ts')
}

function endingOf(path: string): string {
  const dot = path.lastIndexOf('.')
  return dot === -1 ? '' : path.slice(dot + 1)
}

/** Why a file was not read: the code of a gap, and its text. */
export interface Refusal {
  readonly code: 'too-large' | 'minified' | 'syntax' | 'unreadable'
  readonly message: string
}

/** Reads one source file into its module, or says why not. Never throws for bad input; linear in the length of the text. */
export async function readCode(text: string, path: string): Promise<Module | Refusal> {
  const kind = kindByEnding.get(endingOf(path))
  if (kind === undefined) return {code: 'unreadable', message: 'not a language that we read'}
  const notebook = kind.holds === 'cells' ? readNotebook(text) : undefined
  if (notebook !== undefined && 'message' in notebook) return notebook
  const code = notebook?.code ?? (kind.holds === 'scripts' ? blankOutsideScripts(text) : text)
  if (code.length > codeLimit) return {code: 'too-large', message: `${code.length} characters of code, more than ${codeLimit}`}
  if (kind.language === 'javascript' && isMinified(code))
    return {code: 'minified', message: 'built from sources that are not here: names and texts in it say little'}
  const tree = await parseCode(code, kind)
  if (tree === undefined) return {code: 'syntax', message: 'the parser gave up within its bound of steps'}
  const module = kind.language === 'python' ? readPython(tree, path) : readJavascript(tree, path)
  return notebook === undefined ? module : {...module, places: notebook.places}
}

/** A file that the grammar refuses is parsed once more without what is known to be missing from the grammar; the tree that goes further counts. */
async function parseCode(code: string, {language, grammar}: Kind): Promise<SyntaxTree | undefined> {
  const tree = await parseSyntax(code, grammar)
  if (language !== 'javascript' || tree?.errorLine === undefined) return tree
  const patched = withoutHoles(code)
  const other = patched === code ? undefined : await parseSyntax(patched, grammar, code)
  const isBetter = other !== undefined && (other.errorLine === undefined || other.errorLine > tree.errorLine)
  return isBetter ? other : tree
}

function isMinified(code: string): boolean {
  if (code.length < minifiedCode) return false
  let lines = 1
  for (let at = code.indexOf('\n'); at !== -1; at = code.indexOf('\n', at + 1)) lines++
  return code.length / lines > minifiedLine
}
