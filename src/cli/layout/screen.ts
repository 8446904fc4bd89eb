type Environment = Readonly<Record<string, string | undefined>>

/** What a summary may use of the place it is printed at. */
export interface Screen {
  /** columns */
  readonly width: number
  readonly paint: Paint
}

const codes = {bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39]} as const

/** How a word may be shown on a terminal. */
export type Style = keyof typeof codes
/** Text that is already safe to print, in a style; the text itself where there is no color. */
export type Paint = (style: Style, text: string) => string

const defaultWidth = 80
const leastWidth = 40
const off: ReadonlySet<string> = new Set(['0', 'false'])

/**
 * The width of a terminal and whether it takes color: `COLUMNS`, `FORCE_COLOR`, `NO_COLOR` and `TERM` decide before the
 * stream does.
 */
export function screenOf(stream: {readonly isTTY?: boolean; readonly columns?: number}, env: Environment): Screen {
  const paint = hasColor(stream.isTTY === true, env) ? withColor : withoutColor
  return {width: Math.max(leastWidth, columnsOf(env) ?? stream.columns ?? defaultWidth), paint}
}

/** A page of a given width without color. */
export function plainScreen(width: number = defaultWidth): Screen {
  return {width, paint: withoutColor}
}

function columnsOf(env: Environment): number | undefined {
  const columns = env['COLUMNS'] ?? ''
  return /^[1-9]\d{0,4}$/.test(columns) ? Number(columns) : undefined
}

function hasColor(isTerminal: boolean, env: Environment): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return !off.has(forced.toLowerCase())
  if ((env['NO_COLOR'] ?? '') !== '') return false
  return isTerminal && env['TERM'] !== 'dumb'
}

function withColor(style: Style, text: string): string {
  const [on, end] = codes[style]
  return text === '' ? '' : `\u001b[${on}m${text}\u001b[${end}m`
}

function withoutColor(_style: Style, text: string): string {
  return text
}
