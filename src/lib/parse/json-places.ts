import {itemAt} from './json-pointer.ts'

type Children = ReadonlyMap<string, number> | readonly number[]

const [tab, lineFeed, carriageReturn, space] = [0x09, 0x0a, 0x0d, 0x20]
const [quote, comma, backslash] = [0x22, 0x2c, 0x5c]
const scalarPattern = /[^\s,\]}]*/y
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Finds where values stand in a text that is JSON: the offset of the value at a path of names and indexes, or of the
 * nearest value around it; undefined in a text without a value. Only lists and objects on the way are looked through,
 * each once, and nothing is kept of the rest: a tree of a document of 100 MB takes gigabytes. Of a name that an object
 * has twice the first counts.
 */
export function jsonPlaces(text: string): (path: readonly string[]) => number | undefined {
  const known = new Map<number, Children>()
  return path => {
    let at = skipSpace(text, 0)
    if (at === text.length) return undefined
    for (const segment of path) {
      const children = known.get(at) ?? childrenAt(text, at)
      known.set(at, children)
      const child = children instanceof Map ? children.get(segment) : itemAt(children as number[], segment)
      if (child === undefined) break
      at = child
    }
    return at
  }
}

/** Where the members or items of the value at an offset stand; none where it is neither object nor list. */
function childrenAt(text: string, at: number): Children {
  const open = text.charCodeAt(at)
  if (open === openObject) return membersAt(text, at)
  return open === openList ? itemsAt(text, at) : []
}

function membersAt(text: string, open: number): ReadonlyMap<string, number> {
  const members = new Map<string, number>()
  for (let at = skipSpace(text, open + 1); text.charCodeAt(at) === quote; ) {
    const end = endOfString(text, at)
    const name: unknown = JSON.parse(text.slice(at, end))
    const value = skipSpace(text, text.indexOf(':', end) + 1)
    if (typeof name === 'string' && !members.has(name)) members.set(name, value)
    at = nextAfter(text, value)
  }
  return members
}

function itemsAt(text: string, open: number): readonly number[] {
  const items: number[] = []
  let at = skipSpace(text, open + 1)
  while (at < text.length && text.charCodeAt(at) !== closeList) {
    items.push(at)
    at = nextAfter(text, at)
  }
  return items
}

/** Where the next member or item begins, behind the comma; the closing bracket where there is none. */
function nextAfter(text: string, value: number): number {
  const end = skipSpace(text, endOfValue(text, value))
  return text.charCodeAt(end) === comma ? skipSpace(text, end + 1) : end
}

function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first === quote) return endOfString(text, start)
  if (first !== openObject && first !== openList) return endOfScalar(text, start)
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === quote) at = endOfString(text, at) - 1
    else if (unit === openObject || unit === openList) depth++
    else if ((unit === closeObject || unit === closeList) && --depth === 0) return at + 1
  }
  return text.length
}

function endOfScalar(text: string, start: number): number {
  scalarPattern.lastIndex = start
  scalarPattern.test(text)
  return scalarPattern.lastIndex
}

/** Behind the closing quote. */
function endOfString(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1))
    if (!isEscaped(text, at)) return at + 1
  return text.length
}

function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text.charCodeAt(before - 1) === backslash) before--
  return (at - before) % 2 === 1
}

function skipSpace(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit !== space && unit !== lineFeed && unit !== carriageReturn && unit !== tab) break
  }
  return at
}
