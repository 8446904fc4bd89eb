import type {Digest} from '../../inventory/evidence.ts'
import {parseXml, type XmlElement, xmlChild, xmlElements, xmlText} from '../../lib/parse/xml.ts'
import type {Entry, Note, PackageScope, Setting} from './notes.ts'

const hexByAlgorithm: Readonly<Record<string, {alg: Digest['alg']; length: number}>> = {
  sha512: {alg: 'sha512', length: 128},
  sha256: {alg: 'sha256', length: 64},
  sha1: {alg: 'sha1', length: 40},
}

/** pom.xml: what the project itself depends on; what it manages for others are settings. */
export function readPom(text: string, path: string): Note {
  const project = parseXml(text, path)
  const settings = new Map<string, Setting>()
  const profiles = xmlChild(project, 'profiles')?.children ?? []
  const parts = project.name === 'project' ? [project, ...profiles] : []
  for (const part of parts) addSettings(part, settings)
  addOwn(project, settings)
  const entries = parts.flatMap(part => dependenciesOf(part).map(toEntry))
  return {ecosystem: 'maven', dialect: 'pom', path, role: 'manifest', entries, settings}
}

/** `${project.version}`: its own, else its parent's. */
function addOwn(project: XmlElement, settings: Map<string, Setting>): void {
  const parent = xmlChild(project, 'parent')
  for (const name of ['version', 'groupId'] as const) {
    const value = xmlText(project, name) ?? xmlText(parent, name)
    if (value !== undefined) for (const prefix of ['project.', 'pom.', '']) settings.set(`${prefix}${name}`, {value})
  }
}

function addSettings(part: XmlElement, settings: Map<string, Setting>): void {
  for (const property of xmlChild(part, 'properties')?.children ?? [])
    settings.set(property.name, {value: property.text.trim(), line: property.line})
  for (const managed of dependenciesOf(xmlChild(part, 'dependencyManagement'))) {
    const version = xmlText(managed, 'version')
    if (version !== undefined) settings.set(`version:${nameOf(managed)}`, {value: version, line: managed.line})
  }
}

function dependenciesOf(part: XmlElement | undefined): readonly XmlElement[] {
  return (xmlChild(part, 'dependencies')?.children ?? []).filter(({name}) => name === 'dependency')
}

function nameOf(dependency: XmlElement): string {
  return `${xmlText(dependency, 'groupId') ?? ''}:${xmlText(dependency, 'artifactId') ?? ''}`
}

function toEntry(dependency: XmlElement): Entry {
  const version = xmlText(dependency, 'version')
  return {
    name: nameOf(dependency),
    ...(version !== undefined && {version}),
    line: xmlChild(dependency, 'artifactId')?.line ?? dependency.line,
    scope: scopeOf(dependency),
    direct: true,
  }
}

function scopeOf(dependency: XmlElement): PackageScope {
  if (xmlText(dependency, 'scope') === 'test') return 'dev'
  return xmlText(dependency, 'optional') === 'true' ? 'optional' : 'runtime'
}

/** gradle.lockfile: `group:artifact:version=configuration,configuration`. */
export function readGradleLock(text: string, path: string): Note {
  const entries = text.split('\n').flatMap((raw, at): Entry[] => {
    const [coordinates = '', configurations = ''] = raw.trim().split('=')
    const [group, artifact, version, more] = coordinates.split(':')
    if (
      raw.startsWith('#') ||
      group === undefined ||
      artifact === undefined ||
      version === undefined ||
      more !== undefined
    )
      return []
    const isTest = configurations.split(',').every(one => /test/i.test(one))
    return [{name: `${group}:${artifact}`, version, line: at + 1, scope: isTest ? 'dev' : 'runtime', direct: false}]
  })
  return {ecosystem: 'maven', dialect: 'gradle-lock', path, role: 'lock', entries}
}

/**
 * gradle/verification-metadata.xml: digests of the files that Gradle accepts; of several files of one package only the
 * jar or aar is the package.
 */
export function readVerificationMetadata(text: string, path: string): Note {
  const entries = [...xmlElements(parseXml(text, path), 'component')].flatMap((component): Entry[] => {
    const of = (name: string): string => component.attributes.get(name) ?? ''
    const file = component.children.find(artifact => /\.(?:jar|aar|klib)$/.test(artifact.attributes.get('name') ?? ''))
    const digests = (file?.children ?? []).flatMap(toDigest)
    if (of('group') === '' || of('version') === '') return []
    return [
      {
        name: `${of('group')}:${of('name')}`,
        version: of('version'),
        line: component.line,
        scope: 'runtime',
        direct: false,
        digests,
      },
    ]
  })
  return {ecosystem: 'maven', dialect: 'gradle-verification', path, role: 'digests', entries}
}

function toDigest(element: XmlElement): Digest[] {
  const known = hexByAlgorithm[element.name]
  const hex = element.attributes.get('value')?.toLowerCase() ?? ''
  if (known === undefined || hex.length !== known.length || !/^[0-9a-f]+$/.test(hex)) return []
  return [{alg: known.alg, hex, of: 'content', from: 'declared'}]
}
