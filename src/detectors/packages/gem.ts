import type {Digest} from '../../inventory/evidence.ts'
import {baseName} from '../../lib/path.ts'
import type {Entry, Note, PackageScope} from './notes.ts'

const gemPattern = /^\s{0,20}gem[ (]\s{0,4}["']([\w.-]{1,100})["'](?:\s{0,4},\s{0,4}["']([^"']{1,60})["'])?/
const specPattern =
  /\.add_(runtime_|development_)?dependency[ (]\s{0,4}["']([\w.-]{1,100})["'](?:(?:\.freeze)?\s{0,4},\s{0,4}\[?["']([^"']{1,60})["'])?/
const groupPattern = /^\s{0,20}group\b([^|]{0,200})\bdo\b/
const lockedPattern = /^( {2,8})([\w.-]{1,100})!?(?: \(([^()]{1,200})\))?/
const lineLimit = 2000
const devGroup = /:(?:test|development|ci|lint)\b/

/** Gemfile, plugin.rb and *.gemspec are programs: read by pattern, never run. */
export function readGemfile(text: string, path: string): Note {
  const isSpec = baseName(path).endsWith('.gemspec')
  const entries: Entry[] = []
  let scope: PackageScope = 'runtime'
  for (const [at, line] of text.split('\n').entries()) {
    if (line.length > lineLimit) continue
    scope = scopeAfter(line, scope)
    const entry = isSpec ? ofSpec(line) : ofGem(line, scope)
    if (entry !== undefined) entries.push({...entry, line: at + 1})
  }
  return {ecosystem: 'gem', dialect: isSpec ? 'gemspec' : 'gemfile', path, role: 'manifest', entries}
}

/** `group :test do` … `end` */
function scopeAfter(line: string, scope: PackageScope): PackageScope {
  const group = groupPattern.exec(line)
  if (group !== null) return devGroup.test(group[1] ?? '') ? 'dev' : 'runtime'
  return /^end\b/.test(line) ? 'runtime' : scope
}

function ofGem(line: string, scope: PackageScope): Entry | undefined {
  const [, name, version] = gemPattern.exec(line) ?? []
  if (name === undefined) return undefined
  const [, git] = /\b(?:git|github):?\s{0,3}(?:=>)?\s{0,3}["']([^"']{1,200})["']/.exec(line) ?? []
  const isDev = scope === 'dev' || /\bgroups?:?\s{0,3}(?:=>)?[^#]{0,40}:(?:test|development)\b/.test(line)
  const url = git === undefined || git.includes('://') ? git : `https://github.com/${git}`
  return {
    name,
    version,
    scope: isDev ? 'dev' : 'runtime',
    direct: true,
    ...(url !== undefined && {origin: {kind: 'git', url: `git+${url}`}}),
  }
}

function ofSpec(line: string): Entry | undefined {
  const [, kind, name, version] = specPattern.exec(line) ?? []
  return name === undefined
    ? undefined
    : {name, version, scope: kind === 'development_' ? 'dev' : 'runtime', direct: true}
}

type Locked = Entry & {needs: string[]}

/** Gemfile.lock: exact versions with their edges; digests where Bundler was told to keep them. */
export function readGemLock(text: string, path: string): Note {
  const lock = new GemLock()
  for (const [at, line] of text.split('\n').entries()) if (line.length <= lineLimit) lock.add(line, at + 1)
  return {ecosystem: 'gem', dialect: 'gemfile-lock', path, role: 'lock', entries: lock.entries()}
}

class GemLock {
  readonly #entries: Locked[] = []
  readonly #direct = new Set<string>()
  readonly #digests = new Map<string, Digest[]>()
  #section = ''
  #remote = ''

  add(line: string, number: number): void {
    if (/^[A-Z]/.test(line)) this.#section = line.trim()
    const [, indent = '', name = '', inside] = lockedPattern.exec(line) ?? []
    if (name === '') return
    if (this.#section === 'DEPENDENCIES') this.#direct.add(name)
    else if (this.#section === 'CHECKSUMS') addDigest(name, inside ?? '', line, this.#digests)
    else if (this.#section === 'GEM' || this.#section === 'GIT' || this.#section === 'PATH')
      this.#addSource({line, number, indent, name, inside})
  }

  #addSource({
    line,
    number,
    indent,
    name,
    inside,
  }: {
    line: string
    number: number
    indent: string
    name: string
    inside: string | undefined
  }): void {
    const value = line.slice(line.indexOf(':') + 1).trim()
    if (indent.length === 2 && name === 'remote') this.#remote = value
    if (indent.length === 2 && name === 'revision') this.#remote = `${this.#remote}@${value}`
    if (indent.length === 4 && inside !== undefined) {
      this.#entries.push({...toLocked(name, inside, this.#section, this.#remote), line: number, needs: []})
    }
    if (indent.length === 6) this.#entries.at(-1)?.needs.push(name)
  }

  entries(): Entry[] {
    return this.#entries.map(entry => ({
      ...entry,
      direct: this.#direct.has(entry.name),
      digests: this.#digests.get(`${entry.name}@${entry.version}`) ?? [],
    }))
  }
}

function toLocked(name: string, version: string, section: string, remote: string): Entry {
  const entry: Entry = {name, version, scope: 'runtime', direct: false}
  if (section === 'GIT') return {...entry, origin: {kind: 'git', url: `git+${remote}`}}
  if (section === 'PATH') return {...entry, origin: {kind: 'path', url: remote}}
  return /^https:\/\/rubygems\.org\/?$/.test(remote) || remote === ''
    ? entry
    : {...entry, origin: {kind: 'registry', url: remote}}
}

function addDigest(name: string, version: string, line: string, into: Map<string, Digest[]>): void {
  const [, hex] = /\bsha256=([0-9a-f]{64})\b/.exec(line) ?? []
  if (hex !== undefined) into.set(`${name}@${version}`, [{alg: 'sha256', hex, of: 'content', from: 'declared'}])
}
