import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonObject} from '../../lib/parse/jsonc.ts'
import type {Entry, Note} from './notes.ts'

/** Package.resolved 1 to 3: the commit is the pin, the version what was asked for. */
export function readPackageResolved(text: string, path: string): Note {
  const document = parseJsonObject(text, path)
  const inner = asRecord(document.value['object'])
  const keys = inner === undefined ? ['pins'] : ['object', 'pins']
  const entries = indexedRecords((inner ?? document.value)['pins']).flatMap(([at, pin]) =>
    toPin(pin, document.lineOf([...keys, at])),
  )
  return {ecosystem: 'swift', dialect: 'package-resolved', path, role: 'lock', entries}
}

function toPin(pin: UnknownRecord, line: number | undefined): Entry[] {
  const url = asText(pin['location']) ?? asText(pin['repositoryURL'])
  const name = url === undefined ? undefined : repositoryName(url)
  if (name === undefined) return []
  const state = asRecord(pin['state']) ?? {}
  const commit = asText(state['revision'])
  const version = asText(state['version'])
  return [
    {
      name,
      version: version ?? commit,
      line,
      scope: 'runtime',
      direct: false,
      ...(commit !== undefined && {properties: {'aibom:package:commit': [commit]}}),
    },
  ]
}

/** `https://github.com/owner/name.git` → `github.com/owner/name` */
function repositoryName(url: string): string | undefined {
  const [, host, path] =
    /^(?:https?:\/\/|ssh:\/\/git@|git@)(?:[^@/]*@)?([\w.-]+)[/:]([\w./-]+?)(?:\.git)?\/?$/.exec(url.trim()) ?? []
  return host === undefined || path === undefined ? undefined : `${host.toLowerCase()}/${path}`
}

/** project.pbxproj: packages that Xcode fetches, with what it may take of them. */
export function readXcodeProject(text: string, path: string): Note {
  const entries: Entry[] = []
  const lines = text.split('\n')
  for (const [at, raw] of lines.entries()) {
    const [, url] = /^\s{0,12}repositoryURL = "([^"]{1,300})";/.exec(raw) ?? []
    const name = url === undefined ? undefined : repositoryName(url)
    if (name === undefined) continue
    const following = lines.slice(at, at + 8).join('\n')
    const [, kind = ''] = /\bkind = (\w{1,40});/.exec(following) ?? []
    const [, value] = /\b(?:minimumVersion|version|branch|revision) = "?([\w./-]{1,100})"?;/.exec(following) ?? []
    entries.push({
      name,
      ...(value !== undefined && {version: requirement(kind, value)}),
      line: at,
      scope: 'runtime',
      direct: true,
    })
  }
  return {ecosystem: 'swift', dialect: 'xcode', path, role: 'manifest', entries}
}

function requirement(kind: string, value: string): string {
  return kind === 'exactVersion' || kind === 'revision' ? value : `${kind} ${value}`
}

const packagePattern =
  /\.package\((?:\s{0,60}name: ?"[^"]{1,100}",)?\s{0,60}url: ?"([^"]{1,300})",\s{0,60}(?:(from|exact|branch|revision|\.upToNextMajor\(from|\.upToNextMinor\(from|\.exact\(|\.branch\(|\.revision\():? ?)?"?([\w.+/-]{1,100})?/g

/** Package.swift is a program: read by pattern, never run. */
export function readSwiftManifest(text: string, path: string): Note {
  const starts = [...text.matchAll(packagePattern)]
  let line = 1
  let at = 0
  const entries = starts.flatMap((found): Entry[] => {
    for (; at < found.index; at++) if (text.charCodeAt(at) === 10) line++
    const [, url = '', kind = '', version] = found
    const name = repositoryName(url)
    if (name === undefined) return []
    const isExact = /exact|revision/.test(kind)
    const asked = version === undefined ? undefined : isExact ? version : `${kind.replace(/\W/g, '')} ${version}`.trim()
    return [{name, ...(asked !== undefined && {version: asked}), line, scope: 'runtime', direct: true}]
  })
  return {ecosystem: 'swift', dialect: 'package-swift', path, role: 'manifest', entries}
}
