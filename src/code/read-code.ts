import {interpreterLineOf} from '../lib/text/interpreter-line.ts'
import {blankOutsideScripts} from './component.ts'
import {readJavascript} from './javascript/javascript.ts'
import {withoutHoles} from './javascript/typescript-holes.ts'
import {readCsharp} from './languages/csharp.ts'
import {readGo} from './languages/go.ts'
import {readJava} from './languages/java.ts'
import {readKotlin} from './languages/kotlin.ts'
import {readPhp} from './languages/php.ts'
import {readRuby} from './languages/ruby.ts'
import {readRust} from './languages/rust.ts'
import {readSwift} from './languages/swift.ts'
import type {Language, Module} from './module.ts'
import {readNotebook} from './notebook.ts'
import {readPython} from './python/python.ts'
import {endingByLine, endingOfScript} from './script.ts'
import {nestsTooDeep} from './tree/nesting.ts'
import {type Grammar, parseSyntax, type SyntaxTree} from './tree/syntax-tree.ts'

/**
 * `vec![…]`: the grammar sees no expressions in a macro, but it does in the array that remains without the macro's
 * name.
 */
const vectorMacro = /\bvec!(?=\[)/g

/** Characters of one file's code: hand-written files stay far below, bundles and generated tables above are a gap. */
const codeLimit = 500_000
/** The grammar of Kotlin takes quadratic time for what is no Kotlin. */
const kotlinLimit = 150_000
/** Shorter files cost nothing, whatever their form. */
const minifiedCode = 20_000
/** Characters of a line on average: what people write has some forty. */
const minifiedLine = 1_000

type ParsedLanguage = Exclude<Language, 'swift'>

interface Kind {
  readonly language: ParsedLanguage
  readonly grammar: Grammar
  readonly holds?: 'scripts' | 'cells'
}

const python: Kind = {language: 'python', grammar: 'python'}
const tsx: Kind = {language: 'javascript', grammar: 'tsx'}
const typescript: Kind = {language: 'javascript', grammar: 'typescript'}
const component: Kind = {...typescript, holds: 'scripts'}
const csharp: Kind = {language: 'csharp', grammar: 'c-sharp'}
const kotlin: Kind = {language: 'kotlin', grammar: 'kotlin'}

const kindByEnding: ReadonlyMap<string, Kind | 'swift'> = new Map<string, Kind | 'swift'>([
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
  ['go', {language: 'go', grammar: 'go'}],
  ['java', {language: 'java', grammar: 'java'}],
  ['kt', kotlin],
  ['cs', csharp],
  ['rs', {language: 'rust', grammar: 'rust'}],
  ['rb', {language: 'ruby', grammar: 'ruby'}],
  ['php', {language: 'php', grammar: 'php'}],
  ['swift', 'swift'],
])

/**
 * Whether a file holds code that we read, by its name, or by the interpreter in its first line.
 * @param head its first bytes
 */
export function isCode(path: string, head?: Uint8Array): boolean {
  if (kindByEnding.has(endingOf(path))) return !path.endsWith('.d.ts')
  return endingByLine(interpreterLineOf(path, head)) !== undefined
}

function endingOf(path: string): string {
  const dot = path.lastIndexOf('.')
  return dot === -1 ? '' : path.slice(dot + 1)
}

const readers: Readonly<Record<ParsedLanguage, (tree: SyntaxTree, path: string) => Module>> = {
  python: readPython,
  javascript: readJavascript,
  go: readGo,
  java: readJava,
  kotlin: readKotlin,
  csharp: readCsharp,
  rust: readRust,
  ruby: readRuby,
  php: readPhp,
}

/** Why a file was not read: the code of a gap, and its text. */
export interface Refusal {
  readonly code: 'too-large' | 'minified' | 'syntax' | 'unreadable'
  readonly message: string
}

/**
 * Reads one source file into its module, or says why not. Never throws for bad input; linear in the length of the text.
 */
export async function readCode(text: string, path: string): Promise<Module | Refusal> {
  const kind = kindByEnding.get(endingOf(path)) ?? kindByEnding.get(endingOfScript(path, text) ?? '')
  if (kind === undefined) return {code: 'unreadable', message: 'not a language that we read'}
  if (kind === 'swift') return text.length > codeLimit ? tooLarge(text.length, codeLimit) : readSwift(text, path)
  const notebook = kind.holds === 'cells' ? readNotebook(text) : undefined
  if (notebook !== undefined && 'message' in notebook) return notebook
  const code = notebook?.code ?? (kind.holds === 'scripts' ? blankOutsideScripts(text) : text)
  const refusal = refusalOf(code, kind)
  if (refusal !== undefined) return refusal
  const tree = await parseCode(code, kind)
  if (tree === undefined) return {code: 'syntax', message: 'the parser gave up within its bound of steps'}
  const module = readers[kind.language](tree, path)
  return notebook === undefined ? module : {...module, places: notebook.places}
}

/** What is not even parsed: code that is too long, that was built, or that takes the parser more than there is. */
function refusalOf(code: string, {language, grammar}: Kind): Refusal | undefined {
  const limit = grammar === 'kotlin' ? kotlinLimit : codeLimit
  if (code.length > limit) return tooLarge(code.length, limit)
  if (language === 'javascript' && isMinified(code))
    return {code: 'minified', message: 'built from sources that are not here: names and texts in it say little'}
  return nestsTooDeep(code, grammar)
    ? {code: 'syntax', message: 'brackets are nested deeper than the parser can bear'}
    : undefined
}

function tooLarge(length: number, limit: number): Refusal {
  return {code: 'too-large', message: `${length} characters of code, more than ${limit}`}
}

/**
 * A file that the grammar refuses is parsed once more without what is known to be missing from the grammar; the tree
 * that goes further counts.
 */
async function parseCode(code: string, {language, grammar}: Kind): Promise<SyntaxTree | undefined> {
  const tree = await parseSyntax(understood(code, language), grammar, code)
  if (language !== 'javascript' || tree?.errorLine === undefined) return tree
  const patched = withoutHoles(code)
  const other = patched === code ? undefined : await parseSyntax(patched, grammar, code)
  const isBetter = other !== undefined && (other.errorLine === undefined || other.errorLine > tree.errorLine)
  return isBetter ? other : tree
}

/** `#:package OllamaSharp@5.4.18`, `#!/usr/bin/env dotnet`: what a C# program without a project begins with. */
const fileDirective = /^#[:!].*/gm

/** The code without what a grammar does not understand, everything at its place. */
function understood(code: string, language: ParsedLanguage): string {
  if (language === 'rust') return code.replace(vectorMacro, '    ')
  return language === 'csharp' ? code.replace(fileDirective, line => ' '.repeat(line.length)) : code
}

function isMinified(code: string): boolean {
  if (code.length < minifiedCode) return false
  let lines = 1
  for (let at = code.indexOf('\n'); at !== -1; at = code.indexOf('\n', at + 1)) lines++
  return code.length / lines > minifiedLine
}
