import type {Value} from '../module.ts'

/** Known and unknown parts as one text if all are known, else as a template without empty parts. */
export function joined(parts: readonly Value[], line: number): Value {
  const flat = parts.flatMap(part => (part.kind === 'template' ? part.parts : [part])).filter(part => !isEmpty(part))
  const texts: string[] = []
  for (const part of flat) {
    if (part.kind !== 'text') return {kind: 'template', parts: flat, line}
    texts.push(part.text)
  }
  return {kind: 'text', text: texts.join(''), line}
}

/** What stands before a hole at the beginning of a text, or behind one at its end. */
function isEmpty(part: Value): boolean {
  return part.kind === 'text' && part.text === ''
}

/** A format string with its values put in. */
export function formatted(format: string, values: readonly Value[], hole: RegExp, line: number): Value {
  return interleaved(format.split(hole), values, line)
}

/** Pieces of a text with a value between each two; what is missing is unknown. */
export function interleaved(pieces: readonly string[], values: readonly Value[], line: number): Value {
  const parts = pieces.flatMap((text, index): Value[] => {
    const part: Value = {kind: 'text', text, line}
    return index + 1 === pieces.length ? [part] : [part, values[index] ?? {kind: 'unknown', line}]
  })
  return joined(parts, line)
}

/** Items with a separator between each two. */
export function separated(items: readonly Value[], separator: string, line: number): Value {
  const parts = items
    .slice(0, 500)
    .flatMap((item, index): Value[] => (index === 0 ? [item] : [{kind: 'text', text: separator, line}, item]))
  return {kind: 'template', parts, line}
}
