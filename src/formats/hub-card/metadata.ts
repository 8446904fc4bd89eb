import {AibomError} from '../../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {parseYaml} from '../../lib/parse/yaml.ts'
import type {FrontMatter} from '../../lib/text/front-matter.ts'

type Keys = readonly (string | number)[]

/** The keys of a card's metadata, each with its line in the file. */
export interface CardMetadata {
  readonly fields: UnknownRecord
  /** why it is no YAML; the keys that are YAML alone are read all the same */
  readonly problem?: string
  lineAt(keys: Keys): number | undefined
}

const keyPattern = /^([A-Za-z][\w-]{0,60}):(?:\s|$)/
const blockLimit = 200
/** The cards with the longest tables of results stay below a million characters. */
const metadataLimit = 2_000_000

/** @param path for messages only */
export function readMetadata({yaml, yamlLine}: FrontMatter, path: string): CardMetadata {
  if (yaml.length > metadataLimit) {
    return {
      fields: {},
      problem: `${path}: its metadata has ${yaml.length} characters, more than the ${metadataLimit} that are read`,
      lineAt: () => undefined,
    }
  }
  // blank lines for those that stand before it in the file
  const whole = read('\n'.repeat(yamlLine - 1) + yaml, path)
  if (typeof whole !== 'string') return {fields: asRecord(whole.value) ?? {}, lineAt: keys => whole.lineOf(keys)}
  const blocks = new Map(readKeys(yaml, path))
  return {
    fields: Object.fromEntries([...blocks].map(([key, {document}]) => [key, asRecord(document.value)?.[key]])),
    problem: whole,
    lineAt(keys) {
      const block = blocks.get(String(keys[0]))
      const line = block?.document.lineOf(keys)
      return block === undefined || line === undefined ? undefined : yamlLine + block.start + line - 1
    },
  }
}

interface Block {
  /** lines of the metadata before it */
  readonly start: number
  readonly document: StructuredDocument
}

/** Each key of the first level with what stands below it: a text that is not closed costs no more than its own key. */
function readKeys(yaml: string, path: string): [string, Block][] {
  const lines = yaml.split('\n')
  const starts = lines.flatMap((line, index) => (keyPattern.test(line) ? [index] : [])).slice(0, blockLimit)
  return starts.flatMap((start, position): [string, Block][] => {
    const document = read(lines.slice(start, starts[position + 1]).join('\n'), path)
    const [, key] = keyPattern.exec(lines[start] ?? '') ?? []
    return key === undefined || typeof document === 'string' ? [] : [[key, {start, document}]]
  })
}

/** @returns why it is no YAML, where it is none */
function read(yaml: string, path: string): StructuredDocument | string {
  try {
    return parseYaml(yaml, path)
  } catch (error) {
    if (error instanceof AibomError) return error.message
    throw error
  }
}
