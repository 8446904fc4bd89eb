import {type Place, type Resolved, writtenText} from '../../../code/resolve/resolved.ts'
import {makePrompt} from '../../../inventory/make.ts'
import {sha256Hex} from '../../../lib/digest.ts'
import type {Finder} from '../finder.ts'
import {isAboutModels} from '../names/about-models.ts'
import {clearWords, isClearPrompt, isPromptText, type Role, variablesOf, wordsOf} from './prompt-words.ts'
import {requestedIn} from './requested.ts'

/** What is known of a text beside its words. */
export interface TextOptions {
  readonly role: Role
  /** whatever its words, it is one */
  readonly sure?: boolean
  /** the name says little: only the words of somebody who instructs a model make it one */
  readonly unclear?: boolean
  readonly symbol: string
  readonly rule: string
  /** words that it has at least */
  readonly least: number
  readonly place?: Place
  /** the message that it begins with, where it has several */
  readonly opening?: string | undefined
}

/** The prompts of one module that are told so far: each text once, each under a name of its own. */
export class PromptBag {
  readonly #finder: Finder
  /** places of their texts */
  readonly #places = new Set<string>()
  /** how many prompts have a name */
  readonly #symbols = new Map<string, number>()
  /** one text that stands in a file twice is one prompt, under its first name */
  readonly #symbolByText = new Map<string, string>()

  constructor(finder: Finder) {
    this.#finder = finder
  }

  /** Whether the text at a place is told already, or left out. */
  standsAt(place: Place): boolean {
    return this.#places.has(placeKeyOf(place))
  }

  /** Leaves out the text at a place: it is a part of another one. */
  leave(place: Place): void {
    this.#places.add(placeKeyOf(place))
  }

  /** Adds a text that its words, or what stands around it, make a prompt; notes what another file may hold. */
  add(value: Resolved, options: TextOptions): void {
    if (value.kind !== 'text' && value.kind !== 'partial') {
      this.#finder.note(value)
      return
    }
    const text = writtenText(value)
    const known = value.kind === 'text' ? text : value.parts.filter(part => typeof part === 'string').join(' ')
    if (!isPromptText(known, options.least) || continuesAnother(value, known)) return
    if (!this.#isTold(known, options, value.place)) return
    const place = options.place?.path === value.place.path ? options.place : value.place
    if (this.standsAt(value.place)) return
    this.leave(value.place)
    const textKey = `${place.path}\0${text}`
    const symbol =
      this.#symbolByText.get(textKey) ?? this.#unique(options.symbol === '' ? options.role : options.symbol)
    this.#symbolByText.set(textKey, symbol)
    const variables = variablesOf(value, text)
    const requested = requestedIn(value, this.#finder.resolver)
    const evidence = this.#finder.evidence(place, {rule: options.rule, confidence: 0.9, symbol})
    const name = symbol
    this.#finder.bag.add(
      makePrompt({path: place.path, symbol, name}, text, [evidence], {
        role: options.role,
        ...(variables.length > 0 && {variables}),
        ...(requested.length > 0 && {requested}),
        ...(options.opening !== undefined && {opening: sha256Hex(options.opening)}),
      }),
    )
  }

  #isTold(known: string, {unclear, sure, symbol}: TextOptions, {path}: Place): boolean {
    if (unclear === true && !clearWords.test(known)) return false
    return sure === true || this.#isLikely(known, symbol, path)
  }

  /** Beside an AI library six words are enough, elsewhere they must be clear. */
  #isLikely(text: string, symbol: string, path: string): boolean {
    if (isClearPrompt(text, symbol, path)) return true
    if (wordsOf(text, 6) < 6) return false
    // among prompts, or where models are spoken of, what is called like one is one, unless it asks somebody at a terminal
    const isAmong = isPromptConstant(symbol)
      ? this.#symbols.size > 0 || isAboutModels(this.#finder)
      : (isPromptMember(symbol) || (isInstructions(symbol) && wordsOf(text, longWords) === longWords)) &&
        isAboutModels(this.#finder)
    if (isAmong && !/^\W*(?:please|enter|press|choose|select)\b/i.test(text)) return true
    // what ends in a question and says nothing else is somebody's turn
    return this.#finder.matcher.importsAi && !/\?\s{0,10}$/.test(text)
  }

  #unique(symbol: string): string {
    const count = (this.#symbols.get(symbol) ?? 0) + 1
    this.#symbols.set(symbol, count)
    return count === 1 ? symbol : `${symbol}#${count}`
  }
}

/** Words that a text has of its own where it says more than what is put before it. */
const ownWords = 8

/** `f"{prompt}\n\nToday: {date}"`: what stands before the few words is the prompt. */
function continuesAnother(value: Resolved, known: string): boolean {
  return value.kind === 'partial' && typeof value.parts[0] !== 'string' && wordsOf(known, ownWords) < ownWords
}

/** `REVIEW_PROMPT`, `Constant.REVIEW_PROMPT` */
function isPromptConstant(symbol: string): boolean {
  return /(?:^|[._])[A-Z][A-Z0-9_]{0,80}_PROMPT$/.test(symbol)
}

/** `TitleGeneration.prompt`, `ContentResizing.expand_prompt`: a field of a class. */
function isPromptMember(symbol: string): boolean {
  return /^[A-Z]\w{0,80}\.\w{0,60}prompt$/i.test(symbol)
}

/** `simple_instructions`, `Extractor.instructions`: a long text so called where models are spoken of. */
function isInstructions(symbol: string): boolean {
  return /(?:^|[._])instructions(?:_\w{1,40})?$/i.test(symbol)
}

const longWords = 25

export function placeKeyOf({path, line}: Place): string {
  return `${path}\0${line}`
}
