import {parsePurl} from '../../../bom/check/values.ts'
import {lookalikeOf, type NameRegistry} from '../../../inventory/well-known-names.ts'
import {asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'
import {tellLookAlike} from './tell.ts'

/** Packages that are called almost like a well-known one. */
export function checkPackages({view, notes}: ReviewContext): void {
  const told = new Set<string>()
  for (const part of view.parts) {
    const named = registryNameOf(part)
    const imitated = named === undefined ? undefined : lookalikeOf(named.name, named.of)
    if (named === undefined || imitated === undefined || told.has(named.name)) continue
    told.add(named.name)
    tellLookAlike(
      {name: named.name, imitated, list: 'list of well-known packages', subject: part.name, pointer: named.pointer},
      notes,
    )
  }
}

interface RegistryName {
  readonly name: string
  readonly of: NameRegistry
  readonly pointer: string
}

/** A scope stands for its owner; other names stand for themselves. */
function registryNameOf({node, pointer, role}: Part): RegistryName | undefined {
  const text = asText(node['purl'])
  const purl = text === undefined ? undefined : parsePurl(text)
  if (role !== 'other' || typeof purl !== 'object') return undefined
  if (purl.type === 'pypi')
    return {name: purl.name.replace(/[-_.]+/g, '-'), of: 'pypi-package', pointer: `${pointer}/purl`}
  if (purl.type !== 'npm') return undefined
  return purl.namespace === undefined
    ? {name: purl.name, of: 'npm-package', pointer: `${pointer}/purl`}
    : {name: purl.namespace, of: 'npm', pointer: `${pointer}/purl`}
}
