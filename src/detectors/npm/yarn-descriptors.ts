import {splitAt} from './spec.ts'

/** What answers `name@range` in a yarn lock. */
export interface DescriptorIndex {
  add(descriptor: string, key: string): void
  find(name: string, range: string): string | undefined
}

/** Descriptors that `resolutions` overrules are not in the lock; where a name has one package alone, it is that. */
export function descriptorIndex(): DescriptorIndex {
  const keysByDescriptor = new Map<string, string>()
  /** undefined where there are several */
  const keysByName = new Map<string, string | undefined>()
  const behind = (descriptor: string): string | undefined =>
    keysByDescriptor.get(descriptor) ?? keysByDescriptor.get(`${splitAt(descriptor)[0]}@npm:${descriptor}`)
  return {
    add(descriptor, key) {
      keysByDescriptor.set(descriptor, key)
      const [name] = splitAt(descriptor)
      keysByName.set(name, !keysByName.has(name) || keysByName.get(name) === key ? key : undefined)
    },
    find(name, range) {
      const exact = keysByDescriptor.get(`${name}@${range}`) ?? keysByDescriptor.get(`${name}@npm:${range}`)
      // bun writes an alias under the name behind it
      return (
        exact ?? (range.startsWith('npm:') ? behind(range.slice('npm:'.length)) : undefined) ?? keysByName.get(name)
      )
    },
  }
}
