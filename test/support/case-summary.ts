import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../src/lib/narrow.ts'

/**
 * What a BOM says of packages and other assets, one line for each fact: what a case expects is a list of such lines.
 */
export interface CaseSummary {
  /** `required pkg:npm/a@1.0.0 direct # declared=^1`, a local one by its name; `#`: it has a digest of its own */
  readonly packages: readonly string[]
  /** `subject > pkg:npm/a@1.0.0` */
  readonly edges: readonly string[]
  /** `package.json no-lock` */
  readonly gaps: readonly string[]
  /**
   * `model openai/gpt-4o-mini src/a.ts:4`, `mcp-server github 0.5.0 .mcp.json:4 origin=… pinned=true`; `#`: it has a
   * digest
   */
  readonly assets: readonly string[]
}

/** Properties that a line shows, without `aibom:package:`. */
const shown = ['declared', 'source', 'condition', 'alias', 'patched', 'incomplete', 'extra-index', 'bundled'] as const

/** Kinds that the lists of packages speak of. */
const packaged = new Set(['package', 'dependency-manifest'])
/** Properties of other assets that a line shows. */
const facts = ['model:quantization', 'model:context-length', 'mcp:origin', 'mcp:pinned'] as const

/** Sums up a BOM. */
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
    assets: [...components, ...recordsOf(root['services'])].flatMap(assetLines).sort(),
  }
}

/** A component and what stands inside it. */
function assetLines(component: UnknownRecord): string[] {
  return [...assetLine(component), ...recordsOf(component['components']).flatMap(assetLines)]
}

function assetLine(component: UnknownRecord): string[] {
  const [kind = ''] = propertyOf(component, 'aibom:kind')
  if (kind === '' || packaged.has(kind)) return []
  const [registry] = propertyOf(component, 'aibom:model:registry')
  const places = recordsOf(asRecord(component['evidence'])?.['occurrences']).map(({location, line}) =>
    line === undefined ? String(location) : `${location}:${line}`,
  )
  const flags = facts.flatMap(name =>
    propertyOf(component, `aibom:${name}`).map(value => ` ${name.slice(name.indexOf(':') + 1)}=${value}`),
  )
  const digest = asList(component['hashes']).length > 0 ? ' #' : ''
  return [
    [kind, registry, label(component), places.join(' ')].filter(part => part !== undefined && part !== '').join(' ') +
      digest +
      flags.join(''),
  ]
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
