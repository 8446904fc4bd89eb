import {asRecord, asText} from '../../lib/narrow.ts'
import {parseToml} from '../../lib/parse/toml.ts'
import type {Entry, Note, PackageScope, Setting} from './notes.ts'

/** `implementation("group:artifact:version")`, `api platform('…')`: the configuration, and the coordinates. */
const coordinatesPattern =
  /\b([A-Za-z]\w{1,60})\b[ \t(]{1,8}(?:\w{1,30}\()?["']([\w.-]{1,200}):([\w.-]{1,200})(?::([^"'\s:@]{1,100}))?(?::[\w-]{1,60})?(?:@\w{1,20})?["']/
const mapPattern =
  /\b([A-Za-z]\w{1,60})\b[ \t(]{1,8}group ?[:=] ?["']([\w.-]{1,200})["'], ?name ?[:=] ?["']([\w.-]{1,200})["'](?:, ?version ?[:=] ?["']([^"'\s]{1,100})["'])?/
const aliasPattern = /\b([A-Za-z]\w{1,60})\b[ \t(]{1,8}(?:\w{1,30}\()?libs\.([\w.]{1,200})/
/** `springAiVersion = "1.0.0"`, `set('x', "1.0")`, `extra["x"] = "1.0"`. */
const variablePattern = /(?:\b(\w{2,60})|["'](\w{2,60})["']\]?)[ \t]{0,4}[=,][ \t]{0,4}["']([\w.+-]{1,60})["']/
/** What stands before a name and declares no dependency. */
const noDependency =
  /^(?:mavenBom|platform|enforcedPlatform|exclude|id|alias|apply|plugin|from|include|module|substitute|force|project|constraints|because|kotlin|files|create|version|print(?:ln)?)$/
const devConfiguration =
  /^(?:test|androidTest|debug|lint)|(?:Test|Debug)[A-Z]|^(?:kapt|ksp|annotationProcessor|classpath|detektPlugins)/

/** build.gradle and build.gradle.kts are programs: read by pattern, line by line, never run. */
export function readGradleBuild(text: string, path: string): Note {
  const entries: Entry[] = []
  const settings = new Map<string, Setting>()
  for (const [line, code] of codeLines(text)) {
    const entry = aliasOf(code, line) ?? coordinatesOf(code, line)
    if (entry !== undefined) entries.push(entry)
    const variable = entry === undefined && code.length < 500 ? variablePattern.exec(code) : null
    const name = variable?.[1] ?? variable?.[2]
    if (name !== undefined) settings.set(name, {value: variable?.[3] ?? '', line})
  }
  return {ecosystem: 'maven', dialect: 'gradle', path, role: 'manifest', entries, settings}
}

/** Lines without comments; slashes and stars within a text, such as a URL or a glob, begin none. */
function* codeLines(text: string): Generator<[number, string]> {
  let inComment = false
  for (const [at, raw] of text.split('\n').entries()) {
    if (raw.length > 2000) continue
    const line = withoutComments(raw, inComment)
    inComment = line.inComment
    if (line.code.trim() !== '') yield [at + 1, line.code]
  }
}

/** Texts and comments of one line; a comment may go on in the next. */
const textOrComment = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|\/\/.*/g

function withoutComments(line: string, begun: boolean): {code: string; inComment: boolean} {
  const end = begun ? line.indexOf('*/') : -2
  if (end === -1) return {code: '', inComment: true}
  let inComment = false
  const code = line.slice(end + 2).replace(textOrComment, token => {
    inComment = token.startsWith('/*') && (token.length < 4 || !token.endsWith('*/'))
    return token.startsWith('/') ? '' : token
  })
  return {code, inComment}
}

function coordinatesOf(code: string, line: number): Entry | undefined {
  const [, configuration = '', group, artifact, version] = coordinatesPattern.exec(code) ?? mapPattern.exec(code) ?? []
  if (group === undefined || artifact === undefined || noDependency.test(configuration) || isPlatform(code))
    return undefined
  return {
    name: `${group}:${artifact}`,
    ...(version !== undefined && {version}),
    line,
    scope: scopeOf(configuration),
    direct: true,
  }
}

function aliasOf(code: string, line: number): Entry | undefined {
  const [, configuration = '', alias = ''] = aliasPattern.exec(code) ?? []
  if (alias === '' || /^(?:versions|plugins)\./.test(alias) || noDependency.test(configuration) || isPlatform(code))
    return undefined
  return {name: '', alias: alias.toLowerCase(), line, scope: scopeOf(configuration), direct: true}
}

/** A list of versions for others is none that the program contains. */
function isPlatform(code: string): boolean {
  return /\b(?:platform|enforcedPlatform)[ (]/.test(code)
}

function scopeOf(configuration: string): PackageScope {
  return devConfiguration.test(configuration) ? 'dev' : 'runtime'
}

/** gradle/libs.versions.toml: an entry is a dependency only where a build file names its alias. */
export function readVersionCatalog(text: string, path: string): Note {
  const document = parseToml(text, path)
  const root = asRecord(document.value) ?? {}
  const versions = asRecord(root['versions']) ?? {}
  const settings = new Map<string, Setting>()
  for (const [alias, value] of Object.entries(asRecord(root['libraries']) ?? {})) {
    const stated = asRecord(value)
    const [group, artifact, inline] = (asText(value) ?? asText(stated?.['module']) ?? '').split(':')
    const name =
      artifact === undefined
        ? `${asText(stated?.['group']) ?? ''}:${asText(stated?.['name']) ?? ''}`
        : `${group}:${artifact}`
    const version = inline ?? versionText(stated?.['version'], versions)
    settings.set(`alias:${aliasKey(alias)}`, {name, value: version ?? '', line: document.lineOf(['libraries', alias])})
  }
  for (const [alias, members] of Object.entries(asRecord(root['bundles']) ?? {})) {
    const names = Array.isArray(members) ? members.flatMap(one => asText(one) ?? []) : []
    settings.set(`bundle:bundles.${aliasKey(alias)}`, {value: names.map(aliasKey).join(' ')})
  }
  return {ecosystem: 'maven', dialect: 'version-catalog', path, role: 'manifest', entries: [], settings}
}

/** `-`, `_` and `.` of an alias are one in build files. */
function aliasKey(alias: string): string {
  return alias.replace(/[-_]/g, '.').toLowerCase()
}

function versionText(value: unknown, versions: Readonly<Record<string, unknown>>): string | undefined {
  const reference = asText(asRecord(value)?.['ref'])
  const stated = reference === undefined ? value : versions[reference]
  const rich = asRecord(stated)
  return asText(stated) ?? asText(rich?.['strictly']) ?? asText(rich?.['require']) ?? asText(rich?.['prefer'])
}

/** gradle.properties: `name=value`. */
export function readGradleProperties(text: string, path: string): Note {
  const settings = new Map<string, Setting>()
  for (const [at, raw] of text.split('\n').entries()) {
    const equals = raw.indexOf('=')
    if (equals > 0 && !/^\s*[#!]/.test(raw))
      settings.set(raw.slice(0, equals).trim(), {value: raw.slice(equals + 1).trim(), line: at + 1})
  }
  return {ecosystem: 'maven', dialect: 'gradle-properties', path, role: 'manifest', entries: [], settings}
}
