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
  return {
    add(descriptor, key) {
      keysByDescriptor.set(descriptor, key)
      const [name] = splitAt(descriptor)
      keysByName.set(name, !keysByName.has(name) || keysByName.get(name) === key ? key : undefined)
    },
    find: (name, range) => keysByDescriptor.get(`${name}@${range}`) ?? keysByDescriptor.get(`${name}@npm:${range}`) ?? keysByName.get(name),
  }
}
