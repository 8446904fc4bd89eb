import {isSecretName} from './names.ts'

/**
 * A name is looked up elsewhere, so it is no secret: `${TOKEN}`, `$TOKEN`, `{{token}}`, `<token>`, `%TOKEN%`,
 * `{token}`.
 */
const placeholderPattern =
  /^(?:\$\{[^}]{0,200}\}|\$\{\{[^}]{0,200}\}\}|\$\([^)]{0,200}\)|\$[A-Za-z_]\w*|\{\{[^}]{0,200}\}\}|<[^>]{0,200}>|%\w+%|\{\w*\}|!\w.*)$/
const constantPattern =
  /^(?:true|false|yes|no|on|off|null|none|nil|undefined|required|optional|string|str|int|float|number|bool|boolean|bytes|any|object|\*+|-?\d{1,6}(?:\.\d{1,3})?)$/i

const versionPattern = /^(?:[\^~v]|[<>=!~]=?=?)?\s*\d+(?:\.\d+){1,3}(?:\.[x*])?(?:[-+][\w.]{1,20})?(?:\s*[,|].*)?$/
/** The name of another variable. */
const variablePattern = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/

/** A value that everybody may see under any name: a placeholder, a count, a truth value, a type. */
export function isOpen(value: string): boolean {
  const trimmed = value.trim()
  return (
    trimmed === '' ||
    placeholderPattern.test(trimmed) ||
    constantPattern.test(trimmed) ||
    versionPattern.test(trimmed) ||
    (variablePattern.test(trimmed) && isSecretName(trimmed))
  )
}
