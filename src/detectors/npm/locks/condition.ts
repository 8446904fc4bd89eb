import {textsOf} from '../../../lib/narrow.ts'

/**
 * The platforms that a package is for, in yarn's notation: `os=darwin & cpu=(arm64 | x64)`; undefined when it is for
 * all.
 */
export function conditionOf(entry: Readonly<Record<string, unknown>>): string | undefined {
  const parts = ['os', 'cpu', 'libc'].flatMap(field => {
    const values = textsOf(entry[field]).filter(value => value !== 'any')
    if (values.length === 0) return []
    return values.length === 1 ? [`${field}=${values[0]}`] : [`${field}=(${values.join(' | ')})`]
  })
  return parts.length === 0 ? undefined : parts.join(' & ')
}
