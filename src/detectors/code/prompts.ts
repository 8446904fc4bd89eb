import type {Entry, Naming, Scope, Value} from '../../code/module.ts'
import {type Context, type Place, placeOf, type Resolved} from '../../code/resolved.ts'
import type {PromptFacts} from '../../inventory/asset.ts'
import {makePrompt} from '../../inventory/make.ts'
import type {Finder} from './finder.ts'
import {snakeCase} from './literals.ts'
import type {Match} from './matches.ts'

type Role = PromptFacts['role']

/** Names of constants, fields and parameters that hold a prompt. */
const promptName =
  /(?:^|_)(?:system_?)?(?:prompts?|instructions?|persona|preamble)(?:_|\d|$)|(?:^|_)(?:system|human|user)_?(?:message|msg|content|template)(?:_|\d|$)/i
/** Texts for people and files, whatever else their name says. */
const notPrompt =
  /(?:^|_)(?:error|err|warning|success|toast|log|html|css|sql|url|path|file|filename|dir|id|ids|key|keys|type|title|label|placeholder|description|tokens?|len|length|version|regex|pattern|name|names|hash|date|chat_template)(?:_|$)/i
const templateName = /(?:^|_)(?:template|tmpl|tpl)(?:_(?:str|string|text))?\d*$/i
/** Keywords and keys whose text goes to a model as it stands. */
const systemKeyword =
  /^(?:system|system_?prompt|system_?message|system_?instructions?|instructions?|backstory|preamble|developer_?message|prompt_?prefix|initial_?prompt|initial_?message)$/i
