import {parseSpec, splitAt} from '../spec.ts'

/** What answers `name@range` in a yarn lock. */
export interface DescriptorIndex {
  readonly keysByDescriptor: Map<string, string>
  /** undefined where there are several */
  readonly keysByName: Map<string, string | undefined>
}

/** Packages of a registry that descriptors ask for, each name once. */
export function askedNames(descriptors: readonly string[]): string[] {
  const names = descriptors.flatMap(descriptor => {
    const [alias, range = ''] = splitAt(descriptor)
    // a tag, where no other name stands before it
    if (range.startsWith('npm:') && !range.includes('@')) return [alias]
    const spec = parseSpec(alias, range)
    return spec.range === undefined ? [] : [spec.name]
  })
  return [...new Set(names)].sort()
}

/** Sections of an entry whose descriptors the lock resolves. */
export const dependencySections = ['dependencies', 'optionalDependencies'] as const

/**
 * Dependencies of which no entry has the name, as `name@range`: whoever installs them takes bytes that the lock does not
 * know. Of those whose name has an entry, every one is in the lock, whichever `resolutions` choose.
 */
export function withoutEntry(
  {keysByName}: DescriptorIndex,
  sections: Iterable<Iterable<readonly [name: string, range: unknown]>>,
): string[] {
  const found = new Set<string>()
  for (const section of sections)
    for (const [name, range] of section)
      if (!keysByName.has(name)) found.add(typeof range === 'string' ? `${name}@${range}` : name)
  return [...found]
}

/** Of a lock without entries. */
export function emptyIndex(): DescriptorIndex {
  return {keysByDescriptor: new Map(), keysByName: new Map()}
}

/** Notes that a descriptor is answered by the package of a key. */
export function addDescriptor({keysByDescriptor, keysByName}: DescriptorIndex, descriptor: string, key: string): void {
  keysByDescriptor.set(descriptor, key)
  const [name] = splitAt(descriptor)
  keysByName.set(name, !keysByName.has(name) || keysByName.get(name) === key ? key : undefined)
}

/** Descriptors that `resolutions` overrules are not in the lock; where a name has one package alone, it is that. */
export function findDescriptor(
  {keysByDescriptor, keysByName}: DescriptorIndex,
  name: string,
  range: string,
): string | undefined {
  const exact = keysByDescriptor.get(`${name}@${range}`) ?? keysByDescriptor.get(`${name}@npm:${range}`)
  if (exact !== undefined) return exact
  // bun writes an alias under the name behind it
  const behind = range.startsWith('npm:') ? range.slice('npm:'.length) : undefined
  const aliased =
    behind === undefined
      ? undefined
      : (keysByDescriptor.get(behind) ?? keysByDescriptor.get(`${splitAt(behind)[0]}@npm:${behind}`))
  return aliased ?? keysByName.get(name)
}
