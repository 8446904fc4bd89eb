import {asList, asRecord} from '../narrow.ts'

const indexPattern = /^(?:0|[1-9]\d{0,8})$/

/** A name as a part of a JSON pointer (RFC 6901). */
export function pointerSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The names and indexes of a JSON pointer; what stands before its first slash is none. */
export function pointerNames(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What a JSON pointer leads to in a parsed document; undefined where nothing is there. */
export function valueAtPointer(document: unknown, pointer: string): unknown {
  let value = document
  for (const name of pointerNames(pointer)) {
    const record = asRecord(value)
    if (Array.isArray(value)) value = itemAt(asList(value), name)
    else value = record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
  }
  return value
}

/** The item of a list that a name of a JSON pointer stands for; undefined where it is no index of it. */
export function itemAt<T>(list: readonly T[], name: string): T | undefined {
  return indexPattern.test(name) ? list[Number(name)] : undefined
}
