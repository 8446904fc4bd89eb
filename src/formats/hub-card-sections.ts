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
  readonly topic: Topic | undefined
  readonly text: string
}

/** The longest sections in the wild have some pages; a BOM carries their beginning. */
const sectionLimit = 4000
const sectionsPerTopic = 10
const lineLimit = 20_000
const summarySearch = 20_000
const summaryLimit = 600
/** Fewer are a label, not a sentence. */
const leastWords = 6

/** Words of the Hub's templates and of the cards in the wild; the first that fits counts. */
const topics: readonly (readonly [pattern: RegExp, topic: Topic])[] = [
  [/out[- ]of[- ]scope|misuse|prohibited|not (?:intended|suitable)|unintended/, 'limitations'],
  [
    /\bintended\b|^(?:direct|downstream|primary|recommended|suggested|suitable|model)? ?uses?(?: cases?)?$|^use[- ]cases?$|^applications?$/,
    'intendedUses',
  ],
  [/limitation|known issues|caveat|weakness/, 'limitations'],
  [/\bbias|\brisks?\b|ethic|responsib|societal|fairness|\bharms?\b|^safety$|social impact/, 'ethicalConsiderations'],
  [/^(?:model |pre-?|post-?|continued )?(?:training|fine-?tuning)\b|^data ?sets?$|^train(?:ed)? on\b/, 'training'],
]

const headingPattern = /^(#{1,6})[ \t]+(\S.{0,200})$/
/** Cards without headings set them in bold: `**Intended use:** …`. */
const boldPattern = /^\*\*([^*]{3,80}?):?\*\*:?[ \t]*(.*)$/
const boldLevel = 7
const fencePattern = /^ {0,3}(?:```|~~~)/
/** What the templates leave to be filled in states nothing. */
const placeholderPattern = /^\s*(?:\[?more information needed\]?(?:\([^)\s]*\))?\.?|tbd\.?|todo\.?|n\/?a\.?|none\.?|\[needs more information\])\s*$/i

/** Sections under the headings of these topics, deeper ones of no topic included; the title is the first heading of the first level. */
export function parseCardSections(body: string): CardSections & {readonly title?: string; readonly summary?: string} {
  const found: Record<Topic, string[]> = {intendedUses: [], limitations: [], ethicalConsiderations: [], training: []}
  const sections = splitSections(body)
  for (const [index, section] of sections.entries()) {
    if (section.topic === undefined) continue
    const text = stated(withDeeper(sections, index))
    const list = found[section.topic]
    if (text !== '' && list.length < sectionsPerTopic) list.push(text)
  }
  const title = sections.find(({level}) => level === 1)?.heading
  const summary = firstParagraph(body)
  return {...found, ...(title !== undefined && {title}), ...(summary !== undefined && {summary})}
}

/** The first paragraph of prose: no heading, image, badge, list, table, quote, code or HTML. */
function firstParagraph(body: string): string | undefined {
  const start = body.slice(0, summarySearch).replace(/<!--(?:(?!-->)[\s\S])*-->/g, '')
  const paragraphs = start.split(/\n\s*\n/).map(paragraph =>
    paragraph
      .split('\n')
      .filter(line => !headingPattern.test(line.trim()))
      .join(' ')
      .trim(),
  )
  const first = paragraphs.find(
    text => /^[\p{L}*_"'`[]/u.test(text) && !/^\[!|^```|^\*\s/.test(text) && text.split(/\s+/).length >= leastWords && !placeholderPattern.test(text),
  )
  return first === undefined ? undefined : stated(first).slice(0, summaryLimit)
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
function openSection(line: string, currentLevel: number | undefined): (Omit<Section, 'text'> & {lines: string[]}) | undefined {
  const [, signs, heading = ''] = headingPattern.exec(line) ?? []
  if (signs !== undefined) return {level: signs.length, heading: heading.trim(), topic: topicOf(heading), lines: []}
  const [, bold, text = ''] = boldPattern.exec(line) ?? []
  const topic = bold === undefined ? undefined : topicOf(bold)
  if (bold === undefined || (topic === undefined && currentLevel !== boldLevel)) return undefined
  return {level: boldLevel, heading: bold, topic, lines: [text]}
}

function topicOf(heading: string): Topic | undefined {
  const words = heading
    .toLowerCase()
    .replace(/[^a-z0-9&/ -]+/g, ' ')
    .replace(/^[\d\s.-]+/, '')
    .trim()
  return topics.find(([pattern]) => pattern.test(words))?.[1]
}

function withDeeper(sections: readonly Section[], index: number): string {
  const [section, ...after] = sections.slice(index, index + 50)
  if (section === undefined) return ''
  const end = after.findIndex(({level, topic}) => level <= section.level || topic !== undefined)
  const deeper = end === -1 ? after : after.slice(0, end)
  return [section, ...deeper].map(({text}) => text).join('\n')
}

/** Without comments and placeholders; cut at the limit, which the ellipsis shows. */
function stated(text: string): string {
  const kept = text
    .slice(0, sectionLimit * 4)
    .replace(/<!--(?:(?!-->)[\s\S])*-->/g, '')
    .split('\n')
    .filter(line => !placeholderPattern.test(line))
    .join('\n')
    .trim()
  return kept.length > sectionLimit ? `${kept.slice(0, sectionLimit)}…` : kept
}
