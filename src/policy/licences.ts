import parseExpression, {type Info} from 'spdx-expression-parse'

/** Real expressions have some ten operators; the parser recurses. */
const expressionLimit = 1000

/**
 * Whether a licence as it is stated leaves a choice that is allowed: of `A OR B` one, of `A AND B` both, an exception
 * only where it is allowed with it.
 * What is no SPDX expression is compared as it is written.
 */
export function satisfiesLicences(stated: string, isAllowed: (id: string) => boolean): boolean {
  const expression = parse(stated)
  return expression === undefined ? isAllowed(stated) : satisfies(expression, isAllowed)
}

function parse(text: string): Info | undefined {
  if (text.length > expressionLimit) return undefined
  try {
    return parseExpression(text)
  } catch {
    // the parser's only way to say that this is no expression: a name then
    return undefined
  }
}

function satisfies(info: Info, isAllowed: (id: string) => boolean): boolean {
  if ('conjunction' in info) {
    const [left, right] = [satisfies(info.left, isAllowed), satisfies(info.right, isAllowed)]
    return info.conjunction === 'or' ? left || right : left && right
  }
  const id = `${info.license}${info.plus === true ? '+' : ''}`
  return isAllowed(info.exception === undefined ? id : `${id} WITH ${info.exception}`)
}
