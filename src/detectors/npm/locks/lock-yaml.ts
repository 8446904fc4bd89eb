import {parsePlainYaml} from '../../../lib/parse/plain-yaml.ts'
import {emptyDocument, parseYamlStream, type YamlDocument} from '../../../lib/parse/yaml.ts'

/** A lock file in YAML, its scalars as they are written; of several documents the last. Errors as of parseYaml. */
export function parseLockYaml(text: string, path: string): YamlDocument {
  return parseLockDocuments(text, path).at(-1) ?? emptyDocument
}

/** All documents of a lock file in YAML, in their order. Errors as of parseYaml. */
export function parseLockDocuments(text: string, path: string): readonly YamlDocument[] {
  const plain = splitDocuments(text).map(part => ({part, document: parsePlainYaml(part.text)}))
  const documents = plain.flatMap(({part, document}) => (document === undefined ? [] : [shifted(document, part.line)]))
  return documents.length > 0 && documents.length === plain.length
    ? documents
    : parseYamlStream(text, path, {scalars: 'strings'})
}

interface Part {
  readonly text: string
  /** lines of the file before it */
  readonly line: number
}

/** `---` at the start of a line begins a document, whatever stands around it. */
function splitDocuments(text: string): Part[] {
  const parts: Part[] = []
  let line = 0
  for (const part of text.split(/^---[ \t]*$/m)) {
    if (part.trim() !== '') parts.push({text: part, line})
    line += part.split('\n').length - 1
  }
  return parts
}

function shifted(document: YamlDocument, lines: number): YamlDocument {
  if (lines === 0) return document
  return {
    ...document,
    lineOf(keys) {
      const line = document.lineOf(keys)
      return line === undefined ? undefined : line + lines
    },
  }
}
