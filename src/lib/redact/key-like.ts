/**
 * Pairs of letters that make up nine tenths of names of packages, models and files; of random letters they make three
 * tenths.
 */
const naturalPairs: ReadonlySet<string> = new Set(
  'abcdgilmnprstuy baeiloru caehiklortu dadeiou eabcdefglmnprstvwx faeiloru geior haeiot iabcdefglmnoprstv jas kaei ladeilostuy maeimop nacdegiost ocdfglmnoprstuvw paeiloprtuy qu racdeikmnostuvy sacdehiopstuy taehiorstuy uaegilmnprst vaei waeio xt ypst'
    .split(' ')
    .flatMap(([first = '', ...seconds]) => seconds.map(second => first + second)),
)
const digestPattern = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i
const uuidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const wordPattern = /^[\w+/=~-]+$/

/** Longer than any key; a longer word is content. */
const longestKey = 512
/**
 * Parts between separators: those of names are shorter than the first, and where they are shorter than the second
 * nothing can be told.
 */
const longPart = 10
const shortPart = 5
/** Shares of unusual pairs: of a word with digits, of one of letters alone, and of one in parts like a name's. */
const shares = {mixed: 0.48, letters: 0.6, parted: 0.62} as const
const nameParts = 4
const namePart = /^[a-z0-9]{1,8}$/
const wordPart = /^[a-z]{5}/
const hexPattern = /(?<![A-Za-z0-9])(?=[a-f]*\d[a-f]*\d[a-f]*\d)(?=\d*[a-f]\d*[a-f])[0-9a-f]{16,}(?![A-Za-z0-9])/i

/** MD5, SHA-1, SHA-224 … in hex: the same signs as many keys, so only where it stands tells which it is. */
export function isDigestShaped(word: string): boolean {
  return digestPattern.test(word)
}

/** Of any version, in either case: an id, and no key. */
export function isUuid(word: string): boolean {
  return uuidPattern.test(word)
}

/**
 * True for a word that nobody would say: long enough, of the signs that keys are made of, and more random than names
 * are.
 * @param shortest fewer signs than this are no key; 20 in running text, fewer where a key is likely
 */
export function isKeyLike(word: string, shortest = 20): boolean {
  if (word.length < shortest || word.length > longestKey || !wordPattern.test(word)) return false
  if (isDigestShaped(word) || isUuid(word) || hexPattern.test(word)) return true
  if (isNameInParts(word)) return false
  const longest = Math.max(...word.split(/[^A-Za-z0-9]+/).map(part => part.length))
  return (
    longest > shortPart &&
    unusualShare(word) >= (longest > longPart && !/^\D*\d\D*$/.test(word) ? shareOf(word) : shares.parted)
  )
}

/** `nb-wav2vec2-1b-bokmaal-v2`: small letters in short parts, one of which is a word. */
function isNameInParts(word: string): boolean {
  const parts = word.split('-')
  return (
    parts.length >= nameParts && parts.every(part => namePart.test(part)) && parts.some(part => wordPart.test(part))
  )
}

function shareOf(word: string): number {
  return /\d/.test(word) ? shares.mixed : shares.letters
}

/**
 * Looks at each pair of neighbours: a digit beside a letter, a lower letter before an upper one and rare pairs of
 * letters are unusual in names.
 */
function unusualShare(word: string): number {
  let pairs = 0
  let unusual = 0
  let letters = 0
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at)
    if (isLetter(code)) letters++
    const next = word.charCodeAt(at + 1)
    if (!isSign(code) || !isSign(next)) continue
    pairs++
    if (isUnusual(word, at, code, next)) unusual++
  }
  return letters === 0 || pairs === 0 ? 0 : unusual / pairs
}

function isUnusual(word: string, at: number, code: number, next: number): boolean {
  if (isDigit(code) || isDigit(next)) return isDigit(code) !== isDigit(next)
  if (isLower(code) && !isLower(next)) return true
  return !naturalPairs.has(word.slice(at, at + 2).toLowerCase())
}

function isSign(code: number): boolean {
  return isDigit(code) || isLetter(code)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isLetter(code: number): boolean {
  return isLower(code) || (code >= 0x41 && code <= 0x5a)
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}
