import type {Argument, Call, Naming, Scope, Value} from '../../../code/module.ts'
import {type Context, type Place, placeOf, type Resolved, type ResolvedOf} from '../../../code/resolve/resolved.ts'
import {enclosingName, lastName} from '../../../code/written-name.ts'
import {makePrompt} from '../../../inventory/make.ts'
import {baseName} from '../../../lib/path.ts'
import type {Finder} from '../finder.ts'
import type {Match} from '../matches.ts'
import {snakeCase} from '../names/snake-case.ts'
import {type Setting, settingsOf} from '../settings-of.ts'
import {builtPrompts} from './built-texts.ts'
import {
  clearWords,
  constantName,
  isAmongRoles,
  isAnswered,
  isBuilderName,
  isClearPrompt,
  isForPeople,
  isLocal,
  isNoPrompt,
  isPromptKey,
  isPromptName,
  isPromptText,
  isTemplateName,
  opensWithRole,
  type Role,
  roleOf,
  symbolOf,
  systemKeyword,
  toldWords,
  translations,
  variablesOf,
  wordsOf,
} from './prompt-words.ts'

interface Inline {
  readonly value: Value
  readonly context: Context
  readonly role: Role
  readonly line: number
  /** the keyword */
  readonly name?: string
  /** what it is called that the text is given to: `Agent(name="writer", instructions="…")` */
  readonly of?: string | undefined
  /** whatever its words, it is one */
  readonly sure?: boolean
  /** words that it has at least */
  readonly least?: number
  /** the name says little: only the words of somebody who instructs a model make it one */
  readonly unclear?: boolean
}

interface TextOptions extends Pick<Inline, 'role' | 'sure' | 'unclear'> {
  readonly symbol: string
  readonly rule: string
  readonly least: number
  readonly place?: Place
}

/** Keys under which prompts of the repository stand already, by place of their text. */
export class Prompts {
  readonly #finder: Finder
  readonly #places = new Set<string>()
  /** how many prompts have a name */
  readonly #symbols = new Map<string, number>()
  /** one text that stands in a file twice is one prompt, under its first name */
  readonly #symbolByText = new Map<string, string>()

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
    const given = scope.returns.filter(({kind}) => kind === 'text' || kind === 'template' || kind === 'call')
    const found = given.flatMap(value => this.#finder.resolver.resolve(value, context))
    const own = this.#newTexts(found)
    const [first] = own
    if (first !== undefined) {
      const whole = own.length > 1 ? joinedText(own, first.place) : first
      this.#addText(whole, {symbol: name, role: 'system', rule: 'prompt-name', least: 8})
    }
    for (const {place} of own.slice(1)) this.#places.add(placeKeyOf(place))
  }