const builderName = /(?:^|_)(?:system_?(?:prompt|message)|instructions?|prompt)(?:_|$)/i
/** Words that instructions to a model have and texts for people, HTML and SQL mostly have not. */
const promptWords =
  /\b(?:you(?:'re| are|r| will| must| should)?|answer|question|respond|response|context|assistant|following|given|summari[sz]e|generate|translate|user|instructions?|task|output|write|expert|based on)\b/i
/** Folders of texts for people, a file for each language. */
const translations = /(?:^|\/)(?:i18n|locales?|_locales|translations?|lang)\//
/** What stands beside the prompt of a record to learn from or to test with. */
const answerKey = /^(?:completion|chosen|rejected|response|answers?|labels?|rewards?|expected|expected_output|ground_truth|target)$/i
const markup =
  /^\s*(?:<(?:!doctype|html|div|p|span|table|svg|\?xml|mjml|head|body|style|script)\b|select\s|insert\s|create\s|with\s+\w+\s+as|https?:|\/|[{[]\s*["\]}])/i

interface Inline {
  readonly value: Value
  readonly context: Context
  readonly role: Role
  readonly line: number
  /** the keyword */
  readonly name?: string
  /** whatever its words, it is one */
  readonly sure?: boolean
  /** words that it has at least */
  readonly least?: number
}

/** Keys under which prompts of the repository stand already, by place of their text. */
export class Prompts {
  readonly #finder: Finder
  readonly #places = new Set<string>()
  /** how many prompts have a name */
  readonly #symbols = new Map<string, number>()

  constructor(finder: Finder) {
    this.#finder = finder
  }

  /** Constants, defaults and fields by their name. */
  addNamings(): void {
    const {module} = this.#finder
    if (translations.test(module.path)) return
    for (const naming of module.namings) if (naming.via !== 'key' && naming.via !== 'argument') this.#addNaming(naming)
    for (const naming of module.namings) if (naming.via === 'key' || naming.via === 'argument') this.#addKeyword(naming)
  }

  /** Functions called like a system prompt, whose result is its text. */
  addBuilders(): void {
    for (const scope of this.#finder.module.scopes) {
      if (scope.kind !== 'function' || !builderName.test(snakeCase(scope.name)) || notPrompt.test(snakeCase(scope.name))) continue
      for (const value of scope.returns) {
        if (value.kind !== 'text' && value.kind !== 'template' && value.kind !== 'call') continue
        for (const text of this.#finder.resolver.resolve(value, {module: this.#finder.module, scope})) {
          this.#addText(text, {symbol: scope.name, role: 'system', rule: 'prompt-name', least: 8})
        }
      }
    }
  }

  /** A prompt that a rule of the catalogue names. */
  addRule(match: Match): void {
    for (const spec of match.rule.rule.prompts ?? []) {
      for (const value of this.#finder.select(spec.text, match.site)) {
        if (value.place.path !== this.#finder.module.path) continue
        const symbol = [match.site.target ?? scopeName(match.site.context.scope), spec.role ?? 'system'].filter(part => part !== '').join('.')
        this.#addText(value, {symbol, role: spec.role ?? 'system', rule: match.rule.library.library, least: 2, sure: true})
      }
    }
  }

  #addNaming(naming: Naming): void {
    const {name, value, scope} = naming
    const snake = snakeCase(name)
    // what `+=` adds is a part of the prompt that stands already
    if (notPrompt.test(snake) || (naming.adds === true && this.#symbols.has(name))) return
    const isNamed = promptName.test(snake) || (scope.kind === 'class' && systemKeyword.test(name))
    if (!isNamed && !templateName.test(snake)) return
    const least = isLocal(naming) ? 12 : isNamed ? 3 : 8
    for (const text of this.#texts(value, {module: this.#finder.module, scope})) {
      const symbol = symbolOf(naming, text.place.path === this.#finder.module.path)
      if (symbol === undefined) continue
      this.#addText(text, {
        symbol,
        role: roleOf(snake),
        rule: 'prompt-name',
        least,
        place: placeOf(this.#finder.module, naming.line),
      })
    }
  }

  /** Texts that the naming itself holds: what a name leads to is found under that name. */
  #texts(value: Value, context: Context): readonly Resolved[] {
    if (value.kind === 'name' || value.kind === 'member' || value.kind === 'import' || value.kind === 'parameter') return []
    const found = this.#finder.resolver.resolve(value, context)
    return found.flatMap(one => {
      return one.kind === 'text' || one.kind === 'partial' ? [one] : this.#templateText(one)
    })
  }

  /** `PromptTemplate.from_template("…")`, `ChatPromptTemplate(...)`: rules tell; `Template("…")` holds its text. */
  #templateText(value: Resolved): readonly Resolved[] {
    const made = value.kind === 'symbol' && /(?:^|[a-z])(?:Template|Message|Prompt)$/.test(value.path.at(-2) ?? '') ? value.made : undefined
    const first = made?.call.args.find(({name}) => name === undefined || name === 'template' || name === 'content')
    if (made === undefined || first === undefined) return []
    return this.#finder.resolver.resolve(first.value, made.context).filter(({kind}) => kind === 'text' || kind === 'partial')
  }

  /** `system="…"`, `instructions: "…"`, and the content of messages whose role is system. */
  #addKeyword(naming: Naming): void {
    const {name, value, scope, within} = naming
    const context = {module: this.#finder.module, scope}
    const role: Role = /^sys/i.test(name) ? 'system' : 'instructions'
    if (name === 'content' && within?.kind === 'map') {
      if (this.#isSystem(within.entries, context)) this.#addInline({value, context, role: 'system', line: naming.line, sure: true})
    } else if (systemKeyword.test(name)) this.#addInline({value, context, role, line: naming.line, name})
    else if ((value.kind === 'text' || value.kind === 'template') && isPromptKey(naming)) {
      this.#addInline({value, context, role: 'template', line: naming.line, name, least: 3})
    }
  }

  #isSystem(entries: readonly Entry[], context: Context): boolean {
    const role = entries.find(({key}) => key === 'role')
    const values = role === undefined ? [] : this.#finder.resolver.resolve(role.value, context)
    return values.some(one => one.kind === 'text' && /^(?:system|developer)$/i.test(one.text))
  }

  #addInline({value, context, role, line, name, sure = false, least = 2}: Inline): void {
    const isInline = value.kind === 'text' || value.kind === 'template'
    const own = [scopeName(context.scope), name ?? role].filter(part => part !== '').join('.')
    const place = isInline ? {place: placeOf(context.module, line)} : {}
    for (const text of this.#finder.resolver.resolve(value, context)) {
      for (const one of text.kind === 'symbol' ? this.#templateText(text) : [text]) {
        const symbol = one.place.path === context.module.path ? own : constantName(value)
        if (symbol !== undefined) this.#addText(one, {symbol, role, rule: 'prompt-keyword', least, sure, ...place})
      }
    }
  }

  #addText(value: Resolved, options: {symbol: string; role: Role; rule: string; least: number; place?: Place; sure?: boolean}): void {
    if (value.kind !== 'text' && value.kind !== 'partial') {
      this.#finder.note(value)
      return
    }
    const text = value.kind === 'text' ? value.text : value.parts.map(part => (typeof part === 'string' ? part : `{${part.hole}}`)).join('')
    const known = value.kind === 'text' ? text : value.parts.filter(part => typeof part === 'string').join(' ')
    if (!isPromptText(known, options.least)) return
    if (options.sure !== true && !this.#isLikely(known, options.symbol, value.place.path)) return
    const place = options.place?.path === value.place.path ? options.place : value.place
    const placeKey = `${value.place.path}\0${value.place.line}`
    if (this.#places.has(placeKey)) return
    this.#places.add(placeKey)
    const symbol = this.#unique(options.symbol === '' ? options.role : options.symbol)
    const variables = variablesOf(value, text)
    const evidence = this.#finder.evidence(place, {rule: options.rule, confidence: 0.9, symbol})
    const name = symbol
    this.#finder.bag.add(
      makePrompt({path: place.path, symbol, name}, text, [evidence], {role: options.role, ...(variables.length > 0 && {variables})}),
    )
  }

  /** Beside an AI library six words are enough, elsewhere they must be clear. */
  #isLikely(text: string, symbol: string, path: string): boolean {
    if (isClearPrompt(text, symbol, path)) return true
    return this.#finder.matcher.importsAi && text.trim().split(/\s+/, 6).length === 6
  }

  #unique(symbol: string): string {
    const count = (this.#symbols.get(symbol) ?? 0) + 1
    this.#symbols.set(symbol, count)
    return count === 1 ? symbol : `${symbol}#${count}`
  }
}

/** The constant of another file that a text comes from, by its name there: `prompts.SYSTEM.format(…)`. */
function constantName(value: Value): string | undefined {
  if (value.kind === 'name') return value.name
  if (value.kind === 'member') return value.key
  return value.kind === 'call' && value.callee.kind === 'member' ? constantName(value.callee.of) : undefined
}

/** What holds a text; one of another file stands there under its own name. */
function symbolOf({name, scope, value}: Naming, isHere: boolean): string | undefined {
  if (!isHere) return constantName(value)
  return scope.kind === 'class' && scope.name !== '' ? `${scope.name}.${name}` : name
}

/** A local text is a fragment of a turn unless it says more. */
function isLocal({name, scope, via}: Naming): boolean {
  return scope.kind === 'function' && via === 'assignment' && !/system|instruction/i.test(name)
}

/** `prompt: "…"`; beside an answer it is a record. */
function isPromptKey({name, within}: Naming): boolean {
  const snake = snakeCase(name)
  if (!/^[\w-]+$/.test(name) || !promptName.test(snake) || notPrompt.test(snake)) return false
  return within?.kind !== 'map' || !within.entries.some(({key}) => key !== undefined && answerKey.test(key))
}

function scopeName(scope: Scope): string {
  let at: Scope | undefined = scope
  while (at !== undefined && at.name === '') at = at.parent
  return at?.name ?? ''
}

function roleOf(name: string): Role {
  if (/system|instruction|persona|preamble/i.test(name)) return 'system'
  if (/human|user/i.test(name)) return 'user'
  return 'template'
}

const clearWords =
  /^\W*you (?!can\b|may\b|need\b|do\b|don)|\b(?:you are (?:an?|the|now|about|given|provided|tasked|responsible)|you(?:'re| will be| have been) (?:an? |given|provided|tasked)|your (?:task|job|role|goal|objective|responsibility)|act as|as an? (?:ai|assistant|expert|helpful)|ai assistant|language model|chat ?bot|assistant|answer the (?:question|query)|(?:respond|answer|reply) (?:with|in|only|to|the|based|as)|step by step|(?:given|using|based on) the (?:following|context|above|conversation)|the user(?:'s)?|summari[sz]e)\b|\{\{? ?(?:context|question|query|history|input|text|documents?|user_input|chat_history|instruction)\w* ?\}/i

/** Without any AI library beside it: the words of somebody who instructs a model, or a long text called a prompt. */
function isClearPrompt(text: string, symbol: string, path: string): boolean {
  if (clearWords.test(text) || /system_?(?:prompt|instruction)/i.test(symbol)) return true
  const words = text.split(/\s+/, 30).length
  return /prompt/i.test(symbol) && words >= (/(?:^|[/_-])prompts?[/._-]/i.test(path) ? 6 : 25)
}

/** Words in sentences, no markup, query, path or JSON. */
function isPromptText(text: string, least: number): boolean {
  const words = text.trim().split(/\s+/, 60)
  if (words.length < least || markup.test(text)) return false
  return least < 3 ? text.trim().length >= 8 : text.trim().length >= 20 && (words.length > 12 || promptWords.test(text))
}

/** Holes of the template, and the named fields that `format` or a template class will fill. */
function variablesOf(value: Resolved, text: string): string[] {
  const holes = value.kind === 'partial' ? value.parts.flatMap(part => (typeof part === 'string' || part.hole === '' ? [] : [part.hole])) : []
  const fields = [...text.matchAll(/\{\{?\s*([A-Za-z_]\w{0,60})\s*\}?\}/g)].map(([, name = '']) => name)
  return [...new Set([...holes, ...fields])].sort()
}
