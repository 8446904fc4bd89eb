import {xmlText} from '../../src/lib/escape/xml.ts'
import type {Editable} from './vendor-bom.ts'

/** What XML writes as attributes; everything else is an element of its own. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  component: ['type', 'bom-ref'],
  service: ['bom-ref'],
  reference: ['type'],
  license: ['bom-ref'],
}
/** Names of the items of a list where they are not the name of the list without its last letter. */
const items: Readonly<Record<string, string>> = {
  ancestors: 'component',
  hashes: 'hash',
  externalReferences: 'reference',
  properties: 'property',
  assemblies: 'assembly',
}

/** A document in the XML form of CycloneDX, of all that the tests' BOM has. */
export function xmlOf({specVersion, serialNumber, version, bomFormat: _, $schema: __, ...rest}: Editable): string {
  const serial = serialNumber === undefined ? '' : ` serialNumber="${xmlText(serialNumber)}"`
  const body = Object.entries(rest).map(([name, value]) => element(name, value))
  return `<bom xmlns="http://cyclonedx.org/schema/bom/${specVersion}" version="${version ?? 1}"${serial}>\n${body.join('\n')}\n</bom>\n`
}

function element(name: string, value: Editable): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return list(name, value)
  if (typeof value !== 'object') return `<${name}>${xmlText(String(value))}</${name}>`
  if (name === 'hash') return `<hash alg="${xmlText(value.alg)}">${xmlText(value.content)}</hash>`
  if (name === 'property') return `<property name="${xmlText(value.name)}">${xmlText(value.value)}</property>`
  if (name === 'dependency') {
    const targets = (value.dependsOn ?? []).map((ref: string) => `<dependency ref="${xmlText(ref)}"/>`)
    return `<dependency ref="${xmlText(value.ref)}">${targets.join('')}</dependency>`
  }
  const own = attributes[name] ?? []
  const stated = own.flatMap(key => (value[key] === undefined ? [] : [` ${key}="${xmlText(value[key])}"`]))
  const children = Object.entries(value).filter(([key]) => !own.includes(key))
  return `<${name}${stated.join('')}>${children.map(([key, child]) => element(key, child)).join('')}</${name}>`
}

function list(name: string, values: readonly Editable[]): string {
  // these stand without an element around them
  if (name === 'url' || name === 'sensitiveData') return values.map(value => element(name, value)).join('')
  if (name === 'data' && values[0]?.flow === undefined) return values.map(value => element(name, value)).join('')
  return `<${name}>${values.map(value => item(name, value)).join('')}</${name}>`
}

function item(name: string, value: Editable): string {
  if (name === 'data') return `<classification flow="${value.flow}">${xmlText(value.classification)}</classification>`
  if (name === 'licenses')
    return value.expression === undefined ? element('license', value.license) : element('expression', value.expression)
  if (name === 'assemblies') return `<assembly ref="${xmlText(value)}"/>`
  return element(items[name] ?? name.replace(/s$/, ''), value)
}
