import type {FileSafety} from '../../src/inventory/file-safety.ts'
import {memoryReader} from '../../src/lib/byte-reader.ts'
import {type ExamineOptions, examine} from '../../src/safety/examine.ts'
import {readers} from '../../src/safety/readers.ts'

/** What all readers together say of this content. */
export function examined(
  content: Uint8Array,
  path = 'model',
  options: Partial<ExamineOptions> = {},
): Promise<FileSafety> {
  return examine(path, memoryReader(content), {readers, ...options})
}

/** The verdict and, in order, the rules behind it; what the findings name as one text. */
export async function answer(
  content: Uint8Array,
  path?: string,
): Promise<{verdict: string; rules: string[]; named: string}> {
  const {verdict, findings} = await examined(content, path)
  const named = findings.map(({message, member = '', evidence = ''}) => `${message} ${member} ${evidence}`).join('\n')
  return {verdict, rules: [...new Set(findings.map(({rule}) => rule))], named}
}
