/** Names as people write them, evened out, and the name under which the terms are listed. */
const written: readonly (readonly [name: RegExp, listed: string])[] = [
  [/^(?:apache|asl)(?: software)? ?(?:2(?:\.0)?)?$/, 'apache-2.0'],
  [/^(?:mit|expat|mit expat)$/, 'mit'],
  [/^(?:(?:new|modified|revised) )?bsd(?: ?3(?: clause)?)?$/, 'bsd-3-clause'],
  [/^(?:simplified )?bsd ?2(?: clause)?$/, 'bsd-2-clause'],
  [/^academic free(?: 3(?:\.0)?)?$/, 'afl-3.0'],
  [/^(?:gnu )?(?:affero general public|agpl) ?(?:3(?:\.0)?)?(?: only| or later|\+)?$/, 'agpl-3.0'],
  [/^(?:gnu )?(?:lesser general public|lgpl) ?2\.1(?: only| or later|\+)?$/, 'lgpl-2.1'],
  [/^(?:gnu )?(?:lesser general public|lgpl) ?(?:3(?:\.0)?)?(?: only| or later|\+)?$/, 'lgpl-3.0'],
  [/^(?:gnu )?(?:general public|gpl) ?2(?:\.0)?(?: only| or later|\+)?$/, 'gpl-2.0'],
  [/^(?:gnu )?(?:general public|gpl) ?(?:3(?:\.0)?)?(?: only| or later|\+)?$/, 'gpl-3.0'],
  [/^(?:mozilla public|mpl) ?(?:2(?:\.0)?)?$/, 'mpl-2.0'],
  [/^(?:(?:creative commons|cc) ?(?:0|zero)(?: 1\.0)?(?: universal)?|public domain)$/, 'cc0-1.0'],
  [/^(?:open data commons attribution|odc by)(?: 1(?:\.0)?)?$/, 'odc-by-1.0'],
  [/^(?:open data commons open database|open database|odbl)(?: 1(?:\.0)?)?$/, 'odbl-1.0'],
  [/^(?:google )?gemma(?: \d)?$|ai\.google\.dev gemma terms/, 'gemma'],
  [/^(?:tongyi )?(?:qwen|qianwen)(?: [\w.]{1,20})? research$/, 'qwen-research'],
  [/^(?:tongyi )?(?:qwen|qianwen)$/, 'qwen'],
  [/^(?:mistral(?: ai)? (?:research|non production)|mnpl|mrl)(?: 0\.1)?$/, 'mrl'],
  [/^stability ?ai community$/, 'stabilityai-community'],
  [/^deepseek(?: ai)?(?: model| coder| llm)?$/, 'deepseek'],
  [/^(?:tii )?falcon(?: llm| mamba| 180b)?(?: tii)?(?: \d\.\d)?$/, 'falcon'],
  [/^nvidia open model$/, 'nvidia-open-model'],
  [/^(?:tencent )?hunyuan(?: [\w.]{1,20})? community$/, 'hunyuan'],
  [/^health ai developer foundations$/, 'health-ai-developer-foundations'],
  [/^(?:microsoft research|msr la)$/, 'research-only'],
]
const rail = /\b(?:open ?)?rail\b|\bresponsible ai$/
const llama = /^(?:meta )?(?:code )?llama ?([234])(?:[ .]([0-3]))?(?: community)?$|llama\.com llama([234])(?: (\d))? ?$/
const creativeCommons =
  /^(?:creative commons|cc) ?(?:attribution|by)( non ?commercial| nc)?( share ?alike| sa)?( no ?deriv(?:ative)?s?| nd)?(?: (\d\.\d))?(?: international| unported| generic)?$/
/** Words that say who may use it, in a name that is on no list. */
const noCommerce =
  /\bnon ?commercial\b|\bnc\b|\bnon production\b|\b(?:research|academic|evaluation|education(?:al)?|personal)(?: (?:and|or) \w{1,20})?(?: use| purposes?)? only\b|\bonly for (?:research|academic|evaluation|personal)\b|\bfor (?:research|academic|evaluation) (?:use|purposes?)\b|\bacademic\b(?! free)/
/** Longer texts are no names. */
const longest = 200

/**
 * The name under which the terms of a license are listed, for one that is written in words: `Apache License 2.0`,
 * `CC BY-NC 4.0`, `Llama 3.1 Community License Agreement`. In lower case; undefined for names on no list.
 */
export function listedName(stated: string): string | undefined {
  const name = evened(stated)
  const [, ofName, ofNameMinor, ofPage, ofPageMinor] = llama.exec(name) ?? []
  const [release, minor] = [ofName ?? ofPage, ofNameMinor ?? ofPageMinor ?? '0']
  if (release !== undefined) return `llama${release}${minor === '0' ? '' : `.${minor}`}`
  const commons = creativeCommons.exec(name)
  if (commons !== null) {
    const [, nc, sa, nd, version = '4.0'] = commons
    const parts = [nc && 'nc', sa && 'sa', nd && 'nd'].filter(part => part !== undefined)
    return ['cc-by', ...parts, version].join('-')
  }
  return written.find(([pattern]) => pattern.test(name))?.[1]
}

/** The very words of a name say that a list of uses is forbidden: responsible AI licenses. */
export function namesRestrictions(stated: string): boolean {
  return rail.test(evened(stated))
}

/** The very words of a name forbid trade: `research use only`. */
export function namesNoCommerce(stated: string): boolean {
  return noCommerce.test(evened(stated))
}

/** One name for one license, to tell whether two are the same. */
export function licenceKey(stated: string): string {
  const plain = stated.trim().toLowerCase()
  return (listedName(plain) ?? plain).replace(/^licenseref-/, '').replace(/-(?:only|or-later)$/, '')
}

/** In lower case, words apart by one space, without what any license is called. */
function evened(stated: string): string {
  return stated
    .slice(0, longest)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^licenseref-|^https?:\/\/(?:www\.)?|[™®©]/g, '')
    .replace(/[^\p{L}\p{N}.+]+/gu, ' ')
    .replace(/\b(?:the|licen[cs]e|agreement|version|terms of use|terms and conditions|works)\b/g, ' ')
    .replace(/\bv\.? ?(?=\d)|(?<=pl)v(?=\d)/g, '')
    .replace(/ +/g, ' ')
    .trim()
}
