/** More names than this are a generated file, not a template. */
const variableLimit = 200

/**
 * `{% … %}`, `{{ … }}` (Jinja, Handlebars, Mustache), `${x}` (JavaScript, shell), `{x}` (Python format, LangChain), in
 * this order.
 */
const placeholderPattern =
  /\{%[-+]?\s{0,20}([^%\s][^%]{0,300})%\}|\{\{\{?([^{}]{1,200})\}\}|\$\{([A-Za-z_][\w.]{0,80})[^{}]{0,80}\}|\{([A-Za-z_][\w.]{0,80})(?:\[[^\][{}]{0,40}\])?(?:![rsa])?(?::[^{}\n]{0,40})?\}/g

/** A frame of variables is short. */
const frameLimit = 400
/** Words of labels, which ask for nothing. */
const labelWord =
  '(?:the|a|an|user|users|human|assistant|ai|bot|system|chat|conversation|previous|prior|current|latest|original|new|existing|follow|up|standalone|final|given|retrieved|relevant|reference|search|question|query|input|request|message|messages|answer|response|output|result|results|context|history|document|documents|text|content|summary|instruction|instructions|task|topic|data)'
const labelPattern = new RegExp(`^${labelWord}(?:[ \\t_-]${labelWord}){0,4}:?$`, 'i')

/** A text without the signs and blanks around it. */
const withinSigns = /[^\s=<>[\]()"'`*#-](?:.*[^\s=<>[\]()"'`*#-])?/

/**
 * Whether a template holds variables and their labels, and says nothing itself: `{{ instruction }}`, `Question:
 * {question}`.
 */
export function isFrameOfVariables(text: string): boolean {
  if (text.length > frameLimit) return false
  const rest = text.replace(placeholderPattern, '\0')
  if (!rest.includes('\0')) return false
  return rest.split(/[\n\0]/).every(part => {
    const words = withinSigns.exec(part)?.[0] ?? ''
    return words === '' || labelPattern.test(words)
  })
}

const wordPattern = /"[^"]*"|'[^']*'|(?<![\w.|])[A-Za-z_][\w.]*(?!\s*\()/g
/** `'<|user|>' + message.content`: text that is joined to a name, unlike the JSON of an escaped `{{"key": …}}`. */
const joinedTextPattern = /^(?:"[^"]*"|'[^']*')\s*[+~|]/
const identifierPattern = /^[A-Za-z_][\w.-]*/

/** Words of the template languages themselves, no names. */
const keywords = new Set(
  'for in if elif else endif endfor endblock endmacro endset end endcall endfilter endraw raw set not and or is none None true false True False block extends include import from macro call filter with endwith without context as defined undefined recursive each unless this loop generation endgeneration length string mapping iterable break continue do tojson trim role history media section first last index0'.split(
    ' ',
  ),
)

/**
 * Names that are interpolated into a prompt or template, sorted, each once: `user.name` counts as `user`.
 * Names that the template binds itself (loop variables, `set`, macros) are none.
 */
export function templateVariables(text: string): string[] {
  const used = new Set<string>()
  const bound = new Set<string>()
  for (const match of text.matchAll(placeholderPattern)) {
    const [, statement, expression, shell, single] = match
    if (statement !== undefined) addStatement(statement, used, bound)
    else if (expression !== undefined) addExpression(expression, used)
    else addName(shell ?? single ?? '', used)
    if (used.size >= variableLimit) break
  }
  return [...used].filter(name => !bound.has(name)).sort()
}

/** `for message in messages`, `set x = y`, `if tools is defined`: what stands left of `in` or `=` is bound here. */
function addStatement(statement: string, used: Set<string>, bound: Set<string>): void {
  const [keyword = ''] = statement.split(/\s/, 1)
  const rest = statement.slice(keyword.length)
  const cut = keyword === 'for' ? / in / : /=/
  const at = keyword === 'for' || keyword === 'set' ? rest.search(cut) : -1
  if (keyword === 'macro') for (const name of words(rest)) bound.add(name)
  else {
    if (at !== -1) for (const name of words(rest.slice(0, at))) bound.add(name)
    if (!keyword.startsWith('end')) addAll(words(rest.slice(at + 1)), used)
  }
}

/**
 * `x`, `x.y | upper`, `#each items`, `$input`, `role "system"`, `> partial`: the first name, or that of a helper's
 * argument.
 */
function addExpression(expression: string, used: Set<string>): void {
  const inner = expression.replace(/^[-~#^&$@\s]{1,20}/, '').trim()
  const first = identifierPattern.exec(inner)?.[0]
  const isCall = first !== undefined && inner.charAt(first.length) === '('
  if (joinedTextPattern.test(inner)) addAll(words(inner), used)
  else if (first !== undefined && (isCall || keywords.has(first))) addAll(words(inner.slice(first.length)), used)
  else if (first !== undefined) addName(first, used)
}

function addAll(names: readonly string[], used: Set<string>): void {
  for (const name of names) addName(name, used)
}

function words(text: string): string[] {
  return (text.match(wordPattern) ?? []).filter(word => !/^["']/.test(word))
}

function addName(name: string, used: Set<string>): void {
  const [root = ''] = name.split('.', 1)
  if (root !== '' && !keywords.has(root)) used.add(root)
}
