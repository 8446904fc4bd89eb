import {randomUUID} from 'node:crypto'

/**
 * So long may the name of a file be in that of its temporary file: names of 255 bytes are all that most file systems
 * take.
 */
const keptCharacters = 50
const wholePattern = /^\..{1,255}\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/s
const partPattern = /^\.aibom\.[0-9a-f]{16}\.[0-9a-f]{16}\.\d{1,10}-[0-9a-f]{8}\.part$/
const leftPartPattern = /^.{1,255}\.[0-9a-f]{16}\.part$/s

/** What a file is called until it is whole: `.NAME.<uuid>.tmp`, beside it. */
export function temporaryName(name: string): string {
  return `.${name.slice(0, keptCharacters)}.${randomUUID()}.tmp`
}

/** Whether a file may be one that aibom was writing when it was killed: nothing that a source or a model is made of. */
export function isOwnTemporary(name: string): boolean {
  if (name.endsWith('.tmp')) return wholePattern.test(name)
  return name.endsWith('.part') && (partPattern.test(name) || leftPartPattern.test(name))
}
