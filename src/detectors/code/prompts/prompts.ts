import type {Naming, Scope, Value, ValueOf} from '../../../code/module.ts'
import {type Context, placeOf, type Resolved} from '../../../code/resolve/resolved.ts'
import {enclosingName, lastName} from '../../../code/written-name.ts'
import {oncePer} from '../../../lib/remember.ts'
import type {Finder} from '../finder.ts'
import type {Match} from '../matches.ts'
import {isAboutModels} from '../names/about-models.ts'
import {snakeCase} from '../names/snake-case.ts'
import {settingsOf} from '../settings-of.ts'
import {besideTold} from './beside-told.ts'
import {builtPrompts} from './built-texts.ts'
import {isComposed} from './composed.ts'
import {nameElsewhere} from './elsewhere.ts'
import {
  isOffered,
  isSent,
  isSystemCase,
  isSystemMessage,
  isTurn,
  madePrompt,
  nameBeside,
  offeredWords,
  stemOf,
  systemText,
  templateText,
  titleOf,
  withoutDedent,
} from './holders.ts'
import {joinedText, listText} from './joined-text.ts'
import {namedAs} from './named-as.ts'
import {PromptBag, placeKeyOf, type TextOptions} from './prompt-bag.ts'
import {
  constantName,
  instructs,
  isAmongRoles,
  isAnswered,
  isBuilderName,
  isNoPrompt,
  isPromptKey,
  isTemplateName,
  opensWithRole,
  type Role,
  roleOf,
  symbolOf,
  systemKeyword,
  toldWords,
  translations,
  variablesOf,
} from './prompt-words.ts'
import {toldTexts} from './told-texts.ts'

interface Inline extends Partial<Pick<TextOptions, 'sure' | 'unclear' | 'least'>> {
  readonly value: Value
  readonly context: Context
  readonly role: Role
  readonly line: number
  /** the keyword */
  readonly name?: string
  /** what it is called that the text is given to: `Agent(name="writer", instructions="…")` */
  readonly of?: string | undefined
}

/** Words of the messages around a prompt that stands elsewhere already: fewer only hand over what it is about. */
const restWords = 12
/** Members of a list of prompts. */
const listedLimit = 100

