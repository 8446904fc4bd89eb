const escapePattern = /\\(?:\r?\n|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g
const controlByLetter: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
}

/** The text that a string literal stands for: the escapes that Python and JavaScript share. */
export function unescapeText(source: string): string {
  if (!source.includes('\\')) return source
  return source.replace(escapePattern, (_all, braced?: string, four?: string, two?: string, letter?: string) => {
    const hex = braced ?? four ?? two
    if (hex !== undefined) return codePointText(Number.parseInt(hex, 16))
    return letter === undefined ? '' : (controlByLetter[letter] ?? letter)
  })
}

function codePointText(code: number): string {
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
}
