import {shorten} from '../../lib/text/shorten.ts'

/** The parts of a card's prose that say what a model is for and where it fails, each as it is written. */
export interface CardSections {
  readonly intendedUses: readonly string[]
  readonly limitations: readonly string[]
  readonly ethicalConsiderations: readonly string[]
  readonly training: readonly string[]
}

type Topic = keyof CardSections

interface Section {
  readonly level: number
  readonly heading: string
  readonly topics: readonly Topic[]
  readonly text: string
}

/** The longest sections in the wild have some pages; a BOM carries their beginning. */
const sectionLimit = 4000
const sectionsPerTopic = 10
const lineLimit = 20_000
const summarySearch = 20_000
const summaryLimit = 600
/** Fewer are a label; a full stop makes a sentence of one less. */
const leastWords = 6
/** Fewer before a colon only lead to the list or the code that follows. */
const leastBeforeColon = 9
/** Fewer beside its links are a bar of links. */
const leastOwnWords = 4

/**
 * Words of the Hub's templates and of the cards in the wild, in the languages that most of them are written in; the
 * first that fits counts.
 */
const topics: readonly (readonly [pattern: RegExp, topic: Topic])[] = [
  [/out[- ]of[- ]scope|misuse|prohibited|not (?:intended|suitable)|unintended/, 'limitations'],
  [
    /\bintended\b|^(?:direct|downstream|primary|recommended|suggested|suitable|evaluated|model)? ?uses?(?: cases?)?$|^use[- ]cases?$|^applications?$/,
    'intendedUses',
  ],
  [
    /预期用途|使用目的|利用目的|想定用途|사용 목적|용도$|usos? previstos?|utilisations? prévues?|verwendungszweck|предназначение/,
    'intendedUses',
  ],
  [/limitation|known issues|caveat|weakness/, 'limitations'],
  [/局限|限制|制限事項|한계|limitaciones|limitações|limiti$|^limites|einschränkungen|ограничени/, 'limitations'],
  [
    /\bbias|\brisks?\b|ethic|responsib|societal|fairness|\bharms?\b|^safety$|social impact|^broader (?:impacts?|implications)$/,
    'ethicalConsiderations',
  ],
  [/偏见|伦理|倫理|バイアス|편향|윤리|\bbiais\b|\bsesgos?\b|\bviés|éthique|ética/, 'ethicalConsiderations'],
  [/^(?:model |pre-?|post-?|continued )?(?:training|fine-?tuning)\b|^data ?sets?$|^train(?:ed)? on\b/, 'training'],
]

/** How the model is run, which cards set under what it is for. */
const instructionPattern = /\busage\b|\bhow to\b|\binference\b|\binstall|\bget(?:ting)? started\b|\bquick ?start/i

const headingPattern = /^(#{1,6})[ \t]+(\S.{0,200})$/
/** Cards without headings set them in bold: `**Intended use:** …`. */
const boldPattern = /^\*\*([^*]{3,80}?):?\*\*:?[ \t]*(.*)$/
const boldLevel = 7
/** Where a list begins, that sets itself off from the sentence before it. */
const listPattern = /^ {0,3}(?:[-*+]|\d{1,2}[.)])[ \t]/
const leadPattern = /([.!?])\s[^.!?]{1,300}:$/
const anchorPattern = /<a\s(?:(?!href=)[^<>]){0,300}href="([^"<>]{0,300})"[^<>]{0,300}>([^<>]{0,200})<\/a>/gi
const textTagPattern =
  /<\/?(?:p|div|span|font|center|br|b|i|u|em|strong|small|su[bp]|h[1-6]|img|a)(?:\s[^<>]{0,1000})?\/?>/gi