/** Finds the prompts of one module: by names, keywords, rules, and by what makes them. */
export class Prompts {
  readonly #finder: Finder
  readonly #known: PromptBag
  /** names that hold a prompt, by the scope that gives it to them */
  readonly #begun = new Map<Scope, Set<string>>()
  /** places of the texts that a template of messages is made of */
  readonly #pieces = new Set<string>()
  /** what a rule's prompts select in one call */
  readonly #given = oncePer((match: Match) =>
    (match.rule.rule.prompts ?? []).map(spec => ({spec, given: this.#finder.select(spec.text, match.site)})),
  )

  constructor(finder: Finder) {
    this.#finder = finder
    this.#known = new PromptBag(finder)
    for (const {value} of finder.module.namings)
      if (isComposed(value)) this.#known.leave(placeOf(finder.module, value.line))
  }

  /** Constants, defaults and fields by their name. @param matches whose templates take in texts under any name */
  addNamings(matches: readonly Match[]): void {
    const {module} = this.#finder
    if (translations.test(module.path)) return
    for (const one of matches.flatMap(match => this.#given(match).filter(({spec}) => spec.isWhole)))
      for (const {place} of one.given) this.#pieces.add(placeKeyOf(place))
    for (const naming of module.namings) if (naming.via !== 'key' && naming.via !== 'argument') this.#addNaming(naming)
    for (const naming of module.namings) if (naming.via === 'key' || naming.via === 'argument') this.#addKeyword(naming)
  }

  /** Functions and files called like a system prompt, whose result is its text. */
  addBuilders(): void {
    const {module} = this.#finder
    for (const scope of module.scopes) if (scope.kind === 'function') this.#addBuilder(scope, scope.name)
    if (module.root.returns.length > 0) this.#addBuilder(module.root, stemOf(module.path))
  }

  /** What a function gives in one case or another is one prompt. */
  #addBuilder(scope: Scope, name: string): void {
    const snake = snakeCase(name)
    if (!isBuilderName(snake) || isNoPrompt(snake)) return
    const context = {module: this.#finder.module, scope}
    const given = scope.returns
      .flatMap(value => (value.kind === 'choice' ? value.options : [value]))
      .filter(
        value =>
          value.kind === 'text' ||
          ((value.kind === 'template' || value.kind === 'call') && !isComposed(value)) ||
          (value.kind === 'name' && scope.bindings.has(value.name)),
      )
    const own = this.#newTexts(given.flatMap(value => this.#finder.resolver.resolve(value, context)))
    const [first] = own
    if (first !== undefined && !own.every(isListLine)) {
      const whole = own.length > 1 ? joinedText(own, first.place) : first
      this.#known.add(whole, {symbol: name, role: 'system', rule: 'prompt-name', least: 8})
    }
    for (const {place} of own.slice(1)) this.#known.leave(place)
  }

  /** Texts that do not stand as a prompt already; notes when one of them is another file's. */
  #newTexts(found: readonly Resolved[]): readonly Resolved[] {
    for (const one of found) if (one.kind !== 'text' && one.kind !== 'partial') this.#finder.note(one)
    return found.filter(({kind, place}) => (kind === 'text' || kind === 'partial') && !this.#known.standsAt(place))
  }

  /**
   * Prompts by the class that they are made with, whatever library it is of: `new ChatRequestSystemMessage("…")`; or by
   * the role before them: `new(ChatRole.System, "…")`.
   */
  addSystemMessages(): void {
    for (const {call, scope} of this.#finder.module.calls) {
      const first = systemText(call)
      if (first === undefined || (first.value.kind !== 'text' && first.value.kind !== 'template')) continue
      this.#addInline({
        value: first.value,
        context: {module: this.#finder.module, scope},
        role: 'system',
        line: first.line,
        ...(isSystemCase(call.callee) ? {sure: true, least: offeredWords} : {least: 3}),
      })
    }
  }

  /** Prompts that a class of the program's own is called. */
  addMade(): void {
    for (const {call, scope} of this.#finder.module.calls) {
      const made = madePrompt(call)
      if (made === undefined) continue
      const {value, line, title: name = 'prompt'} = made
      const context = {module: this.#finder.module, scope}
      this.#addInline({value, context, role: 'template', line, name, least: toldWords, sure: true})
    }
  }

  /** Texts that open with who the model is, under no name, beside an AI library or what speaks of models. */
  addTold(): void {
    const {module} = this.#finder
    if (translations.test(module.path)) return
    const told = toldTexts(module)
    if (told.length === 0 || !isAboutModels(this.#finder)) return
    for (const {value, scope, line, ...named} of told)
      this.#addInline({
        value,
        context: {module, scope},
        role: 'system',
        line,
        least: toldWords,
        unclear: true,
        ...named,
      })
  }

  /** Texts that are put together from pieces. */
  addBuilt(): void {
    for (const {name, line, scope, parts} of builtPrompts(this.#finder.module)) {
      const context = {module: this.#finder.module, scope}
      const found = parts.flatMap(part => this.#finder.resolver.resolve(part, context).slice(0, 1))
      const whole = joinedText(found, placeOf(context.module, line))
      this.#known.add(whole, {symbol: name, role: roleOf(snakeCase(name)), rule: 'prompt-name', least: 8})
    }
  }

  /** A prompt that a rule of the catalogue names; the elements of `instructions=[…]` are one. */
  addRule(match: Match): void {
    for (const {spec, given} of this.#given(match)) {
      const role = spec.role ?? 'system'
      const symbol = [match.site.target ?? enclosingName(match.site.context.scope), role]
        .filter(part => part !== '')
        .join('.')
      const found = given.filter(({place}) => place.path === this.#finder.module.path)
      for (const one of given) if (one.place.path !== this.#finder.module.path) this.#addElsewhere(match, role, one)
      if (spec.isWhole === true) {
        this.#addWhole(match, role, given)
        continue
      }
      for (const value of found.flatMap(one => (one.kind === 'list' ? listText(this.#finder, one) : [one])))
        this.#known.add(value, {symbol, role, rule: match.rule.library.library, least: 2, sure: true})
    }
  }

  /** A constant of another file that the call itself names. */
  #addElsewhere({site, rule}: Match, role: Role, text: Resolved): void {
    const symbol = nameElsewhere(this.#finder, site, text)
    if (symbol !== undefined) this.#known.add(text, {symbol, role, rule: rule.library.library, least: 3, sure: true})
  }

  /** A template with its messages is one prompt; what stands under a name of its own is told there. */
  #addWhole({site, rule}: Match, role: Role, given: readonly Resolved[]): void {
    const found = given.filter(({place}) => place.path === this.#finder.module.path)
    const texts = given.filter(({kind}) => kind === 'text' || kind === 'partial')
    const own = texts.filter(one => found.includes(one) && !this.#known.standsAt(one.place))
    const symbol = site.target ?? [enclosingName(site.context.scope), role].filter(part => part !== '').join('.')
    // a text that is declared above, under a name that says little, stands there
    const place = own.map(one => one.place).find(({line}) => line < site.place.line) ?? site.place
    const opening = openingOf(found)
    this.#known.add(joinedText(own, place), {
      symbol,
      role,
      rule: rule.library.library,
      least: own.length < texts.length ? restWords : opening === undefined ? 3 : 2,
      sure: true,
      opening,
    })
    for (const one of own) this.#known.leave(one.place)
  }

  #addNaming(naming: Naming): void {
    this.#addListed(naming)
    if (isReworked(naming)) return
    const kind = this.#kindOf(naming)
    if (kind === undefined) return
    const texts = this.#texts(naming.value, {module: this.#finder.module, scope: naming.scope})
    // what `+=` adds is a part of the prompt that stands already
    if (naming.adds === true && (this.#begun.get(naming.scope)?.has(naming.name) === true || isGivenFirst(naming))) {
      for (const {place} of texts) this.#known.leave(place)
      return
    }
    for (const text of texts) {
      const symbol = symbolOf(naming, text.place.path === this.#finder.module.path)
      if (symbol === undefined || (kind.rule === 'prompt-text' && this.#pieces.has(placeKeyOf(text.place)))) continue
      this.#known.add(text, {...kind, symbol, place: placeOf(this.#finder.module, naming.line)})
      if (this.#known.standsAt(text.place)) this.#begin(naming)
    }
  }

  /** By its own name or words; what stands beside it makes sure of it. */
  #kindOf(naming: Naming): Omit<TextOptions, 'symbol'> | undefined {
    const named = namedAs(naming)
    const told = besideTold(this.#finder.module, naming)
    return named === undefined || told === undefined ? (named ?? told) : {...named, sure: true}
  }

  #begin({scope, name}: Naming): void {
    const names = this.#begun.get(scope) ?? new Set<string>()
    this.#begun.set(scope, names.add(name))
  }

  /** Texts that the naming itself holds: what a name leads to is found under that name. */
  #texts(value: Value, context: Context): readonly Resolved[] {
    if (value.kind === 'name' || value.kind === 'member' || value.kind === 'import' || value.kind === 'parameter')
      return []
    // a part of a named collection stands there
    if (value.kind === 'index' && (value.of.kind === 'name' || value.of.kind === 'member')) return []
    if (value.kind === 'call' && this.#isBuilder(value.callee, context)) return []
    const fallback = value.kind === 'call' ? defaultOf(value) : undefined
    if (fallback !== undefined) return this.#texts(fallback, context)
    const found = this.#finder.resolver.resolve(value, context)
    return found.flatMap(one =>
      one.kind === 'text' || one.kind === 'partial' ? [one] : templateText(this.#finder, one),
    )
  }

  /** `PROMPTS = ["You are …", "Write …"]`: the members of a list called so are prompts if one of them says who is told. */
  #addListed({name, value, scope}: Naming): void {
    if (value.kind !== 'list' || !/prompts|instructions|personas/i.test(name) || isNoPrompt(snakeCase(name))) return
    const items = value.items.slice(0, listedLimit).filter(({kind}) => kind === 'text' || kind === 'template')
    if (!items.some(instructs)) return
    const context = {module: this.#finder.module, scope}
    for (const text of items.flatMap(item => this.#finder.resolver.resolve(item, context)))
      this.#known.add(text, {symbol: name, role: roleOf(snakeCase(name)), rule: 'prompt-name', least: 8})
  }

  /** What a function of this module gives that is called like a prompt stands there. */
  #isBuilder(callee: Value, context: Context): boolean {
    if (!isBuilderName(snakeCase(lastName(callee)))) return false
    return this.#finder.resolver
      .resolve(callee, context)
      .some(one => one.kind === 'definition' && one.context.module === this.#finder.module)
  }

  /** `system="…"`, `instructions: "…"`, and the content of messages whose role is system. */
  #addKeyword(naming: Naming): void {
    const {name, value, scope, within, line} = naming
    const context = {module: this.#finder.module, scope}
    if (/^(?:content|text)$/i.test(name) && within !== undefined && (name !== 'text' || within.kind === 'call'))
      this.#addContent(naming, within, context)
    else if (systemKeyword.test(name)) {
      if (/^instructions?$/i.test(name) && isAnswered(within)) return
      const role: Role = /^sys/i.test(name) ? 'system' : 'instructions'
      this.#addInline({value, context, role, line, name, of: nameBeside(name, within), sure: isSent(within)})
      this.#addBlocks(value, context)
    } else this.#addKeyed(naming, context)
  }

  /** What a message holds: the system's, somebody's who tells the model who it is, or one that is offered. */
  #addContent({value, line}: Naming, within: Value, context: Context): void {
    const isSystem = isSystemMessage(this.#finder, settingsOf(within), context)
    if (!isSystem && isTurn(within)) {
      if (opensWithRole(withoutDedent(value))) this.#addInline({value, context, role: 'user', line, least: toldWords})
      return
    }
    if (!isSystem && !isOffered(value, within)) return
    const offered = isSystem ? {} : {least: offeredWords, name: titleOf(within) ?? 'system'}
    this.#addInline({value, context, role: 'system', line, sure: true, ...offered})
    this.#addBlocks(value, context)
  }

  /** A key called like a prompt, or one whose text says who the model is: `modes: {spotify: "You are …"}`. */
  #addKeyed(naming: Naming, context: Context): void {
    const {name, value, line, within} = naming
    if ((value.kind === 'text' || value.kind === 'template') && isPromptKey(naming))
      this.#addInline({value, context, role: 'template', line, name, least: 3})
    else if (within?.kind !== 'map') return
    else if (isTemplateName(snakeCase(name)))
      this.#addInline({value, context, role: 'template', line, name, least: 8, unclear: true})
    else if (!isNoPrompt(snakeCase(name)) && (opensWithRole(value) || isAmongRoles(value, within)))
      this.#addInline({value, context, role: 'system', line, name, least: toldWords})
  }

  /** `system: [{text: "…"}]`, `content: [{type: "text", text: "…"}]`: blocks of one system prompt. */
  #addBlocks(value: Value, context: Context): void {
    for (const block of value.kind === 'list' ? value.items : []) {
      const text = settingsOf(block).find(({key}) => key === 'text' || key === 'Text')
      if (text !== undefined)
        this.#addInline({value: text.value, context, role: 'system', line: text.value.line, sure: true})
    }
  }

  #addInline({value, context, role, line, name, of, sure = false, least = 2, unclear = false}: Inline): void {
    const isInline = value.kind === 'text' || value.kind === 'template'
    const own = qualified([enclosingName(context.scope), of], name ?? role)
    const place = isInline ? {place: placeOf(context.module, line)} : {}
    const texts = this.#finder.resolver.resolve(value, context)
    // what surely is a prompt may stand in another file
    if (sure) for (const text of texts) this.#finder.note(text)
    for (const one of texts.flatMap(text => (text.kind === 'symbol' ? templateText(this.#finder, text) : [text]))) {
      const symbol = one.place.path === context.module.path ? own : constantName(value)
      if (symbol !== undefined)
        this.#known.add(one, {symbol, role, rule: 'prompt-keyword', least, sure, unclear, ...place})
    }
  }
}

/** `Key<String>("systemPrompt", default: "…")`: what a setting holds until somebody changes it. */
function defaultOf({args}: ValueOf<'call'>): Value | undefined {
  const given = args.find(({name}) => name !== undefined && /^default(?:_?value)?$/i.test(name))?.value
  return given?.kind === 'text' || given?.kind === 'template' ? given : undefined
}

/** The first of several messages, where nothing is put into it. */
function openingOf([first, second]: readonly Resolved[]): string | undefined {
  return first?.kind === 'text' && second !== undefined && variablesOf(first, first.text).length === 0
    ? first.text
    : undefined
}

/** `prompt = withExamples(prompt)`: the prompt stands already under this name. */
function isReworked({name, value}: Naming): boolean {
  return value.kind === 'call' && value.args.some(({value: given}) => given.kind === 'name' && given.name === name)
}

/** `prompt = load()`, a parameter: the prompt that is added to came from elsewhere. */
function isGivenFirst({scope, name}: Naming): boolean {
  const [first] = scope.bindings.get(name) ?? []
  return first !== undefined && (first.value.kind === 'call' || first.value.kind === 'parameter')
}

/** Texts that are lines of a list: a prompt elsewhere takes them in. */
function isListLine(value: Resolved): boolean {
  const start = value.kind === 'text' ? value.text : value.kind === 'partial' ? value.parts[0] : undefined
  return typeof start === 'string' && /^\s{0,20}(?:[-*•] |$)/.test(start)
}

/** A name with the first of its possible owners that is known. */
function qualified(owners: readonly (string | undefined)[], name: string): string {
  const owner = owners.find(each => each !== undefined && each !== '')
  return owner === undefined ? name : `${owner}.${name}`
}
