import {invalid} from '../failure.ts'

/** Where one file is the model: model-signing's name for it; the specification has the file's own. */
export const singleFileName = '.'

/** Git's own files, which model signing leaves out at the top of a model, and nowhere below. */
export const alwaysIgnored = ['.git', '.gitattributes', '.github', '.gitignore'] as const

const drivePattern = /^[A-Za-z]:/

/**
 * A relative path by `/` that stays inside the model on every system.
 * @throws {TrustFailure} `path-unsafe`
 */
export function assertSafeName(name: string): string {
  if (isSafeName(name)) return name
  throw invalid('path-unsafe', `the signed name ${JSON.stringify(name)} is not a path inside the model`)
}

/** Whether it is a relative path by `/` that stays inside the model on every system, or the model itself. */
export function isSafeName(name: string): boolean {
  if (name.includes('\0') || name.includes('\\') || drivePattern.test(name)) return false
  return name === singleFileName || name.split('/').every(segment => !['', '.', '..'].includes(segment))
}

/** Whether a path is one of these or lies below one. */
export function isUnder(path: string, folders: ReadonlySet<string>): boolean {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    if (folders.has(path.slice(0, end))) return true
  }
  return folders.has(path)
}

/** As written by people: `./logs/` is `logs`. */
export function toIgnoredPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '').replace(/(?<!\/)\/+$/, '')
}
