import {CST, Lexer} from 'yaml'

const scalars: ReadonlySet<string | null> = new Set(['single-quoted-scalar', 'double-quoted-scalar', 'comment'])

/**
 * A text of YAML without what its scalars and comments hold: tags, anchors, directives and indicators are left. Meant
 * for text that {@link parseYamlStream} reads without an error.
 */
export function yamlWithoutScalars(text: string): string {
  const kept: string[] = []
  let isPlain = false
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme)
    if (!isPlain && type !== 'scalar' && !scalars.has(type)) kept.push(lexeme)
    isPlain = type === 'scalar'
  }
  return kept.join('')
}
