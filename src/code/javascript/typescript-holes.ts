/** `typeof import("x")`, `Promise<import("x").Y>`, `a: import("x").Y` */
const importTypes = [
  /(\btypeof\s{1,20})(import\(\s{0,20}(?:"[^"\n]{1,300}"|'[^'\n]{1,300}')\s{0,20}\))/g,
  /([<,:|&(]\s{0,20})(import\(\s{0,20}(?:"[^"\n]{1,300}"|'[^'\n]{1,300}')\s{0,20}\))(?=\.[A-Z]|\s{0,5}>)/g,
]
/** Attributes of a JSX element that are called like a word of the language. */
const keywordAttribute =
  /(\s)(extends|implements|default|class|for|in|of|as|is|new|delete|typeof|enum|interface|import|export|static|super|switch|case|return|if|else|while|with|void|package|private|public|protected|function|const|var|do|try|catch)(=["{])/g
/**
 * In the text between JSX tags; elsewhere it reads the same with a bar: the words, and so the operator, are taken from
 * the file.
 */
const ampersand = /&(?!=|&=)/g

/**
 * The same text, of the same length, without what the language allows and our grammar does not know: types that are
 * imported where they stand, `&` in JSX text, attributes called like keywords, zero bytes in texts. It is parsed in
 * place of a file that the grammar refuses; the words are still taken from the file.
 */
export function withoutHoles(code: string): string {
  const imports = importTypes.reduce(
    (text, pattern) =>
      text.replace(pattern, (_whole, before: string, type: string) => before + 'X'.repeat(type.length)),
    code,
  )
  return imports
    .replace(
      keywordAttribute,
      (_whole, before: string, name: string, after: string) => before + 'x'.repeat(name.length) + after,
    )
    .replace(ampersand, '|')
    .replaceAll('\0', ' ')
}
