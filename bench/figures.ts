import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import ts from 'typescript'
import {groupBy} from '../src/lib/group.ts'
import {bar, projectRoot} from './support/measure.ts'

/** A source file of ours: its lines, the lengths of its functions, and what it exports with and without a docstring. */
interface FileFigures {
  readonly path: string
  readonly lines: number
  readonly functions: readonly number[]
  readonly documented: number
  readonly bare: readonly string[]
}

/**
 * How easy the code is to live in: sizes of folders, files and functions, docstrings, tests beside code. Generated
 * files do not count.
 * `--bare` lists the exports without a docstring.
 */
export async function run(words: string[]): Promise<boolean> {
  const sources = filesBelow('src').map(figuresOf)
  const tests = filesBelow('test').map(path => linesOf(readText(path)))
  const folders = [...groupBy(sources, ({path}) => dirname(path)).values()].map(files => files.length)
  const functions = sources.flatMap(file => file.functions)
  const bare = sources.flatMap(file => file.bare)
  const documented = sum(sources.map(file => file.documented))
  const code = sum(sources.map(file => file.lines))
  console.log(`${sources.length} files, ${code} lines, ${folders.length} folders, ${functions.length} functions`)
  if (words.includes('--bare')) console.log(bare.join('\n'))
  const files = sources.map(file => file.lines)
  return [
    bar('files in a folder, 90th percentile', percentile(folders, 0.9), 15, ''),
    bar('lines of a file, median', percentile(files, 0.5), 80, ''),
    bar('lines of a function, 90th percentile', percentile(functions, 0.9), 16, ''),
    bar('lines of a function, longest', percentile(functions, 1), 60, ''),
    bar('exports without a docstring, share', bare.length / (bare.length + documented), 0.05, ''),
    bar('code by tests', code / sum(tests), 1 / 0.8, ''),
  ].every(Boolean)
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(join(projectRoot, folder), {recursive: true, encoding: 'utf8'})
  return names
    .filter(name => /\.tsx?$/.test(name) && !name.endsWith('.generated.ts') && !name.includes('fixtures'))
    .map(name => join(folder, name))
}

function readText(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8')
}

function figuresOf(path: string): FileFigures {
  const text = readText(path)
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const functions: number[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && ts.isBlock(node.body as ts.Node))
      functions.push(linesOf(node.getText()))
    node.forEachChild(visit)
  }
  visit(file)
  const exported = file.statements.filter(isExported)
  const bare = exported.filter(node => ts.getJSDocCommentsAndTags(node).length === 0 && !saysWhatItIs(node))
  return {
    path,
    lines: linesOf(text),
    functions,
    documented: exported.length - bare.length,
    bare: bare.map(node => `${path}: ${nameOf(node)}`),
  }
}

/** Functions, types, classes and constants, not what is only handed on. */
function isExported(node: ts.Statement): boolean {
  const isDeclaration =
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isVariableStatement(node)
  return isDeclaration && node.modifiers?.some(({kind}) => kind === ts.SyntaxKind.ExportKeyword) === true
}

/** Rules, detectors, commands and verbs of the catalogue have a field for it. */
function saysWhatItIs(node: ts.Statement): boolean {
  return /^\s*(?:static (?:override )?(?:summary|description) =|title:|finds:)/m.test(node.getText())
}

function nameOf(node: ts.Statement): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText() ?? ''
  return (node as ts.DeclarationStatement).name?.getText() ?? 'default'
}

/** Lines with something on them. */
function linesOf(text: string): number {
  return text.split('\n').filter(line => line.trim() !== '').length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
