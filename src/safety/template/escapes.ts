import {type Constants, constantOf, constantTexts, isSpelled, readConstants} from './constants.ts'
import {childOf, listOf, nodesOf, type TemplateNode, textOf} from './syntax.ts'

/** Names by which Python's objects lead to everything else. */
const internals =
  /__(?:class|base|bases|mro|subclasses|globals|builtins|init|import|dict|getattribute|getattr|getitem|code|func|self|module|reduce|reduce_ex|call|new|name|qualname|loader|spec|traceback|frame|setattr|delattr|doc|file|path)__|func_globals|gi_frame|cr_frame|tb_frame|f_globals|f_builtins/
/** Attributes of generators, coroutines, frames and functions that a sandbox of Jinja refuses beside those with `_`. */
const frames =
  /^(?:(?:gi|cr|ag)_(?:frame|code|await|running|yieldfrom)|tb_(?:frame|next)|f_(?:back|builtins|code|globals|locals)|func_(?:code|globals|closure|defaults)|im_(?:class|func|self))$/
const actingCalls: ReadonlySet<string> = new Set([
  'popen',
  'system',
  'subprocess',
  'eval',
  'exec',
  'check_output',
  'import_module',
  'mro',
  'subclasses',
  'getattr',
  'setattr',
  'open',
])
/** Objects of other template hosts that lead to Python, which no chat template needs. */
const hostObjects: ReadonlySet<string> = new Set([
  'cycler',
  'joiner',
  'lipsum',
  'url_for',
  'get_flashed_messages',
  'request',
  'config',
  'self',
  'g',
  'session',
])
/** Filters that read an attribute by its name. */
const attributeFilters: ReadonlySet<string> = new Set([
  'map',
  'selectattr',
  'rejectattr',
  'groupby',
  'sort',
  'sum',
  'unique',
  'min',
  'max',
])

/** Filters that put a name together. */
const spells: ReadonlySet<string> = new Set(['format', 'join', 'replace', 'reverse', 'lower', 'upper', 'string'])

/** What leads out of the template, in words; one line each. */
export function findEscapes(program: TemplateNode, text: string): string[] {
  const found = new Set<string>()
  const constants = readConstants(program)
  for (const node of nodesOf(program)) {
    const all = [memberEscape(node, constants), filterEscape(node, constants), callEscape(node)]
    for (const way of all) if (way !== undefined) found.add(way)
  }
  for (const text of constantTexts(program, constants)) {
    const name = internals.exec(text)?.[0]
    if (name !== undefined) found.add(name)
  }
  const written = writtenName(program, text)
  if (found.size === 0 && written !== undefined && internals.test(text)) found.add(`the name ${written}`)
  return [...found].sort()
}

/** A name with two underscores on both sides that stands in the template more often than in its comments. */
function writtenName(program: TemplateNode, text: string): string | undefined {
  const comments = [...nodesOf(program)].flatMap(node => (node.type === 'Comment' ? String(node['value']) : []))
  const [all, said] = [text, comments.join('\0')].map(each => each.match(/__\w+__/g) ?? [])
  return (all?.length ?? 0) > (said?.length ?? 0) ? all?.[0] : undefined
}

function memberEscape(node: TemplateNode, constants: Constants): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  const property = childOf(node, 'property')
  const name = node['computed'] === true ? constantOf(property, constants) : textOf(property)
  if (name !== undefined && isInternal(name)) return `the attribute ${name}`
  if (name === undefined && node['computed'] === true && isNameSpelled(property, constants))
    return 'an attribute whose name is computed'
  const owner = textOf(childOf(node, 'object'))
  return owner !== undefined &&
    hostObjects.has(owner) &&
    childOf(node, 'object')?.type === 'Identifier' &&
    node['computed'] !== true &&
    owner !== 'config'
    ? `the object ${owner}`
    : undefined
}

function isInternal(name: string): boolean {
  return name.startsWith('_') || frames.test(name)
}

function isNameSpelled(property: TemplateNode | undefined, constants: Constants): boolean {
  if (property === undefined) return false
  return (property.type === 'FilterExpression' && spells.has(filterName(property))) || isSpelled(property, constants)
}

function filterName(node: TemplateNode): string {
  const filter = childOf(node, 'filter')
  return textOf(filter?.type === 'CallExpression' ? childOf(filter, 'callee') : filter) ?? ''
}

function filterEscape(node: TemplateNode, constants: Constants): string | undefined {
  const filter = node.type === 'FilterExpression' ? childOf(node, 'filter') : undefined
  if (filter?.type !== 'CallExpression') return undefined
  const name = textOf(childOf(filter, 'callee')) ?? ''
  const args = listOf(filter, 'args').filter(arg => name === 'attr' || namesAttribute(name, arg))
  return args.map(arg => attributeEscape(name, arg, constants)).find(way => way !== undefined)
}

/** Whether an argument of a filter is the name of an attribute that it reads. */
function namesAttribute(filter: string, arg: TemplateNode): boolean {
  return (
    attributeFilters.has(filter) &&
    (arg.type === 'KeywordArgumentExpression' || !['map', 'sum', 'sort'].includes(filter))
  )
}

function attributeEscape(filter: string, arg: TemplateNode, constants: Constants): string | undefined {
  const attribute = constantOf(arg.type === 'KeywordArgumentExpression' ? childOf(arg, 'value') : arg, constants)
  if (attribute === undefined) return filter === 'attr' ? 'an attribute whose name is computed' : undefined
  const isActing = filter === 'attr' && actingCalls.has(attribute)
  return isActing || attribute.split('.').some(isInternal) ? `the attribute ${attribute}` : undefined
}

function callEscape(node: TemplateNode): string | undefined {
  const callee = node.type === 'CallExpression' ? childOf(node, 'callee') : undefined
  const name = callee?.type === 'MemberExpression' ? textOf(childOf(callee, 'property')) : textOf(callee)
  return name !== undefined && actingCalls.has(name) ? `a call of ${name}` : undefined
}
