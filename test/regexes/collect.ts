import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import ts from 'typescript'

/** One expression and the first place that has it. */
export interface Expression {
  readonly source: string
  readonly flags: string
  readonly place: string
}

/** Loading these begins to work: they are entries, not modules. */
const entries = new Set(['cli/main.ts', 'pipeline/worker/worker.ts'])

/**
 * Every regular expression of a project: literals, those made when its modules are loaded, and the patterns of the
 * catalogue of libraries.
 * @param root folder of the project
 * @returns by how they are written, `/source/flags`, and the places that make expressions of what they are given
 */
export async function collectExpressions(
  root: string,
): Promise<{expressions: Map<string, Expression>; builders: string[]}> {
  const expressions = new Map<string, Expression>()
  const add = (source: string, flags: string, place: string): void => {
    const key = `/${source}/${flags}`
    if (!expressions.has(key)) expressions.set(key, {source, flags, place})
  }
  const src = join(root, 'src')
  const files = readdirSync(src, {recursive: true, encoding: 'utf8'}).sort()
  const modules = files.filter(file => file.endsWith('.ts') && !entries.has(file))
  const builders = modules.flatMap(file => readModule(join(src, file), `src/${file}`, add))
  await recordConstructed(
    modules.map(file => join(src, file)),
    add,
  )
  for (const file of files.filter(name => name.startsWith('catalog/libraries/') && name.endsWith('.json'))) {
    for (const pattern of patternsIn(JSON.parse(readFileSync(join(src, file), 'utf8'))))
      add(`^(?:${pattern})$`, '', `src/${file}`)
  }
  return {expressions, builders}
}

/** Adds the literals of a module. @returns the places inside functions that construct an expression */
function readModule(
  absolutePath: string,
  path: string,
  add: (source: string, flags: string, place: string) => void,
): string[] {
  const file = ts.createSourceFile(path, readFileSync(absolutePath, 'utf8'), ts.ScriptTarget.Latest, true)
  const builders: string[] = []
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const slash = node.text.lastIndexOf('/')
      const {line} = file.getLineAndCharacterOfPosition(node.getStart())
      add(node.text.slice(1, slash), node.text.slice(slash + 1), `${path}:${line + 1}`)
    }
    const isConstruction =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp'
    if (isConstruction && isInFunction) builders.push(path)
    ts.forEachChild(node, child => visit(child, isInFunction || ts.isFunctionLike(node)))
  }
  visit(file, false)
  return builders
}

/** Adds what is constructed while modules are loaded. */
async function recordConstructed(
  absolutePaths: readonly string[],
  add: (source: string, flags: string, place: string) => void,
): Promise<void> {
  const real = globalThis.RegExp
  const record = (made: RegExp): RegExp => {
    // what a library makes while it is loaded is the library's
    const [maker = ''] = (new Error().stack ?? '')
      .split('\n')
      .filter(line => line.startsWith('    at ') && !line.includes('regexes/collect.ts'))
    const place = /src\/([^\s():]+\.ts):(\d+)/.exec(maker.includes('node_modules') ? '' : maker)
    if (place !== null) add(made.source, made.flags, `src/${place[1]}:${place[2]}`)
    return made
  }
  globalThis.RegExp = new Proxy(real, {
    construct: (target, words, made) => record(Reflect.construct(target, words, made)),
    apply: (target, self, words) => record(Reflect.apply(target, self, words)),
  })
  try {
    for (const path of absolutePaths) await import(pathToFileURL(path).href)
  } finally {
    globalThis.RegExp = real
  }
}

/** The values of every member named `pattern`. */
function patternsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(patternsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'pattern' && typeof inner === 'string' ? [inner] : patternsIn(inner),
  )
}
