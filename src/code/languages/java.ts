import type {Value} from '../module.ts'
import type {ModuleBuilder} from '../module-builder.ts'
import {childIn, childrenOf, type SyntaxTree} from '../tree/syntax-tree.ts'
import {
  addReturn,
  declare,
  declareMade,
  declareTyped,
  define,
  importAll,
  importName,
  parameter,
  visitAssign,
  visitCall,
  visitEach,
  visitMade,
  visitReturn,
} from './declarations.ts'
import {javaConverters} from './java-expressions.ts'
import {expressionsOf, type FrontEnd, ofType, readTree, textIn} from './shared.ts'

const javaFrontEnd: FrontEnd = {
  language: 'java',
  visitors: {
    import_declaration: visitImport,
    class_declaration: visitClass,
    interface_declaration: visitClass,
    record_declaration: visitClass,
    enum_declaration: visitClass,
    enum_constant: (builder, node) => declareEnum(builder, node),
    field_declaration: visitVariables,
    // of an interface
    constant_declaration: visitVariables,
    local_variable_declaration: visitVariables,
    method_declaration: visitMethod,
    constructor_declaration: visitMethod,
    lambda_expression: visitMethod,
    assignment_expression: visitAssign,
    enhanced_for_statement: visitEach('name'),
    return_statement: visitReturn,
    yield_statement: visitReturn,
    method_invocation: visitMade,
    object_creation_expression: visitCall,
    annotation: visitCall,
    field_access: visitQualified,
  },
  converters: javaConverters,
}

/** The module that a Java syntax tree says. */
export function readJava(tree: SyntaxTree, path: string): ReturnType<typeof readTree> {
  return readTree(tree, path, javaFrontEnd)
}

function visitImport(builder: ModuleBuilder, node: number): void {
  const line = builder.line(node)
  const [path = '', all] = expressionsOf(builder, node).map(child => builder.text(child))
  if (all !== undefined) {
    importAll(builder, path, line)
    return
  }
  const segments = path.split('.')
  const last = segments.at(-1) ?? path
  importName(builder, segments.slice(0, -1).join('.'), [last], last, line)
}

/** `com.openai.models.ChatModel.GPT_4O`: a name with its whole package needs no import. */
function visitQualified(builder: ModuleBuilder, node: number): void {
  const object = childIn(builder.tree, node, 'object')
  if (object === -1 || builder.tree.type(object) !== 'identifier') return
  const first = builder.text(object)
  if (/^(?:com|org|dev|io|ai|net|software)$/.test(first) && !builder.root.bindings.has(first))
    importName(builder, first, [], first, builder.line(node))
}

function annotationsOf(builder: ModuleBuilder, node: number): Value[] {
  return ofType(builder.tree, node, 'modifiers').flatMap(modifiers =>
    ofType(builder.tree, modifiers, 'annotation', 'marker_annotation').map(child => builder.value(child)),
  )
}

function visitClass(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const decorators = annotationsOf(builder, node)
  const bases = ['superclass', 'interfaces'].flatMap(field => typesBelow(builder, childIn(tree, node, field)))
  const scope = define(builder, node, 'class', textIn(builder, node, 'name'))
  scope.decorators.push(...decorators)
  scope.bases.push(...bases)
  const parameters = childIn(tree, node, 'parameters')
  if (parameters !== -1) addParameters(builder, parameters)
}

function typesBelow(builder: ModuleBuilder, node: number): Value[] {
  if (node === -1) return []
  return expressionsOf(builder, node).flatMap(child =>
    builder.tree.type(child) === 'type_list' ? typesBelow(builder, child) : [builder.value(child)],
  )
}

/** `GPT_4(Provider.OPENAI, "gpt-4")`: the member stands for its first text. */
function declareEnum(builder: ModuleBuilder, node: number): void {
  const args = childIn(builder.tree, node, 'arguments')
  const given = args === -1 ? [] : expressionsOf(builder, args)
  declareMade(builder, node, textIn(builder, node, 'name'), given)
}

function visitVariables(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const type = childIn(tree, node, 'type')
  const given = valueAnnotation(annotationsOf(builder, node))
  for (const declarator of childrenOf(tree, node)) {
    if (tree.field(declarator) !== 'declarator') continue
    const named = textIn(builder, declarator, 'name')
    const line = builder.line(declarator)
    const valueNode = childIn(tree, declarator, 'value')
    if (given !== undefined) declareGiven(builder, named, given, line)
    else if (valueNode === -1) declareTyped(builder, named, typeOf(builder, type), line)
    else declare(builder, named, valueNode, line)
  }
}

function declareGiven(builder: ModuleBuilder, named: string, value: Value, line: number): void {
  builder.bind(builder.scope, named, value, line)
  builder.namings.push({name: named, value, line, scope: builder.scope, via: 'default'})
}

/** Spring's `@Value("${key:default}")`, MicroProfile's `@ConfigProperty(name = "…", defaultValue = "…")`. */
export function valueAnnotation(annotations: readonly Value[]): Value | undefined {
  for (const annotation of annotations) {
    if (annotation.kind !== 'call' || annotation.callee.kind !== 'name') continue
    const [first] = annotation.args
    const fallback = annotation.args.find(argument => argument.name === 'defaultValue')
    if (annotation.callee.name === 'ConfigProperty' && fallback !== undefined) return fallback.value
    if (annotation.callee.name !== 'Value' || first?.value.kind !== 'text') continue
    const [, given] = /^\$\{[^:}]{1,200}:([^}]{1,500})\}$/.exec(first.value.text) ?? []
    if (given !== undefined) return {kind: 'text', text: given, line: first.line}
  }
  return undefined
}

/** Types of the language itself make nothing that we know. */
const ownTypes = /^(?:String|Integer|Long|Boolean|Double|Float|Object|List|Map|Set|Optional|Collection|void|var)$/

function typeOf(builder: ModuleBuilder, node: number): Value | undefined {
  if (node === -1) return undefined
  const type = builder.tree.type(node)
  if (type !== 'type_identifier' && type !== 'generic_type' && type !== 'scoped_type_identifier') return undefined
  const value = builder.value(node)
  return value.kind === 'name' && ownTypes.test(value.name) ? undefined : value
}

function visitMethod(builder: ModuleBuilder, node: number): void {
  const {tree} = builder
  const isConstructor = tree.type(node) === 'constructor_declaration'
  const decorators = annotationsOf(builder, node)
  const scope = define(builder, node, 'function', isConstructor ? 'constructor' : textIn(builder, node, 'name'))
  scope.decorators.push(...decorators)
  const parameters = childIn(tree, node, 'parameters')
  if (parameters !== -1 && tree.type(parameters) === 'formal_parameters') addParameters(builder, parameters)
  const body = childIn(tree, node, 'body')
  if (tree.type(node) === 'lambda_expression' && body !== -1 && tree.type(body) !== 'block') addReturn(builder, body)
}

function addParameters(builder: ModuleBuilder, parameters: number): void {
  const {tree} = builder
  for (const [position, child] of ofType(tree, parameters, 'formal_parameter').entries()) {
    const line = builder.line(child)
    const given = valueAnnotation(annotationsOf(builder, child))
    const named = textIn(builder, child, 'name')
    if (given !== undefined) declareGiven(builder, named, given, line)
    else parameter(builder, named, position, line, {type: typeOf(builder, childIn(tree, child, 'type'))})
  }
}
