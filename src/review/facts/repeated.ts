/** Whether a text is a word over and over; at its end the word may be cut off. */
export function isRepeated(text: string, word: string): boolean {
  return word.repeat(Math.ceil(text.length / word.length)).startsWith(text)
}
