/** A call with an argument; the bare name with a parenthesis is a token of a vocabulary. */
const importCall = /\b__import__\s{0,8}\(\s{0,8}[^\s)]/
/** A text of Python, up to the end of the line where it is not closed, or a comment. */
const quotedOrComment = /'(?:[^'\\]|\\(?:.|$))*(?:'|$)|"(?:[^"\\]|\\(?:.|$))*(?:"|$)|#.*/gs
const severalLines = /'''|"""|\\$/m
const wholeWord = /^[\p{L}_][\p{L}\p{N}_]*$/u
const beginningWord = /^[\p{L}_][\p{L}\p{N}_]*/u
const keywords: ReadonlySet<string> = new Set([
  ...['and', 'as', 'assert', 'async', 'await', 'class', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for'],
  ...['from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'raise', 'return', 'try'],
  ...['case', 'match', 'type', 'while', 'with', 'yield'],
])

/** Whether a text is code of Python that imports by `__import__(…)`, rather than words about it. */
export function importsByCall(text: string): boolean {
  if (!importCall.test(text)) return false
  return severalLines.test(text) || text.split(/[\r\n]/).some(line => importCall.test(line) && isCode(line))
}

/** Words that follow each other with nothing but blanks between them are no Python, unless one of them is a keyword. */
function isCode(line: string): boolean {
  const words = line.replace(quotedOrComment, '""').split(/[ \t\f]+/)
  return words.every((word, index) => {
    const next = beginningWord.exec(words[index + 1] ?? '')?.[0]
    return next === undefined || !wholeWord.test(word) || keywords.has(word) || keywords.has(next)
  })
}
