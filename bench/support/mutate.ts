import ts from 'typescript'

/** One change of a source file that a test should notice. */
export interface Mutant {
  readonly path: string
  readonly start: number
  readonly end: number
  /** from 1 */
  readonly line: number
  readonly before: string
  readonly after: string
  /** outside of every function: decided when the module is loaded, which may be in the middle of a test */
  readonly isAtLoad: boolean
}

const {SyntaxKind} = ts
const operators: ReadonlyMap<ts.SyntaxKind, string> = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>'],
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+'],
])
const methods: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'includes'],
  ['endsWith', 'includes'],
])

/** Limits, times and counts that people see: one more or less of them is no fault. */
const limitName = /(?:Limit|Bytes|Ms|Length|[dD]eadline|width)$|^shown/

/** Every mutant of a file, in the order of its text: operators, conditions, literals, calls and throws. */
export function mutantsOf(path: string, text: string): Mutant[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const mutants: Mutant[] = []
  const add = (node: ts.Node, after: string): void => {
    const start = node.getStart(source)
    const end = node.getEnd()
    mutants.push({
      path,
      start,
      end,
      line: source.getLineAndCharacterOfPosition(start).line + 1,
      before: text.slice(start, end),
      after,
      isAtLoad: ts.findAncestor(node, ts.isFunctionLike) === undefined,
    })
  }
  const visit = (node: ts.Node): void => {
    if (
      ts.isVariableStatement(node) &&
      node.parent === source &&
      node.declarationList.declarations.every(({name}) => limitName.test(name.getText(source)))
    )
      return
    if (
      ts.isTypeNode(node) ||
      ts.isImportDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node)
    )
      return
    change(node, add)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return mutants
}

function change(node: ts.Node, add: (node: ts.Node, after: string) => void): void {
  if (ts.isBinaryExpression(node)) {
    const operator = operators.get(node.operatorToken.kind)
    if (operator !== undefined) add(node.operatorToken, operator)
  } else if (ts.isIfStatement(node)) add(node.expression, `!(${node.expression.getText()})`)
  else if (ts.isConditionalExpression(node)) add(node.condition, `!(${node.condition.getText()})`)
  else if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
    add(node, node.operand.getText())
  else if (ts.isNumericLiteral(node)) add(node, `(${node.getText()} + 1)`)
  else if (node.kind === SyntaxKind.TrueKeyword) add(node, 'false')
  else if (node.kind === SyntaxKind.FalseKeyword) add(node, 'true')
  else if (ts.isThrowStatement(node) || (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)))
    add(node, ';')
  else if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) {
    const method = methods.get(node.name.text)
    if (method !== undefined) add(node.name, method)
  }
}
