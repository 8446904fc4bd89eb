const bitPatterns: readonly RegExp[] = [
  /(?:^|[-_. ])q([2-8])(?:_[k01](?:_[sml]{1,2})?)?(?=$|[-_. ])/i,
  /(?:^|[-_. ])iq([1-4])(?:_[a-z]{1,4})?(?=$|[-_. ])/i,
  /(?:^|[-_. ])(?:int|w|fp|mxfp|nvfp|nf|bnb-?)([2348]|16)(?:bit)?(?=$|[-_. a])/i,
  /(?:^|[-_. ])([2348]|16)-?bits?(?=$|[-_. ])/i,
]
const wholePattern = /^(?:none|no|false|unquanti[sz]ed|full|bf16|bfloat16|f16|fp16|float16|f32|fp32|float32)$/i

/**
 * Bits of a weight by the words of a name or a field: `Q4_K_M`, `int8`, `4-bit`, `nf4`; 16 for one that says it is
 * whole. Undefined for words that say no number.
 */
export function bitsIn(text: string): number | undefined {
  const plain = text.trim()
  if (wholePattern.test(plain)) return 16
  for (const pattern of bitPatterns) {
    const [, digits] = pattern.exec(plain) ?? []
    if (digits !== undefined) return Number(digits)
  }
  return /(?:^|[-_. ])awq(?=$|[-_. ])/i.test(plain) ? awqBits : undefined
}

/** AWQ is made for 4 bits, and its programs read no others. */
const awqBits = 4

/** A level that only llama.cpp has, in files of GGUF. */
export function isGgufLevel(text: string): boolean {
  return /^i?q[1-8]_(?:[01k]|[a-z]{1,4})(?:_[a-z]{1,2})?$/i.test(text.trim())
}
