import {isRead, type Want, wantOf} from './dialects/attributes.ts'

/** Shorter texts cost less to parse than to cut out. */
const longText = 256
const attributeStart = '{"key":"'
const textStart = '","value":{"stringValue":"'
const attributeEnd = '"}}'
const backslash = 0x5c

/**
 * OTLP/JSON without the long texts of attributes that nobody reads: messages of people and models are most of its
 * bytes. The form in which exporters write an attribute is looked for, which cannot occur inside a text, where each
 * quotation mark has a backslash; in another form everything stays as it is. What is cut out is not looked at, so it is
 * not checked to be JSON either.
 */
export function withoutContent(text: string): string {
  let kept = ''
  let copied = 0
  let at = 0
  const hasPairs = pairsIn(text)
  for (let end = text.indexOf(attributeEnd, at); end !== -1; end = text.indexOf(attributeEnd, at)) {
    if (end - at < longText && text.charCodeAt(end - 1) !== backslash) {
      at = end + attributeEnd.length
      continue
    }
    const found = textBefore(text, at, end, hasPairs)
    const close = endOfText(text, end)
    if (close === -1) break
    if (found !== undefined && close - found.begin >= longText && !isRead(found.want, text.slice(found.begin, close))) {
      kept += text.slice(copied, found.begin)
      copied = close
    }
    at = close + attributeEnd.length
  }
  return copied === 0 ? text : kept + text.slice(copied)
}

/**
 * Where the text of the attribute begins that ends at one place, and whether it is read; undefined where nothing has
 * that form.
 */
function textBefore(
  text: string,
  from: number,
  end: number,
  hasPairs: () => boolean,
): {readonly begin: number; readonly want: Want} | undefined {
  for (
    let start = text.indexOf(attributeStart, from);
    start !== -1 && start < end;
    start = text.indexOf(attributeStart, start + 1)
  ) {
    const keyEnd = text.indexOf('"', start + attributeStart.length)
    if (!text.startsWith(textStart, keyEnd)) continue
    const key = text.slice(start + attributeStart.length, keyEnd)
    // names inside of values have no dot, and are read with the value
    const isAttribute = key.includes('.') || (key !== eventContent && !hasPairs())
    return isAttribute ? {begin: keyEnd + textStart.length, want: wantOf(key)} : undefined
  }
  return undefined
}

/** Of the attributes of events, this one is read. */
const eventContent = 'content'

/** Whether a document has values that are pairs of a key and a value, as attributes are; looked for when first asked. */
function pairsIn(text: string): () => boolean {
  let known: boolean | undefined
  return () => {
    known ??= text.includes('"kvlistValue"')
    return known
  }
}

/** The next `"}}` whose quotation mark ends a text. */
function endOfText(text: string, from: number): number {
  for (let at = from; at !== -1; at = text.indexOf(attributeEnd, at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at
  }
  return -1
}
