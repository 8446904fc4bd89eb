import type {Entry, Note} from './notes.ts'

interface Replacement {
  readonly name: string
  readonly version?: string | undefined
}

/**
 * go.mod: the versions that Go selects, direct or `// indirect`.
 * @see https://go.dev/ref/mod#go-mod-file
 */
export function readGoMod(text: string, path: string): Note {
  const replaced = new Map<string, Replacement>()
  const found: Entry[] = []
  for (const {verb, words, comment, line} of statements(text)) {
    if (verb === 'require') {
      const [name, version] = words
      if (name !== undefined && version !== undefined)
        found.push({name, version, line, scope: 'runtime', direct: !/^indirect\b/.test(comment)})
    } else if (verb === 'replace') addReplacement(words, replaced)
  }
  const entries = found.map(entry =>
    withReplacement(entry, replaced.get(`${entry.name}@${entry.version}`) ?? replaced.get(entry.name)),
  )
  return {ecosystem: 'golang', dialect: 'go-mod', path, role: 'manifest', entries}
}

interface Statement {
  readonly verb: string
  readonly words: readonly string[]
  readonly comment: string
  readonly line: number
}

function* statements(text: string): Generator<Statement> {
  let block: string | undefined
  for (const [at, raw] of text.split('\n').entries()) {
    const slashes = raw.indexOf('//')
    const comment = slashes === -1 ? '' : raw.slice(slashes + 2).trim()
    const words = (slashes === -1 ? raw : raw.slice(0, slashes))
      .split(/\s+/)
      .filter(word => word !== '')
      .map(unquoted)
    const [first, ...rest] = words
    if (first === undefined) continue
    if (first === ')') block = undefined
    else if (rest.at(-1) === '(') block = first
    else if (block !== undefined) yield {verb: block, words, comment, line: at + 1}
    else yield {verb: first, words: rest, comment, line: at + 1}
  }
}

function unquoted(word: string): string {
  return /^(["`]).*\1$/.test(word) ? word.slice(1, -1) : word
}

/** `old [version] => new [version]`. */
function addReplacement(words: readonly string[], into: Map<string, Replacement>): void {
  const arrow = words.indexOf('=>')
  const [old, oldVersion] = words.slice(0, arrow)
  const [name, version] = words.slice(arrow + 1)
  if (arrow === -1 || old === undefined || name === undefined) return
  into.set(oldVersion === undefined ? old : `${old}@${oldVersion}`, {name, version})
}

/** What is built is what replaces it; a folder has no version. */
function withReplacement(entry: Entry, by: Replacement | undefined): Entry {
  if (by === undefined) return entry
  if (by.version === undefined) return {...entry, version: undefined, origin: {kind: 'path', url: by.name}}
  return {...entry, name: by.name, version: by.version, knownAs: entry.name}
}

/**
 * go.sum: of the modules that go.mod selects the hash over the list of their files' hashes, which is no digest of the
 * archive.
 */
export function readGoSum(text: string, path: string): Note {
  const entries = text.split('\n').flatMap((raw, at): Entry[] => {
    const [name, version, hash] = raw.trim().split(' ')
    if (name === undefined || version === undefined || hash?.startsWith('h1:') !== true || version.endsWith('/go.mod'))
      return []
    return [
      {name, version, line: at + 1, scope: 'runtime', direct: false, properties: {'aibom:package:go-sum': [hash]}},
    ]
  })
  return {ecosystem: 'golang', dialect: 'go-sum', path, role: 'digests', entries}
}
