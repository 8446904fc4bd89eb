import table from '../../facts/lists/trivial-digests.json' with {type: 'json'}

/** Digests of nothing. */
const emptyDigests: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  // the id that git gives to an empty file
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
  'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
  'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a',
  'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262',
])
/** Digests of what people try a program with: a newline, “test”, “TODO”, “hello world”, `{}`. */
const trivialDigests: ReadonlySet<string> = new Set(table.trivial)
/** So many digits one after the other do not end a digest by chance. */
const runOfZeros = '0'.repeat(20)
/** An MD5. */
const shortest = 32

/** What a digest is that was computed from no file; undefined for one that may have been. */
export function fillerIn(hex: string): string | undefined {
  if (/^0{32,}$/.test(hex)) return 'all zeros'
  if (emptyDigests.has(hex)) return 'that of an empty file'
  if (trivialDigests.has(hex)) return 'that of a well-known test string'
  if (hex.length < shortest) return undefined
  if (isPeriodic(hex)) return 'a repeated pattern'
  if (hex.endsWith(runOfZeros) || hex.startsWith(runOfZeros)) return 'padded with zeros'
  return undefined
}

/** `deadbeef` eight times, `0123456789abcdef` four times, the last time in part; one digit alone is not judged. */
function isPeriodic(hex: string): boolean {
  if (new Set(hex).size === 1) return false
  for (let length = 2; length <= hex.length / 2; length++) if (hex.startsWith(hex.slice(length))) return true
  return false
}
