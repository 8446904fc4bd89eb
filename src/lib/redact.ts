/** What stands in place of a secret. */
const mark = '***'

const secretNamePattern =
  /(?:^|[-_.])(?:keys?|\w*api-?keys?|\w*tokens?|\w*secrets?|\w*passw(?:or)?d|passphrase|passcode|pass|pwd|pw|\w*auth|authorization|bearer|credentials?|cookie|pat|dsn|signature)$/
const publicNamePattern = /(?:^|[-_.])(?:public|primary|foreign|sort|partition|max|min|num|total)[-_.]/
/** Tokens that say by their beginning what they are: OpenAI, GitHub, GitLab, Slack, AWS, Google, Hugging Face, npm, JSON Web Tokens … */
const tokenPattern =
  /(?<![\w-])(?:sk-[\w-]{16,}|gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|AKIA[A-Z0-9]{12,}|AIza[\w-]{20,}|hf_\w{20,}|npm_\w{20,}|lin_api_\w{16,}|ntn_\w{20,}|secret_\w{20,}|tvly-[\w-]{12,}|eyJ[\w-]{10,}\.[\w-]{5,}[\w.-]*)/g
/** User and password before the host; with an `@` in it, the last one counts. The user `git` alone is everybody's. */
const credentialsPattern = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)(?!git@)[^\s/?#'"`<>]+@/gi
const authorizationPattern = /\b(Bearer|Basic|Token)\s+(?!\$|\{|<)[^\s'"]{4,}/gi
/** A name is looked up elsewhere, so it is no secret: `${TOKEN}`, `$TOKEN`, `{{token}}`, `<token>`, `%TOKEN%`. */
const placeholderPattern = /^(?:\$\{[^}]*\}|\$\w+|\{\{[^}]*\}\}|<[^>]*>|%\w+%)$/
const countPattern = /^\d{1,6}$/
const assignmentPattern = /^([A-Za-z_][\w.-]{0,100})(=|:[ \t]*)(.+)$/s
const urlPattern = /^[a-z][a-z0-9+.-]*:\/\//i
/** Longer than any name of an option or a variable. */
const nameLimit = 100
/** A path segment this long with both digits and letters is a key rather than a word. */
const keySegmentLength = 32

/** `api_key`, `GITHUB_TOKEN`, `--password`, `X-Api-Key`, `authToken`: names of what is secret. */
export function isSecretName(name: string): boolean {
  const words = name
    .slice(0, nameLimit)
    .replace(/^-+/, '')
    .replace(/([a-z])(?=[A-Z])/g, '$1-')
    .toLowerCase()
  return secretNamePattern.test(words) && !publicNamePattern.test(words)
}

/** Text with everything taken out that shows itself as a token, a credential in a URL or an authorization header. */
export function redactText(text: string): string {
  return text.replace(tokenPattern, mark).replace(credentialsPattern, `$1${mark}@`).replace(authorizationPattern, `$1 ${mark}`)
}

/** A URL without user, password, secret query values and key-like path segments; text that is no URL only loses its tokens. */
export function redactUrl(text: string): string {
  if (!urlPattern.test(text)) return redactText(text)
  const [beforeQuery = '', query] = splitOnce(text, '?')
  const head = beforeQuery
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)(?!git@)[^/#]*@/i, `$1${mark}@`)
    .split('/')
    .map(segment => (isKeySegment(segment) ? mark : segment))
    .join('/')
  if (query === undefined) return redactText(head)
  const pairs = query.split('&').map(pair => {
    const [name = '', value] = splitOnce(pair, '=')
    return value === undefined || !(isSecretName(name) || isKeySegment(value)) || placeholderPattern.test(value) ? pair : `${name}=${mark}`
  })
  return redactText(`${head}?${pairs.join('&')}`)
}

/** Command-line arguments: the value of `--token x`, `--token=x`, `TOKEN=x`, `-H "Authorization: x"`, the parts of `Server=h;Password=x`, and credentials anywhere. */
export function redactArguments(args: readonly string[]): string[] {
  let secretFollows = false
  return args.map(argument => {
    const hide = secretFollows && !argument.startsWith('-') && !placeholderPattern.test(argument) && !countPattern.test(argument)
    secretFollows = argument.startsWith('-') && !/[=:\s]/.test(argument) && isSecretName(argument)
    return hide ? mark : redactArgument(argument)
  })
}

/** A whole command line in one text. */
export function redactCommand(text: string): string {
  const words = redactText(text).split(/(?<=\s)(?=\S)/)
  const shown = redactArguments(words.map(word => word.trimEnd()))
  return words.map((word, index) => (shown[index] ?? '') + word.slice(word.trimEnd().length)).join('')
}

function redactArgument(argument: string): string {
  const quote = /^["'`]/.exec(argument)?.[0] ?? ''
  return quote + redactBare(argument.slice(quote.length))
}

function redactBare(argument: string): string {
  if (urlPattern.test(argument)) return redactUrl(argument)
  if (argument.includes(';')) return argument.split(';').map(redactBare).join(';')
  const [, dashes = '', rest = ''] = /^(-*)(.*)$/s.exec(argument) ?? []
  const assignment = assignmentPattern.exec(rest)
  if (assignment === null) return redactText(argument)
  const [, name = '', sign = '', value = ''] = assignment
  if (placeholderPattern.test(value) || countPattern.test(value)) return argument
  return `${dashes}${name}${sign}${isSecretName(name) ? mark : redactUrl(value)}`
}

function isKeySegment(segment: string): boolean {
  return segment.length >= keySegmentLength && /^[\w=~%-]+$/.test(segment) && /\d/.test(segment) && /[A-Za-z]/.test(segment)
}

function splitOnce(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + sign.length)]
}