const fencePattern = /^ {0,3}(?:```|~~~)/
/** What the templates leave to be filled in states nothing, as a list's entry with its label neither. */
const placeholderPattern =
  /^\s*(?:[-*+]\s{1,4})?(?:\*\*[^*]{1,80}\*\*:?\s{0,4})?[_*]{0,2}(?:\[?more information needed\]?(?:\([^)\s]*\))?|\[?needs more information\]?|tbd|todo|wip|n\/?a|none|coming soon|to be (?:added|updated|determined|completed))[_*]{0,2}[.!…]{0,3}\s*$/i
/** Sentences that come with the templates: they stand in any card, so they state nothing of this one. */
const templatePattern =
  /^\[?todo:|more information needed for further recommendations|card (?:aims to be a base template|has been automatically generated)|^use the code below to get started with the model\.?$|carbon emissions can be estimated using the \[machine learning impact/i
/** Lines of pictures, badges, tags or a rule: they set the page, they say nothing. */
const decorationPattern =
  /^\s*(?:(?:\[?!\[[^\]]{0,200}\]\([^)\s]{0,1000}\)(?:\]\([^)\s]{0,1000}\))?|<[^<>]{1,1000}>)\s*)+$|^\s*[-*_]{3,}\s*$/
const copyrightPattern = /^[*_\s]{0,4}(?:©|\(c\)|copyright\b)/i

/**
 * Sections under the headings of these topics, deeper ones of no topic included; the title is the first heading of the
 * first level.
 */
export function parseCardSections(text: string): CardSections & {readonly title?: string; readonly summary?: string} {
  const body = withoutComments(text)
  const found: Record<Topic, string[]> = {intendedUses: [], limitations: [], ethicalConsiderations: [], training: []}
  const sections = splitSections(body)
  for (const [index, section] of sections.entries()) {
    const text = section.topics.length === 0 ? '' : stated(withDeeper(sections, index))
    if (text === '') continue
    for (const topic of section.topics) if (found[topic].length < sectionsPerTopic) found[topic].push(text)
  }
  const title = sections.find(({level}) => level === 1)?.heading
  const summary = firstParagraph(body)
  return {...found, ...(title !== undefined && {title}), ...(summary !== undefined && {summary})}
}

/**
 * The first paragraph of prose: no heading, image, badge, list, table, quote, code, HTML, list of links, copyright or
 * sentence of a template.
 */
function firstParagraph(body: string): string | undefined {
  const start = withoutCode(body.slice(0, summarySearch))
  const paragraphs = start.split(/\n\s*\n/).map(withoutList)
  const first = paragraphs.find(isProse)
  if (first === undefined) return undefined
  return shorten(stated(withoutTags(first)), summaryLimit)
}

/** One line of a paragraph's sentences; those of a list, and the sentence that only leads to it, stay out. */
function withoutList(paragraph: string): string {
  const lines = paragraph.split('\n').filter(line => !headingPattern.test(line.trim()))
  const list = lines.findIndex(line => listPattern.test(line))
  const text = lines
    .slice(0, list === -1 ? undefined : list)
    .join(' ')
    .trim()
  return list === -1 ? text : text.replace(leadPattern, '$1')
}

/** Tags that set a sentence, anchors as links. */
function withoutTags(text: string): string {
  if (!text.includes('<')) return text
  return text.replace(anchorPattern, '[$2]($1)').replace(textTagPattern, ' ').replace(/ {2,}/g, ' ').trim()
}

function isProse(text: string): boolean {
  if (!/^[\p{L}*_"'`[“«„「『¿¡]/u.test(text) || /^\[!|^\*\s/.test(text)) return false
  if (placeholderPattern.test(text) || templatePattern.test(text) || copyrightPattern.test(text)) return false
  const least = /[:：]$/.test(text) ? leastBeforeColon : leastWords - (/[.。]$/.test(text) ? 1 : 0)
  return countWords(text) >= least && countWords(withoutLinks(text)) >= leastOwnWords
}

function withoutLinks(text: string): string {
  const unpictured = text.replace(/!\[[^[\]]{0,200}\]\([^()\s]{0,300}\)/g, ' ')
  return unpictured.replace(/\[[^[\]]{0,200}\]{1,2}\([^()\s]{0,300}\)|https?:\/\/\S{1,1000}/g, ' ')
}

