/** What begins a rule about a table among its columns. */
const tableRules: ReadonlySet<string> = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN'])
const closings: Readonly<Record<string, string>> = {'"': '"', '`': '`', "'": "'", '[': ']'}

/** The names of the columns of a `CREATE TABLE` statement, in their order. */
export function columnNames(statement: string): string[] {
  const open = bodyBegin(statement)
  return open === -1 ? [] : definitionsIn(statement, open + 1).flatMap(nameOfDefinition)
}

/** The first parenthesis outside of quotes: the name of the table may have one. */
function bodyBegin(statement: string): number {
  for (let at = 0; at < statement.length; at = behind(statement, at)) if (statement[at] === '(') return at
  return -1
}

/** What stands between commas, those in parentheses and quotes aside. */
function definitionsIn(statement: string, begin: number): string[] {
  const definitions: string[] = []
  let depth = 0
  let start = begin
  for (let at = begin; at < statement.length; at = behind(statement, at)) {
    const sign = statement[at]
    if (sign === '(') depth++
    const isEnd = sign === ')' && depth === 0
    if (sign === ')') depth--
    if (isEnd || (sign === ',' && depth === 0)) {
      definitions.push(statement.slice(start, at).trim())
      start = at + 1
    }
    if (isEnd) break
  }
  return definitions
}

/** Behind a sign, or behind all that it quotes. */
function behind(statement: string, at: number): number {
  const closing = closings[statement[at] ?? '']
  if (closing === undefined) return at + 1
  const end = statement.indexOf(closing, at + 1)
  return end === -1 ? statement.length : end + 1
}

function nameOfDefinition(definition: string): string[] {
  const closing = closings[definition[0] ?? '']
  if (closing !== undefined) return [definition.slice(1, Math.max(1, definition.indexOf(closing, 1)))]
  const end = definition.search(/\s/)
  const word = end === -1 ? definition : definition.slice(0, end)
  return word === '' || tableRules.has(word.toUpperCase()) ? [] : [word]
}
