import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import {coverFields, knowsAll, type Message, messageOf, readMessage} from '../message.ts'
import type {FormatReader, Probe} from '../reader.ts'

/** Pieces, settings of training, normalizer, tests, denormalizer. */
const fields: ReadonlySet<number> = new Set([1, 2, 3, 4, 5])
const pieceFields: ReadonlySet<number> = new Set([1, 2, 3])
const piecesInMatch = 8
const itemsInMatch = 2_000_000

/** A vocabulary of SentencePiece: pieces of words with their scores, and tables that spell characters alike. */
export const sentencepiece: FormatReader = {
  format: 'sentencepiece',
  matches: probe => (probe.head[0] === 0x0a && isVocabulary(probe) ? 'likely' : undefined),
  read(file) {
    const model = readMessage(file.bytes, 0, file.byteLength, file.budget)
    file.fact('vocab_size', model.all(1).length)
    coverFields(file, fields)
  },
}

/** A message of such pieces, with the settings that every writer puts behind them. */
function isVocabulary({bytes}: Probe): boolean {
  try {
    const root = messageOf(bytes, new Budget({...defaultLimits, items: itemsInMatch}))
    if (root === undefined || !knowsAll(root, fields) || root.all(2).length !== 1) return false
    return root.all(1).every(({type}) => type === 2) && firstPieces(root).every(isPiece)
  } catch (error) {
    if (error instanceof LimitReached) return false
    throw error
  }
}

function firstPieces(root: Message): Message[] {
  const pieces: Message[] = []
  for (const piece of root.each(1)) {
    pieces.push(piece)
    if (pieces.length === piecesInMatch) break
  }
  return pieces
}

function isPiece(piece: Message): boolean {
  return knowsAll(piece, pieceFields) && piece.all(1)[0]?.type === 2 && piece.all(2).every(({type}) => type === 5)
}
