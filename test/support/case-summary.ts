import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../src/lib/narrow.ts'

/** What a BOM says of packages, one line for each fact: what a case expects is a list of such lines. */
export interface CaseSummary {
  /** `required pkg:npm/a@1.0.0 direct # declared=^1`, a local one by its name; `#`: it has a digest of its own */
  readonly packages: readonly string[]
  /** `subject > pkg:npm/a@1.0.0` */
  readonly edges: readonly string[]
  /** `package.json no-lock` */
  readonly gaps: readonly string[]
}

/** Properties that a line shows, without `aibom:package:`. */
const shown = ['declared', 'source', 'condition', 'alias', 'patched', 'incomplete', 'extra-index', 'bundled'] as const

/** Sums up the packages of a BOM. */
export function summarise(bom: unknown): CaseSummary {
  const root = asRecord(bom) ?? {}
  const components = recordsOf(root['components'])
  const nameOf = new Map<string, string>(components.map(one => [String(one['bom-ref']), label(one)]))
  const metadata = asRecord(root['metadata'])
  nameOf.set('subject', 'subject')
  return {
    packages: components.filter(one => propertyOf(one, 'aibom:kind')[0] === 'package').map(lineOf),
    edges: recordsOf(root['dependencies']).flatMap(({ref, dependsOn}) =>
      asList(dependsOn).flatMap(to => {
        const [from, target] = [nameOf.get(String(ref)), nameOf.get(String(to))]
        return from === undefined || target === undefined ? [] : [`${from} > ${target}`]
      }),
    ),
    gaps: propertyOf(metadata ?? {}, 'aibom:gap').map(text => {
      const field = (name: string): string => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(text)?.[1] ?? ''
      return `${field('path')} ${field('code')}`
    }),
  }
}

function lineOf(component: UnknownRecord): string {
  const flags = [
    propertyOf(component, 'aibom:package:direct')[0] === 'true' ? ' direct' : '',
    asList(component['hashes']).length > 0 ? ' #' : '',
    ...shown.flatMap(name => propertyOf(component, `aibom:package:${name}`).map(value => ` ${name}=${value}`)),
  ]
  return `${asText(component['scope']) ?? ''} ${label(component)}${flags.join('')}`
}

function label(component: UnknownRecord): string {
  const purl = asText(component['purl'])
  if (purl !== undefined) return purl
  const name = [component['group'], component['name']].filter(part => part !== undefined).join('/')
  return component['version'] === undefined ? name : `${name}@${component['version']}`
}

function propertyOf(node: UnknownRecord, name: string): string[] {
  return recordsOf(node['properties']).flatMap(one => (one['name'] === name ? [String(one['value'])] : []))
}
