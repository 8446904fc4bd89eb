import {AibomError} from '../lib/errors.ts'

/** What stands in a protobuf message that is written as text: a message begins or ends, or a field has a value. */
export type TextEvent =
  | {readonly kind: 'open'; readonly name: string}
  | {readonly kind: 'close'}
  /** text: the bytes of a quoted value; numbers and words of an enumeration have none */
  | {readonly kind: 'value'; readonly name: string; readonly text?: Buffer}

const depthLimit = 100
const space = /(?:\s|#[^\n]*(?:\n|$))*/y
/** Commas and semicolons between fields say nothing. */
const blank = /(?:[\s,;]|#[^\n]*(?:\n|$))*/y
const fieldName = /[A-Za-z_][\w.]*|\[[\w./-]{1,200}\]/y
const scalar = /[-+\w.]+/y
const plain = /[^"'\\\n]+/y
const escaped = /\\(?:[0-7]{1,3}|[xX][0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[abfnrtv\\'"?])/y
const controls: Readonly<Record<string, number>> = {a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11}
const ends: Readonly<Record<string, string>> = {'{': '}', '<': '>'}

/** What has begun and not ended: a message, or the list of the values of a field. */
interface Open {
  readonly end: string
  readonly listOf?: string
}

/**
 * Reads a protobuf message in the text format, field by field; field names are not checked against any definition.
 * @throws {AibomError} `AIBOM_PROTOBUF_INVALID`
 * @see Protocol Buffers, "Text Format Language Specification"
 */
export function* readProtobufText(source: string): Generator<TextEvent> {
  const text = new TextCursor(source)
  const open: Open[] = []
  for (text.skip(); !text.isAtEnd; text.skip()) {
    const current = open.at(-1)
    if (current !== undefined && text.takes(current.end)) {
      open.pop()
      if (current.listOf === undefined) yield {kind: 'close'}
      continue
    }
    const name = current?.listOf ?? takeName(text)
    if (current?.listOf === undefined && text.takes('[')) open.push({end: ']', listOf: name})
    else yield takeContent(text, name, open)
    if (open.length > depthLimit) throw text.invalid(`messages nested deeper than ${depthLimit}`)
  }
  if (open.length > 0) throw text.invalid('the message is cut')
}

function takeName(text: TextCursor): string {
  const name = text.take(fieldName) ?? text.fail('no field begins here')
  text.skip()
  text.takes(':')
  text.skip()
  return name
}

function takeContent(text: TextCursor, name: string, open: Open[]): TextEvent {
  const end = ends[text.next]
  if (end === undefined) return takeValue(text, name)
  text.takes(text.next)
  open.push({end})
  return {kind: 'open', name}
}

function takeValue(text: TextCursor, name: string): TextEvent {
  if (text.next !== '"' && text.next !== "'") {
    if (text.take(scalar) === undefined) throw text.invalid('a field without a value')
    return {kind: 'value', name}
  }
  const parts: Buffer[] = []
  while (text.next === '"' || text.next === "'") {
    parts.push(text.quoted())
    text.take(space)
  }
  return {kind: 'value', name, text: Buffer.concat(parts)}
}

class TextCursor {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#source.length
  }

  get next(): string {
    return this.#source[this.#at] ?? ''
  }

  skip(): void {
    this.take(blank)
  }

  takes(sign: string): boolean {
    const is = sign !== '' && this.next === sign
    if (is) this.#at++
    return is
  }

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  quoted(): Buffer {
    const quote = this.next
    this.#at++
    const parts: Buffer[] = []
    while (!this.takes(quote)) {
      const text = this.take(plain)
      const sign = this.next
      if (text !== undefined) parts.push(Buffer.from(text))
      else if ((sign === '"' || sign === "'") && this.takes(sign)) parts.push(Buffer.from(sign))
      else parts.push(bytesOf(this.take(escaped) ?? this.fail('a text that does not end')))
    }
    return Buffer.concat(parts)
  }

  fail(what: string): never {
    throw this.invalid(what)
  }

  invalid(what: string): AibomError {
    return new AibomError(
      'AIBOM_PROTOBUF_INVALID',
      `the protobuf text is cut or broken at character ${this.#at}: ${what}`,
    )
  }
}

function bytesOf(written: string): Buffer {
  const sign = written[1] ?? ''
  if (/[0-7]/.test(sign)) return Buffer.from([Number.parseInt(written.slice(1), 8) & 0xff])
  if (/[xX]/.test(sign)) return Buffer.from([Number.parseInt(written.slice(2), 16)])
  if (/[uU]/.test(sign)) {
    const point = Number.parseInt(written.slice(2), 16)
    return Buffer.from(point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point))
  }
  return Buffer.from([controls[sign] ?? sign.charCodeAt(0)])
}
