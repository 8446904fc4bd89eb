import {AibomError} from '../lib/errors.ts'
import {quote} from '../lib/text/quote.ts'

/** One tree of a LightGBM model: its settings by name. */
export interface LightgbmTree {
  readonly index: number
  readonly settings: ReadonlyMap<string, string>
}

/** What a text model of LightGBM says beside its trees, which are counted alone. */
export interface LightgbmModel {
  /**
   * version, num_class, objective, feature_names …, and words that stand alone, such as `average_output`, with an empty
   * value
   */
  readonly header: ReadonlyMap<string, string>
  readonly treeCount: number
  /** settings of the training, as the file writes them */
  readonly parameters: ReadonlyMap<string, string>
}

type Section = 'header' | 'trees' | 'importances' | 'parameters' | 'end'

const settingPattern = /^([A-Za-z_][\w.]*)=(.*)$/
const parameterPattern = /^\[([\w.]+): (.*)\]$/
const keptText = 64 * 1024

/**
 * Reads the text of a LightGBM model line by line: a header, the trees, the importances of features, the parameters of
 * the training.
 * @param onTree called for each tree; throws to stop
 * @throws {AibomError} `AIBOM_LIGHTGBM_INVALID` for a line that has no place there
 */
export function readLightgbm(text: string, onTree: (tree: LightgbmTree) => void): LightgbmModel {
  const lines = new LineReader(onTree)
  for (let at = 0, number = 1; at < text.length; number++) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next
    const line = text.slice(at, end).replace(/\r$/, '')
    if (line !== '' && !(number === 1 && line === 'tree')) lines.take(line, number)
    at = end + 1
  }
  return lines.finish()
}

class LineReader {
  readonly #header = new Map<string, string>()
  readonly #parameters = new Map<string, string>()
  readonly #onTree: (tree: LightgbmTree) => void
  #section: Section = 'header'
  #tree: {readonly index: number; readonly settings: Map<string, string>} | undefined
  #treeCount = 0

  constructor(onTree: (tree: LightgbmTree) => void) {
    this.#onTree = onTree
  }

  take(line: string, number: number): void {
    const begun = sectionOf(line)
    if (begun !== undefined) {
      this.#endTree()
      this.#section = begun
    } else if (!this.#takeInSection(line, number)) throw invalid(number, line)
  }

  finish(): LightgbmModel {
    this.#endTree()
    if (!this.#header.has('version')) throw invalid(1, 'no version')
    return {header: this.#header, treeCount: this.#treeCount, parameters: this.#parameters}
  }

  /** @returns false for a line that has no place there */
  #takeInSection(line: string, number: number): boolean {
    switch (this.#section) {
      case 'header':
      case 'trees':
        return this.#takeSetting(line, number)
      case 'importances':
        return /=\d+$/.test(line)
      case 'parameters':
        return this.#takeParameter(line)
      case 'end':
        return line.startsWith('pandas_categorical:')
    }
  }

  #takeSetting(line: string, number: number): boolean {
    const [, name, value = ''] = settingPattern.exec(line) ?? []
    if (name === 'Tree') {
      this.#endTree()
      this.#section = 'trees'
      this.#tree = {index: Number(value), settings: new Map()}
      this.#treeCount++
    } else if (name !== undefined) put(this.#tree?.settings ?? this.#header, name, value, number)
    else if (this.#section === 'header' && /^\w+$/.test(line)) put(this.#header, line, '', number)
    else return false
    return true
  }

  #takeParameter(line: string): boolean {
    const [, name, value = ''] = parameterPattern.exec(line) ?? []
    if (name === undefined) return false
    this.#parameters.set(name, value.slice(0, keptText))
    return true
  }

  #endTree(): void {
    if (this.#tree !== undefined) this.#onTree(this.#tree)
    this.#tree = undefined
  }
}

function sectionOf(line: string): Section | undefined {
  if (line === 'end of trees') return 'importances'
  if (line === 'feature_importances:' || line === 'feature importances:') return 'importances'
  if (line === 'parameters:') return 'parameters'
  return line === 'end of parameters' ? 'end' : undefined
}

function put(settings: Map<string, string>, name: string, value: string, line: number): void {
  if (settings.has(name)) throw invalid(line, `${name} a second time`)
  settings.set(name, value)
}

function invalid(line: number, what: string): AibomError {
  return new AibomError('AIBOM_LIGHTGBM_INVALID', `line ${line} does not belong in a LightGBM model: ${quote(what)}`)
}
