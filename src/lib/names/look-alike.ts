/** Letters of Cyrillic, Greek and others, and digits and signs, with the Latin letter that they are taken for. */
const pairs =
  'аaɑaαaеeоoοoрpρpсcуyуyхxіiιiı' +
  'iѕsјjһhԁdɡgոnνvѵvτtκkкkьbԛqԝwмmтtнhвbɩiӏlօoսuցgզqկhհhαaΜmΑaΒbΕeΗhΙiΚkΝnΟoΡpΤtΥyΧxΖz'
const latinByForeign: ReadonlyMap<string, string> = new Map(
  [...pairs].flatMap((sign, at, all) => (at % 2 === 0 ? [[sign, all[at + 1] ?? sign] as const] : [])),
)

/** The name in Latin letters, as it looks. */
function latin(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name.toLowerCase()
  const signs = [...name.normalize('NFKC')].map(
    sign => latinByForeign.get(sign) ?? latinByForeign.get(sign.toLowerCase()) ?? sign,
  )
  return signs.join('').toLowerCase()
}

/** The name as it looks: signs that are taken for one another are one, and those between words are none. */
export function skeletonOf(name: string): string {
  return latin(name)
    .replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
    .replace(/[-_. ]/g, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('0', 'o')
    .replaceAll('3', 'e')
    .replaceAll('5', 's')
    .replace(/[1|i]/g, 'l')
    .replaceAll('v', 'u')
}

/** One letter more, less or another, or two of them the other way round. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true
  return isTurned(restA.slice(0, 2), restB.slice(0, 2)) && restA.slice(2) === restB.slice(2)
}

function isTurned(a: string, b: string): boolean {
  return a.length === 2 && a[0] === b[1] && a[1] === b[0]
}

/** Two letters the other way round, and nothing else. */
export function isTwist(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join('') === [...b].sort().join('') && isOneSlip(a, b)
}

/** Whether a word has Latin letters beside others that look like them; a word in one script has not. */
export function mixesLetters(text: string): boolean {
  if (/^[\x20-\x7e]*$/.test(text)) return false
  return text.split(/[^\p{L}\p{M}]+/u).some(word => {
    const signs = [...word]
    const latins = signs.filter(sign => /[a-z]/i.test(sign)).length
    // letters of full width and of mathematics, beside plain ones
    if (latins >= 1 && signs.some(sign => /[\uff21-\uff5a\u{1d400}-\u{1d7cb}]/u.test(sign))) return true
    return (
      latins >= 2 &&
      signs.some(
        sign =>
          /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(sign) &&
          (latinByForeign.has(sign) || latinByForeign.has(sign.toLowerCase())),
      )
    )
  })
}

/** Signs that do not show, or turn the direction of what follows. */
export function hasHiddenSign(text: string): boolean {
  return /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(text)
}

const shownSigns = 80

/** The name with each sign beyond ASCII written as its number, so that a reader sees it: `\u{441}ohere`. */
export function spelled(name: string): string {
  const signs = [...name]
    .slice(0, shownSigns)
    .map(sign => (/[\x20-\x7e]/.test(sign) ? sign : `\\u{${sign.codePointAt(0)?.toString(16) ?? ''}}`))
  return signs.join('')
}