  /** Texts that do not stand as a prompt already; notes when one of them is another file's. */
  #newTexts(found: readonly Resolved[]): readonly Resolved[] {
    for (const one of found) if (one.kind !== 'text' && one.kind !== 'partial') this.#finder.note(one)
    return found.filter(
      ({kind, place}) => (kind === 'text' || kind === 'partial') && !this.#places.has(placeKeyOf(place)),
    )
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
        least: 3,
      })
    }
  }

  /** Texts that are put together from pieces. */
  addBuilt(): void {
    for (const {name, line, scope, parts} of builtPrompts(this.#finder.module)) {
      const context = {module: this.#finder.module, scope}
      const found = parts.flatMap(part => this.#finder.resolver.resolve(part, context).slice(0, 1))
      const whole = joinedText(found, placeOf(context.module, line))
      this.#addText(whole, {symbol: name, role: roleOf(snakeCase(name)), rule: 'prompt-name', least: 8})
    }
  }

  /** A prompt that a rule of the catalogue names; the elements of `instructions=[…]` are one. */
  addRule(match: Match): void {
    for (const spec of match.rule.rule.prompts ?? []) {
      const role = spec.role ?? 'system'
      const symbol = [match.site.target ?? enclosingName(match.site.context.scope), role]
        .filter(part => part !== '')
        .join('.')
      const found = this.#finder
        .select(spec.text, match.site)
        .filter(({place}) => place.path === this.#finder.module.path)
      if (spec.isWhole === true) {
        this.#addWhole(match, role, found)
        continue
      }
      for (const value of found.flatMap(one => (one.kind === 'list' ? this.#joined(one) : [one])))
        this.#addText(value, {symbol, role, rule: match.rule.library.library, least: 2, sure: true})
    }
  }

  /** A template with its messages is one prompt; what stands under a name of its own is told there. */
  #addWhole({site, rule}: Match, role: Role, found: readonly Resolved[]): void {
    const own = found.filter(
      ({kind, place}) => (kind === 'text' || kind === 'partial') && !this.#places.has(placeKeyOf(place)),
    )
    const symbol = site.target ?? [enclosingName(site.context.scope), role].filter(part => part !== '').join('.')
    // a text that is declared above, under a name that says little, stands there
    const place = own.map(one => one.place).find(({line}) => line < site.place.line) ?? site.place
    const whole = joinedText(own, place)
    this.#addText(whole, {symbol, role, rule: rule.library.library, least: 3, sure: true})
    for (const one of own) this.#places.add(placeKeyOf(one.place))
  }

  /** The known texts of a list, a line each; what is computed stands as a hole. */
  #joined(list: ResolvedOf<'list'>): Resolved[] {
    const parts = list.items.slice(0, 200).flatMap((item): (string | {hole: string})[] => {
      const [first] = this.#finder.resolver.resolve(item, list.context)
      if (first !== undefined) this.#finder.note(first)
      if (first?.kind === 'text') return [first.text, '\n']
      return first?.kind === 'partial' ? [...first.parts, '\n'] : []
    })
    const {place} = list
    if (parts.length === 0) return []
    const isKnown = parts.every(part => typeof part === 'string')
    return [isKnown ? {kind: 'text', text: parts.join('').trimEnd(), place} : {kind: 'partial', parts, place}]
  }

  #addNaming(naming: Naming): void {
    const kind = namedAs(naming)
    // what `+=` adds is a part of the prompt that stands already
    if (kind === undefined || (naming.adds === true && this.#symbols.has(naming.name))) return
    for (const text of this.#texts(naming.value, {module: this.#finder.module, scope: naming.scope})) {
      const symbol = symbolOf(naming, text.place.path === this.#finder.module.path)
      if (symbol !== undefined) this.#addText(text, {...kind, symbol, place: placeOf(this.#finder.module, naming.line)})
    }
  }

  /** Texts that the naming itself holds: what a name leads to is found under that name. */
  #texts(value: Value, context: Context): readonly Resolved[] {
    if (value.kind === 'name' || value.kind === 'member' || value.kind === 'import' || value.kind === 'parameter')
      return []
    // a part of a named collection stands there
    if (value.kind === 'index' && (value.of.kind === 'name' || value.of.kind === 'member')) return []
    if (value.kind === 'call' && this.#isBuilder(value.callee, context)) return []
    const found = this.#finder.resolver.resolve(value, context)
    return found.flatMap(one => (one.kind === 'text' || one.kind === 'partial' ? [one] : this.#templateText(one)))
  }

  /** What a function of this module gives that is called like a prompt stands there. */
  #isBuilder(callee: Value, context: Context): boolean {
    const name = lastName(callee)
    if (!isBuilderName(snakeCase(name))) return false
    return this.#finder.resolver
      .resolve(callee, context)
      .some(one => one.kind === 'definition' && one.context.module === this.#finder.module)
  }

  /**
   * `PromptTemplate.from_template("…")`, `ChatPromptTemplate(...)`: rules tell; `Template("…")` and
   * `Field(default="…")` hold their text.
   */
  #templateText(value: Resolved): readonly Resolved[] {
    const made = value.kind === 'symbol' ? value.made : undefined
    const first = value.kind === 'symbol' && made !== undefined ? heldText(value.path, made.call) : undefined
    if (made === undefined || first === undefined) return []
    return this.#finder.resolver
      .resolve(first.value, made.context)
      .filter(({kind}) => kind === 'text' || kind === 'partial')
  }

  /** `system="…"`, `instructions: "…"`, and the content of messages whose role is system. */
  #addKeyword(naming: Naming): void {
    const {name, value, scope, within} = naming
    const context = {module: this.#finder.module, scope}
    const role: Role = /^sys/i.test(name) ? 'system' : 'instructions'
    if (/^(?:content|text)$/i.test(name) && within !== undefined && (name === 'content' || within.kind === 'call')) {
      if (!this.#isSystem(settingsOf(within), context)) return
      this.#addInline({value, context, role: 'system', line: naming.line, sure: true})
      this.#addBlocks(value, context)
    } else if (systemKeyword.test(name)) {
      if (/^instructions?$/i.test(name) && isAnswered(within)) return
      this.#addInline({
        value,
        context,
        role,
        line: naming.line,
        name,
        of: nameBeside(name, within),
      })
      this.#addBlocks(value, context)
    } else this.#addKeyed(naming, context)
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

  #isSystem(entries: readonly Setting[], context: Context): boolean {
    const role = entries.find(({key}) => key !== undefined && /^role$/i.test(key))
    const values = role === undefined ? [] : this.#finder.resolver.resolve(role.value, context)
    return values.some(one =>
      one.kind === 'text'
        ? /^(?:system|developer)$/i.test(one.text)
        : one.kind === 'symbol' && /(?:^|Role|_)(?:system|developer)$/i.test(one.path.at(-1) ?? ''),
    )
  }

  #addInline({value, context, role, line, name, of, sure = false, least = 2, unclear = false}: Inline): void {
    const isInline = value.kind === 'text' || value.kind === 'template'
    const own = qualified([enclosingName(context.scope), of], name ?? role)
    const place = isInline ? {place: placeOf(context.module, line)} : {}
    for (const text of this.#finder.resolver.resolve(value, context)) {
      for (const one of text.kind === 'symbol' ? this.#templateText(text) : [text]) {
        const symbol = one.place.path === context.module.path ? own : constantName(value)
        if (symbol !== undefined)
          this.#addText(one, {symbol, role, rule: 'prompt-keyword', least, sure, unclear, ...place})
      }
    }
  }

  #addText(value: Resolved, options: TextOptions): void {
    if (value.kind !== 'text' && value.kind !== 'partial') {
      this.#finder.note(value)
      return
    }
    const text =
      value.kind === 'text'
        ? value.text
        : value.parts.map(part => (typeof part === 'string' ? part : `{${part.hole}}`)).join('')
    const known = value.kind === 'text' ? text : value.parts.filter(part => typeof part === 'string').join(' ')
    if (!isPromptText(known, options.least) || (options.unclear === true && !clearWords.test(known))) return
    if (options.sure !== true && !this.#isLikely(known, options.symbol, value.place.path)) return
    const place = options.place?.path === value.place.path ? options.place : value.place
    const placeKey = placeKeyOf(value.place)
    if (this.#places.has(placeKey)) return
    this.#places.add(placeKey)
    const textKey = `${place.path}\0${text}`
    const symbol =
      this.#symbolByText.get(textKey) ?? this.#unique(options.symbol === '' ? options.role : options.symbol)
    this.#symbolByText.set(textKey, symbol)
    const variables = variablesOf(value, text)
    const evidence = this.#finder.evidence(place, {rule: options.rule, confidence: 0.9, symbol})
    const name = symbol
    this.#finder.bag.add(
      makePrompt({path: place.path, symbol, name}, text, [evidence], {
        role: options.role,
        ...(variables.length > 0 && {variables}),
      }),
    )
  }

  /** Beside an AI library six words are enough, elsewhere they must be clear. */
  #isLikely(text: string, symbol: string, path: string): boolean {
    if (isClearPrompt(text, symbol, path)) return true
    if (wordsOf(text, 6) < 6) return false
    // among prompts what is called like one is one, unless it asks somebody at a terminal
    if (this.#symbols.size > 0 && isPromptConstant(symbol) && !/^\W*(?:please|enter|press|choose|select)\b/i.test(text))
      return true
    // what ends in a question and says nothing else is somebody's turn
    return this.#finder.matcher.importsAi && !/\?\s{0,10}$/.test(text)
  }

  #unique(symbol: string): string {
    const count = (this.#symbols.get(symbol) ?? 0) + 1
    this.#symbols.set(symbol, count)
    return count === 1 ? symbol : `${symbol}#${count}`
  }
}

/** What a naming says that its text is: by its name, else by the text's first words; undefined for all others. */
function namedAs(naming: Naming): Pick<TextOptions, 'role' | 'rule' | 'least'> | undefined {
  const {name, value, scope} = naming
  const snake = snakeCase(name)
  const isNamed = isPromptName(snake) || (scope.kind === 'class' && systemKeyword.test(name))
  if (!isNamed && opensWithRole(value) && !isForPeople(snake))
    return {role: 'system', rule: 'prompt-text', least: toldWords}
  if (!(isNamed || isTemplateName(snake)) || isNoPrompt(snake)) return undefined
  const role = roleOf(snake)
  // a template that a function fills at once is a turn of the user
  if (isLocal(naming) && value.kind === 'call' && role === 'user') return undefined
  return {role, rule: 'prompt-name', least: isLocal(naming) ? 12 : isNamed ? 3 : 8}
}

/** `REVIEW_PROMPT`, `Constant.REVIEW_PROMPT` */
function isPromptConstant(symbol: string): boolean {
  return /(?:^|[._])[A-Z][A-Z0-9_]{0,80}_PROMPT$/.test(symbol)
}

/** Several texts as one, a line each. */
function joinedText(texts: readonly Resolved[], place: Place): Resolved {
  const parts = texts.flatMap((one): (string | {hole: string})[] =>
    one.kind === 'partial' ? [...one.parts, '\n'] : one.kind === 'text' ? [one.text, '\n'] : [],
  )
  const isKnown = parts.every(part => typeof part === 'string')
  return isKnown ? {kind: 'text', text: parts.join('').trimEnd(), place} : {kind: 'partial', parts, place}
}

/** The text of a message from the system: the first argument of one so called, the one behind a role. */
function systemText({callee, args}: Call): Argument | undefined {
  const name = lastName(callee)
  const [first, second] = args
  if (systemMessage.test(name)) return first
  // `prompt("…") { system("…") }` of Kotlin's builders
  if (callee.kind === 'name' && callee.name === 'system' && args.length === 1) return first
  return first !== undefined && isSystemRole(first.value) ? second : undefined
}

/** `ChatRole.System`, `Role.SYSTEM`, whatever makes a message of it. */
function isSystemRole(value: Value): boolean {
  return value.kind === 'member' && /^system$/i.test(value.key) && /role$/i.test(lastName(value.of))
}

const systemMessage = /(?:^|[a-z])System(?:Chat|Agentic)?Message(?:Param|PromptTemplate)?$|^SystemMessage$/

/** `system_instruction` of `prompts/system-instruction.php` */
function stemOf(path: string): string {
  return baseName(path)
    .replace(/\.[^.]*$/, '')
    .replaceAll('-', '_')
}

function placeKeyOf({path, line}: Place): string {
  return `${path}\0${line}`
}

/** The argument that holds the text of a template, or of a field of a form that a user may change. */
function heldText(path: readonly string[], {args}: Call): Argument | undefined {
  const last = path.filter(part => part !== '()').at(-1) ?? ''
  if (formField.test(last))
    return args.find(({name}) => name === 'value') ?? args.filter(({name}) => name === undefined)[1]
  return isTemplate(path)
    ? args.find(({name}) => name === undefined || name === 'template' || name === 'content' || name === 'default')
    : undefined
}

/** Gradio's `Textbox(value="…")`, Streamlit's `text_area("label", "…")`. */
const formField = /^(?:Textbox|TextArea|text_area|text_input|TextInput)$/

/** `Template("…")`, and what a class of that name makes: `PromptTemplate.from("…")`. */
function isTemplate(path: readonly string[]): boolean {
  const names = path.filter(part => part !== '()')
  const isMaker = /^(?:from|of|create)(?:_?template)?$/i.test(names.at(-1) ?? '')
  const named = names.at(isMaker ? -2 : -1) ?? ''
  return /(?:^|[a-z])(?:Template|Message|Prompt)$|^Field$/.test(named)
}

/** A name with the first of its possible owners that is known. */
function qualified(owners: readonly (string | undefined)[], name: string): string {
  const owner = owners.find(each => each !== undefined && each !== '')
  return owner === undefined ? name : `${owner}.${name}`
}

/** What is given to something that has a name. */
const namesItself = /^(?:instructions?|system_?(?:prompt|message))$/i
const plainName = /^[\w .-]{1,60}$/

/** The name that stands beside a text in a call or map. */
function nameBeside(key: string, within: Value | undefined): string | undefined {
  const named =
    within === undefined || !namesItself.test(key)
      ? undefined
      : settingsOf(within).find(({key}) => key === 'name')?.value
  return named?.kind === 'text' && plainName.test(named.text) ? named.text : undefined
}
