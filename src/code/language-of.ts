import type {Language} from './module.ts'

const languageByEnding: ReadonlyMap<string, Language> = new Map<string, Language>([
  ...(['py', 'pyw', 'ipynb'] as const).map(ending => [ending, 'python'] as const),
  ['go', 'go'],
  ['java', 'java'],
  ['kt', 'kotlin'],
  ['kts', 'kotlin'],
  ['cs', 'csharp'],
  ['rs', 'rust'],
  ['rb', 'ruby'],
  ['php', 'php'],
  ['swift', 'swift'],
])

/** What a file is written in, by its ending. */
export function languageOf(path: string): Language {
  return languageByEnding.get(path.slice(path.lastIndexOf('.') + 1)) ?? 'javascript'
}
