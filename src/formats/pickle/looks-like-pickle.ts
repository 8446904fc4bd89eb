import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {PickleCursor} from './cursor.ts'
import {readArgument} from './instructions.ts'
import {latin1} from './python-text.ts'

/** So many instructions that fit each other are no accident. */
const convincing = 40
/** Of a whole pickle with a container or a name in it. */
const shortestWhole = 3
/** A line that the loader takes and we do not: the longest that the cursor reads. */
const lineLimitBytes = 1024 * 1024

const broken: ReadonlySet<string> = new Set(['AIBOM_PICKLE_INVALID', 'AIBOM_PICKLE_TRUNCATED'])

/**
 * What an instruction takes from the stack and puts there; those with `mark` take all down to the last mark, and
 * `needs` is what must lie below it.
 */
interface Effect {
  readonly needs: number
  readonly delta: number
  readonly mark?: true
}

const effects: ReadonlyMap<string, Effect> = new Map([
  ...each('ILFSVUTXJKMNG]})PghjcBC\x82\x83\x84\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x96\x97', {needs: 0, delta: 1}),
  ...each('2', {needs: 1, delta: 1}),
  ...each('Qpqr\x85\x94\x98', {needs: 1, delta: 0}),
  ...each('abR\x81\x86\x93', {needs: 2, delta: -1}),
  ...each('s\x87\x92', {needs: 3, delta: -2}),
  ...each('\x80\x95', {needs: 0, delta: 0}),
  ...each('0', {needs: 1, delta: -1}),
  ...each('dlti\x91o', {needs: 0, delta: 1, mark: true}),
  ...each('eu\x90', {needs: 1, delta: 0, mark: true}),
  ...each('1', {needs: 0, delta: 0, mark: true}),
])
const structures: ReadonlySet<string> = new Set('(]})ci\x8f\x93')
/** Instructions that call something, which the loader does before it meets what is wrong with the rest. */
const calls: ReadonlySet<string> = new Set('Riob\x81\x92')

/**
 * Whether a file without a signature of its own is a pickle all the same: protocols 0 and 1, which are plain text for
 * the most part, and later ones that do not say so. Python's loader takes them all. Instructions are followed by what
 * they do to the stack; nothing is built.
 * @param file any size; no payload is read
 */
export function looksLikePickle(file: ByteReader): boolean {
  const cursor = new PickleCursor(file, 0, Number(file.byteLength))
  const stack = new Depths()
  let hasStructure = false
  for (let count = 0; count < convincing; count++) {
    const begin = cursor.position
    const character = String.fromCharCode(cursor.peek() ?? 0)
    if (character === '.') return stack.has(1) && count >= shortestWhole && hasStructure
    if (!passOver(cursor)) return isEndless(file, begin, character)
    if (!stack.apply(character)) return false
    if (calls.has(character)) return true
    hasStructure ||= structures.has(character)
  }
  return true
}

/** How many values lie above each mark. */
class Depths {
  readonly #counts = [0]

  has(needed: number): boolean {
    return (this.#counts.at(-1) ?? 0) >= needed
  }

  /** @returns false where the instruction does not fit */
  apply(character: string): boolean {
    if (character === '(') return this.#counts.push(0) > 0
    const effect = effects.get(character)
    if (effect === undefined) return false
    if (effect.mark === true) {
      if (this.#counts.length === 1) return false
      this.#counts.pop()
    }
    if (!this.has(effect.needs)) return false
    this.#counts.push((this.#counts.pop() ?? 0) + effect.delta)
    return true
  }
}

/**
 * Nothing can be wrong with these but their length; a text that begins so has no line break in its first million
 * characters.
 */
function isEndless(file: ByteReader, begin: number, character: string): boolean {
  const isText =
    'VFPci'.includes(character) || (character === 'S' && /^S['"]/.test(latin1(file.read(BigInt(begin), 2))))
  return isText && Number(file.byteLength) - begin > lineLimitBytes
}

/**
 * @returns false where there is no instruction, the file ends in the middle of one, or a line of it is longer than any
 * name
 */
function passOver(cursor: PickleCursor): boolean {
  try {
    readArgument(cursor.byte(), cursor)
    return true
  } catch (error) {
    // of a remote file, bytes that are not here yet are asked for by an error too
    if (error instanceof AibomError && broken.has(error.code)) return false
    throw error
  }
}

function each(characters: string, effect: Effect): [string, Effect][] {
  return [...characters].map(character => [character, effect])
}
