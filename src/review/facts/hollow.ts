import {isLatinFiller, isMarked, isOfFillerWords, isSampleText, isVariable} from './filler-forms.ts'
import fillers from './fillers.json' with {type: 'json'}

/** Words that fill a field and state nothing, whole value, whatever their case. */
const fillerPattern =
  /^(?:n\/?a|n\.a\.?|none|null|nil|undefined|unknown|tbd|tba|tbc|to ?do|fixme|xxx+|test|foo|bar|baz|asdf|\?+|[-–—−]+|[.…]+|_+|\*+|not (?:available|applicable|specified|provided|known|stated|disclosed|determined)|no(?:ne| information| data)? (?:available|provided|given)|to be (?:determined|defined|announced|added|confirmed|completed|filled|provided|decided|supplied)(?: in)?|coming (?:soon|later)|to follow|pending|(?:details|information|more information|documentation)(?: will)?(?: be)? (?:to follow|follow|forthcoming|pending|provided later|added later|provided soon|available soon|available on request)|will be (?:provided|added|updated|announced)(?: later| soon)?|not yet (?:available|known|determined|defined|documented|specified)|same as above|as above|various|k\. ?a|string|text here|sample text|description|your (?:company|organi[sz]ation|name|model)(?: name)?|company name|vendor name|model name|organi[sz]ation name|john doe|jane doe|more information needed|\[more information needed\]|see (?:above|below)|placeholder|insert .{1,40} here|your .{1,40} here|.{1,60} (?:goes|go|comes|to be (?:inserted|entered|written)) here|(?:add|enter|describe|write|provide|put) .{1,60} here|<[^<>]{1,60}>|\{\{[^{}]{1,60}\}\}|\{[\w .-]{1,60}\}|\[[^[\]]{1,60}\])$/
const fillerMail =
  /^(?:[\w.+-]{1,64}@(?:example|yourdomain|your-?(?:company|domain|email|org))|(?:name|user|username|email|mail|you|your\.?name|someone|somebody|john\.?doe|jane\.?doe|first\.?last|test)@(?:domain|company|email|mail|organi[sz]ation|test|site|website))\.(?:com|org|net)$/
/** Text of templates inside a longer value. */
const templateParts = [
  'lorem ipsum',
  'dolor sit amet',
  'more information needed',
  'replace this with',
  'fill in this',
  'your description here',
  'todo:',
  'tbd:',
  '[year]',
  '[yyyy]',
  '[fullname]',
  '[name of copyright owner]',
  '[your name]',
  '[company]',
  '<year>',
  '<name of author>',
  '<copyright holder',
]
/** The same in other languages, whole value. */
const wholeFillers: ReadonlySet<string> = new Set(Object.values(fillers).flatMap(words => words.map(plain)))
/** “unknown” is an answer where somebody says so on purpose. */
const honest: ReadonlySet<string> = new Set(['unknown', 'none', 'not disclosed', 'not applicable', 'noassertion'])

/** A value that looks like one and says nothing: N/A, TBD, lorem ipsum, text of a template. */
export function isHollow(value: string): boolean {
  const shown = seen(value)
  const text = bare(shown)
  if (text === '') return true
  // a list of numbers is in brackets too
  if (text.startsWith('[') && text === text.toUpperCase() && /\d/.test(text)) return false
  if (templateParts.some(part => text.includes(part)) || fillerMail.test(text)) return true
  if (text.length >= formLimit) return false
  return isWord(text) || isMarked(shown) || isVariable(shown) || isForm(text)
}

/** No filler is longer. */
const formLimit = 4000

function isWord(text: string): boolean {
  return fillerPattern.test(text) || wholeFillers.has(text) || isMash(text)
}

/** What a filler is made of: signs alone, other fillers, words that only fillers have. */
function isForm(text: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(text)) return true
  const rest = plain(
    text.replace(/\s(?:yet|so far|for now|to date|currently|at (?:this|the) (?:time|moment|point))$/, ''),
  )
  const parts = rest.split(/\s[-–—:/|]\s|[,;]\s|\s?[()]\s?/).filter(part => part !== '')
  if ((parts.length > 1 || rest !== text) && parts.every(isWord)) return true
  const words = rest.split(/\s+/)
  const isRepeatedWord = words.length > 1 && new Set(words).size === 1 && isWord(words[0] ?? '')
  return isRepeatedWord || isSampleText(rest) || isLatinFiller(words) || isOfFillerWords(rest, words)
}

const templatePattern =
  /\b(?:tbd|tba|tbc|to ?do|fixme|lorem|placeholder|needed|to be|coming|insert|your|here)\b|^n\/a$/i

/** A filler that no flag and no setting has as its value. */
export function isTemplate(value: string): boolean {
  return templatePattern.test(value) && isHollow(value)
}

/** Keys that were hit at random, and one sign or two over and over: `asdfasdf`, `xxxxx`, `-_-_`. */
function isMash(text: string): boolean {
  const signs = text.replace(/\s/g, '')
  if (signs.length < 4 || signs.length > 60 || /\d/.test(signs)) return false
  if (new Set(signs).size === 1) return true
  return ['asdf', 'qwer', 'lkjh', 'jkl;', 'hjkl'].some(keys => isRepeated(signs, keys))
}

/** Whether a text is a word over and over; at its end the word may be cut off. */
function isRepeated(text: string, word: string): boolean {
  return word.repeat(Math.ceil(text.length / word.length)).startsWith(text)
}

/** As a reader sees it, and no more than its words. */
function plain(value: string): string {
  return bare(seen(value))
}

/** In lower case, without the stop after it, and the brackets, quotes and marks of Markdown around it. */
function bare(shown: string): string {
  const text = shown.replace(/^[*_~`#]{1,3}(?=\S)|[*_~`]{1,3}$/g, '').toLowerCase()
  return text.replace(/^[("'“„«\s]{1,3}(?=\S)|[\s.!:;。！…)"'”»]{1,5}$/g, '') || text
}

/** As a reader sees it: signs of full width as plain ones, and none that are invisible. */
function seen(value: string): string {
  return value
    .normalize('NFKC')
    .replace(/[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
    .trim()
}

/** The fillers that are an answer of their own in some fields: honest, and no value. */
export function isHonestUnknown(value: string): boolean {
  return honest.has(value.trim().toLowerCase())
}
