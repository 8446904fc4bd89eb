import type {Screen, Style} from './screen.ts'

/** The words that a line of an answer begins with, and their color. Color only repeats what the word says. */
const styles: readonly (readonly [style: Style, words: readonly string[]])[] = [
  ['red', ['UNSAFE', 'invalid', 'failed', 'critical', 'high', 'error']],
  ['yellow', ['not proven safe', 'could not be verified', 'unsigned', 'undecided', 'medium', 'warning', 'not read']],
  ['green', ['safe', 'verified', 'passed']],
  ['dim', ['low', 'info']],
]
const styleByWord: ReadonlyMap<string, Style> = new Map(
  styles.flatMap(([style, words]) => words.map(word => [word, style] as const)),
)
const words = [...styleByWord.keys()].sort((a, b) => b.length - a.length)
const leadingPattern = new RegExp(`^(?:${words.join('|')})(?=$|[ :])`)

/** Colors the word that a line begins with, where it is one of an answer. */
export function paintWords(text: string, {paint}: Screen): string {
  return text
    .split('\n')
    .map(line => line.replace(leadingPattern, word => paint(styleByWord.get(word) ?? 'bold', word)))
    .join('\n')
}
