import {invalid} from '../failure.ts'
import {decodeBase64} from '../json/signed-json.ts'

/** One block of a PEM text (RFC 7468). */
export interface PemBlock {
  readonly label: string
  readonly der: Buffer
}

/** What a PEM text holds, in order. */
export interface PemText {
  readonly blocks: readonly PemBlock[]
  /** whether there is text that belongs to no block, before the first one and behind it */
  readonly hasTextBefore: boolean
  readonly hasTextBehind: boolean
}

interface State {
  readonly blocks: PemBlock[]
  open: {readonly label: string; readonly lines: string[]} | undefined
  hasTextBefore: boolean
  hasTextBehind: boolean
}

const beginPattern = /^-----BEGIN ([A-Z0-9 ]+)-----$/

/**
 * Every block of a PEM text, each whole; text between them is passed over, as in lists of authorities.
 * @throws {TrustFailure} `bundle-malformed` where a block does not end, or holds what is not base64
 */
export function parsePem(text: string): PemText {
  const state: State = {blocks: [], open: undefined, hasTextBefore: false, hasTextBehind: false}
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (state.open === undefined) readOutside(line, state)
    else readInside(line, state.open, state)
  }
  if (state.open !== undefined) throw invalid('bundle-malformed', `the PEM block ${state.open.label} has no end`)
  return state
}

function readOutside(line: string, state: State): void {
  if (line.includes('-----')) {
    const label = beginPattern.exec(line)?.[1]
    if (label === undefined) throw invalid('bundle-malformed', 'a line of the PEM text begins no block')
    state.open = {label, lines: []}
  } else if (line !== '') state[state.blocks.length === 0 ? 'hasTextBefore' : 'hasTextBehind'] = true
}

function readInside(line: string, {label, lines}: NonNullable<State['open']>, state: State): void {
  if (line !== `-----END ${label}-----`) {
    lines.push(line)
    return
  }
  state.blocks.push({label, der: decodeBase64(lines.join(''), 'bundle-malformed', `the PEM block ${label}`)})
  state.open = undefined
}

/**
 * A PEM text of exactly one block.
 * @param allowsPreamble whether text may stand before it, as some programs write what the block is about
 * @throws {TrustFailure} `bundle-malformed`
 */
export function parseOnlyBlock(text: string, label: string, {allowsPreamble = false} = {}): Buffer {
  const {blocks, hasTextBefore, hasTextBehind} = parsePem(text)
  const [block, second] = blocks
  if (block?.label === label && second === undefined && !hasTextBehind && (allowsPreamble || !hasTextBefore))
    return block.der
  throw invalid('bundle-malformed', `it is not one PEM block ${label} and nothing else`)
}
