/** A number of parameters as written: `7B`, `8.03B`, `1,234,567`, `350 million`. */
export interface StatedSize {
  readonly count: number
  /** half a unit of its last digit: `7B` may be 6.5 to 7.5 */
  readonly slack: number
}

const units: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  b: 1e9,
  t: 1e12,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  bn: 1e9,
}
/** Sizes are rounded by hand, embeddings counted or not. */
const tolerance = 0.03

/** Undefined for a text with anything but a number and its unit. */
export function parseSize(text: string): StatedSize | undefined {
  const [, digits, unit = ''] =
    /^(?:~\s{0,9})?(\d{1,3}(?:[,_]\d{3}){1,5}|\d{1,16}(?:\.\d{1,6})?)\s{0,9}([a-z]{0,9})\.?(?: param(?:eter)?s)?$/i.exec(
      text.trim(),
    ) ?? []
  const factor = unit === '' ? 1 : units[unit.toLowerCase()]
  if (digits === undefined || factor === undefined) return undefined
  const plain = digits.replace(/[,_]/g, '')
  const decimals = plain.split('.')[1]?.length ?? 0
  return {count: Number(plain) * factor, slack: factor === 1 ? 0 : (factor / 10 ** decimals) * 0.5}
}

const nameSizePattern = /(?:^|[-_. ])(\d{1,4}(?:\.\d{1,3})?)(b|m)(?=$|[-_. ])/i

/** The size in a model's name: `llama-3-8b`; undefined where experts are multiplied (`8x7b`) or there is none. */
export function sizeInName(name: string): StatedSize | undefined {
  if (/\dx\d/i.test(name)) return undefined
  const [, digits, unit] = nameSizePattern.exec(name) ?? []
  return digits === undefined ? undefined : parseSize(`${digits}${unit ?? ''}`)
}

/** Whether two statements can both be true, each as exact as it is written. */
export function agree(a: StatedSize, b: StatedSize): boolean {
  const room = a.slack + b.slack + tolerance * Math.max(a.count, b.count)
  return Math.abs(a.count - b.count) <= room
}

/** `8.03B`; the figure itself below a million. */
export function formatSize(count: number): string {
  const [, unit, factor] =
    [
      [1e12, 'T'],
      [1e9, 'B'],
      [1e6, 'M'],
    ]
      .map(([size, name]) => [Number(size) <= count, String(name), Number(size)] as const)
      .find(([fits]) => fits) ?? []
  return unit === undefined || factor === undefined
    ? String(count)
    : `${Number((count / factor).toPrecision(3))}${unit}`
}
