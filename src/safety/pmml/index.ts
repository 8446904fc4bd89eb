import type {XmlEvent} from '../../formats/xml.ts'
import {needsCode} from '../../rules/needs-code.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {isXmlOf, tagsOf} from '../xml.ts'
import catalogue from './elements.json' with {type: 'json'}

const models: ReadonlySet<string> = new Set(catalogue.models)
const functions: ReadonlySet<string> = new Set(catalogue.functions)
const namesShown = 64

/**
 * A model as PMML: trees, regressions, clusters and transformations, all of them data. A function that is not in the
 * standard is code of its reader.
 */
export const pmml: FormatReader = {
  format: 'pmml',
  matches: probe =>
    isXmlOf(probe, /<(?:\w+:)?PMML[\s>]/)
      ? 'certain'
      : /\.pmml$/i.test(probe.name) && probe.head[0] === 0x3c
        ? 'likely'
        : undefined,
  read(file) {
    const judge = new PmmlJudge(file)
    for (const event of tagsOf(file)) if (event.kind === 'open') judge.open(event)
    judge.finish()
  },
}

class PmmlJudge {
  readonly #file: Examination
  readonly #defined = new Set<string>()
  readonly #called = new Map<string, string>()
  readonly #models = new Set<string>()
  readonly #fields: string[] = []
  #fieldCount = 0
  #isPmml = false

  constructor(file: Examination) {
    this.#file = file
  }

  open({name: tag, attributes, depth}: Extract<XmlEvent, {kind: 'open'}>): void {
    const name = tag.slice(tag.indexOf(':') + 1)
    const text = (key: string): string => attributes.get(key) ?? ''
    if (depth === 0) {
      this.#isPmml = name === 'PMML'
      this.#file.fact('pmml_version', text('version'))
    }
    if (models.has(name)) this.#openModel(name, attributes)
    else if (name === 'Application')
      this.#file.fact('application', [text('name'), text('version')].filter(part => part !== '').join(' '))
    else if (name === 'Header')
      for (const key of ['copyright', 'description', 'modelVersion']) this.#say(key, attributes.get(key))
    else if (name === 'DataField') this.#openField(text('name'))
    else if (name === 'DefineFunction') this.#defined.add(text('name'))
    else if (name === 'Apply') this.#called.set(text('function'), name)
    else if (name === 'TableLocator')
      this.#file.find(needsCode, 'a table of the model is not in the file', {evidence: name})
  }

  finish(): void {
    for (const name of this.#called.keys()) {
      if (!functions.has(name) && !this.#defined.has(name))
        this.#file.find(
          needsCode,
          `the function ${JSON.stringify(name)} is neither in the file nor in the standard: its reader must bring it`,
          {
            evidence: name,
          },
        )
    }
    if (!this.#isPmml || this.#models.size === 0)
      this.#file.find(needsCode, 'it contains no model that PMML defines', {evidence: 'PMML'})
    this.#file.fact('model_types', [...this.#models].sort())
    this.#file.fact('field_count', this.#fieldCount)
    this.#file.fact('feature_names', this.#fields)
  }

  #openModel(name: string, attributes: ReadonlyMap<string, string>): void {
    if (this.#models.size === 0)
      for (const key of ['functionName', 'algorithmName', 'modelName']) this.#say(key, attributes.get(key))
    this.#models.add(name)
  }

  #openField(name: string): void {
    this.#fieldCount++
    if (this.#fields.length < namesShown) this.#fields.push(name)
  }

  #say(name: string, value: string | undefined): void {
    if (value !== undefined) this.#file.fact(name, value)
  }
}