/** Words with a letter; of scripts that set no spaces two characters stand for one. */
function countWords(text: string): number {
  const spaceless =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu)?.length ?? 0
  return text.split(/\s+/).filter(word => /\p{L}/u.test(word)).length + Math.floor(spaceless / 2)
}

/** Templates keep whole sections in comments. One that does not end hides nothing. */
function withoutComments(text: string): string {
  const kept: string[] = []
  let at = 0
  for (;;) {
    const start = text.indexOf('<!--', at)
    const end = start === -1 ? -1 : text.indexOf('-->', start + 4)
    if (end === -1) return kept.join('') + text.slice(at)
    kept.push(text.slice(at, start))
    at = end + 3
  }
}

/** A block of code ends a paragraph and is none. */
function withoutCode(text: string): string {
  let isCode = false
  const lines = text.split(/\r\n|\n|\r/).map(line => {
    const isFence = fencePattern.test(line)
    if (isFence) isCode = !isCode
    return isFence || isCode ? '' : line
  })
  return lines.join('\n')
}

function splitSections(body: string): Section[] {
  const sections: (Omit<Section, 'text'> & {lines: string[]})[] = []
  let isCode = false
  for (const line of body.split(/\r\n|\n|\r/, lineLimit)) {
    if (fencePattern.test(line)) isCode = !isCode
    const opened = isCode ? undefined : openSection(line, sections.at(-1)?.level)
    if (opened === undefined) sections.at(-1)?.lines.push(line)
    else sections.push(opened)
  }
  return sections.map(({lines, ...section}) => ({...section, text: lines.join('\n')}))
}

/** A bold line of no topic is text, unless it ends a section that a bold line began. */
function openSection(
  line: string,
  currentLevel: number | undefined,
): (Omit<Section, 'text'> & {lines: string[]}) | undefined {
  const [, signs, heading = ''] = headingPattern.exec(line) ?? []
  if (signs !== undefined) return {level: signs.length, heading: heading.trim(), topics: topicsOf(heading), lines: []}
  const [, bold, text = ''] = boldPattern.exec(line) ?? []
  const own = bold === undefined ? [] : topicsOf(bold)
  if (bold === undefined || (own.length === 0 && currentLevel !== boldLevel)) return undefined
  return {level: boldLevel, heading: bold, topics: own, lines: [text]}
}

/**
 * "Bias, Risks, and Limitations", as the Hub's template has it, is about both; other headings are about what they name
 * first.
 */
function topicsOf(heading: string): Topic[] {
  const words = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}&/ -]+/gu, ' ')
    .replace(/^[\d\s.-]+/, '')
    .trim()
  const [first, ...others] = [...new Set(topics.flatMap(([pattern, topic]) => (pattern.test(words) ? [topic] : [])))]
  if (first === undefined) return []
  const isBoth = first === 'limitations' && others.includes('ethicalConsiderations')
  return isBoth ? [first, 'ethicalConsiderations'] : [first]
}

function withDeeper(sections: readonly Section[], index: number): string {
  const [section, ...after] = sections.slice(index, index + 50)
  if (section === undefined) return ''
  const end = after.findIndex(({level, topics: own}) => level <= section.level || own.length > 0)
  const deeper = end === -1 ? after : after.slice(0, end)
  return [section, ...deeper.filter(({heading}) => !instructionPattern.test(heading))].map(({text}) => text).join('\n')
}

/** Without placeholders and decoration; cut at the limit, which the ellipsis shows. */
function stated(text: string): string {
  let isCode = false
  const kept = text
    .slice(0, sectionLimit * 4)
    .split('\n')
    .filter(line => {
      if (fencePattern.test(line)) isCode = !isCode
      return isCode || !(placeholderPattern.test(line) || templatePattern.test(line) || decorationPattern.test(line))
    })
    .join('\n')
    .trim()
  return shorten(kept, sectionLimit)
}
