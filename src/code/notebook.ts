import {type Node, parseTree} from 'jsonc-parser'

/** Outputs with images make notebooks large; their code stays small. */
const notebookLimit = 32_000_000

/** A notebook as one Python module. */
export interface NotebookCode {
  /** the code cells one after the other */
  readonly code: string
  /** for each line of that code the line of the file, and the cell's index among all cells */
  readonly places: readonly {readonly line: number; readonly cell: number}[]
}

/** The code of a Jupyter notebook; shell lines and magics are taken out, lines are kept. */
export function readNotebook(
  text: string,
): NotebookCode | {readonly code: 'too-large' | 'unreadable'; readonly message: string} {
  if (text.length > notebookLimit)
    return {code: 'too-large', message: `a notebook of ${text.length} characters, more than ${notebookLimit}`}
  const root = parseJson(text)
  const cells = root && cellsOf(root)
  if (root === undefined || cells === undefined)
    return {code: 'unreadable', message: 'not a notebook: no list of cells'}
  if (!isPython(root)) return {code: '', places: []}
  const lineAt = lineCounter(text)
  const lines: string[] = []
  const places: {line: number; cell: number}[] = []
  for (const [cell, node] of cells.entries()) {
    const parts = partsOf(node).map(part => ({...part, line: lineAt(part.offset)}))
    for (const {line} of parts) places.push({line, cell})
    for (const line of withoutMagics(parts.map(part => part.text))) lines.push(line)
  }
  return {code: lines.join('\n'), places}
}

/** A shell command of a notebook: `!pip install x`, `%pip install x`, the lines of a `%%bash` cell. */
export interface NotebookCommand {
  readonly text: string
  /** of the file */
  readonly line: number
  readonly cell: number
}

/** The shell commands of a notebook's code cells, in their order; none for what is no notebook or too large. */
export function readNotebookCommands(text: string): readonly NotebookCommand[] {
  const root = text.length > notebookLimit ? undefined : parseJson(text)
  const cells = (root && cellsOf(root)) ?? []
  const lineAt = lineCounter(text)
  return cells.flatMap((node, cell) => {
    const parts = partsOf(node)
    const isShell = /^%%(?:bash|sh|script\s+(?:ba)?sh)\b/.test(parts.find(part => part.text.trim() !== '')?.text ?? '')
    return parts.flatMap(part => {
      const command = isShell ? part.text : commandOf(part.text)
      return command === undefined || command.startsWith('%%') ? [] : [{text: command, line: lineAt(part.offset), cell}]
    })
  })
}

/** What IPython hands to the shell, or to an installer as if it did. */
function commandOf(line: string): string | undefined {
  const [, shell] = /^\s*(?:[\w,][\w, ]{0,79}=\s*)?!+(.*)$/s.exec(line) ?? []
  if (shell !== undefined) return shell
  return /^\s*%((?:pip|conda|uv|mamba)\s.*)$/.exec(line)?.[1]
}

/** The lines of a code cell, with the offset of the JSON text that holds each. */
function partsOf(cell: Node): {readonly text: string; readonly offset: number}[] {
  const input = member(cell, 'input')
  if (member(cell, 'cell_type')?.value !== 'code' && input === undefined) return []
  const source = member(cell, 'source') ?? input
  const pieces = source?.type === 'array' ? (source.children ?? []) : source === undefined ? [] : [source]
  return pieces.flatMap(({value, offset}) =>
    typeof value === 'string' ? linesOf(value).map(text => ({text, offset})) : [],
  )
}

function linesOf(piece: string): string[] {
  return piece.replace(/\r?\n$/, '').split('\n')
}

/** A tree with offsets; undefined for text that is no JSON or nests too deep for the parser. */
function parseJson(text: string): Node | undefined {
  try {
    return parseTree(text)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function member(node: Node, key: string): Node | undefined {
  const property = node.type === 'object' ? node.children?.find(child => child.children?.[0]?.value === key) : undefined
  return property?.children?.[1]
}

/** nbformat 4 has `cells`, nbformat 3 `worksheets[0].cells`. */
function cellsOf(root: Node): readonly Node[] | undefined {
  const [sheet] = member(root, 'worksheets')?.children ?? []
  const cells = member(root, 'cells') ?? (sheet === undefined ? undefined : member(sheet, 'cells'))
  return cells?.type === 'array' ? (cells.children ?? []) : undefined
}

function isPython(root: Node): boolean {
  const metadata = member(root, 'metadata')
  const kernel = metadata === undefined ? undefined : member(metadata, 'kernelspec')
  const info = metadata === undefined ? undefined : member(metadata, 'language_info')
  const name =
    (info === undefined ? undefined : member(info, 'name')?.value) ??
    (kernel === undefined ? undefined : member(kernel, 'language')?.value)
  return name === undefined || name === 'python' || name === 'ipython'
}

/** Offsets asked for in rising order → lines, in one pass. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1
  let at = 0
  return offset => {
    for (let next = text.indexOf('\n', at); next !== -1 && next < offset; next = text.indexOf('\n', at)) {
      line++
      at = next + 1
    }
    return line
  }
}

/** Cell magics that time or capture what stays Python. */
const pythonMagic = /^(?:time|timeit|capture|prun|memit|debug)$/

/**
 * IPython's own lines are no Python: `!pip`, `%pip`, `%%bash`, `x = !ls`, `help?`. A cell that writes a program is that
 * program.
 */
function withoutMagics(lines: readonly string[]): readonly string[] {
  const magic = /^%%(\w+)(?: (?:-a )?\S+(\.py)\s*$)?/.exec(lines.find(line => line.trim() !== '') ?? '')
  const isPython =
    magic === null || pythonMagic.test(magic[1] ?? '') || (magic[1] === 'writefile' && magic[2] !== undefined)
  if (!isPython) return lines.map(() => '')
  return lines.map(line =>
    /^\s*(?:[!%?]|[\w,][\w, ]{0,79}=\s*[!%])|^\s*[\w.]{1,80}\?\??\s*$/.test(line)
      ? `${/^\s*/.exec(line)?.[0] ?? ''}pass`
      : line,
  )
}
