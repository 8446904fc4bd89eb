import type {XmlEvent} from '../../formats/xml.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {isXmlOf, tagsOf} from '../xml.ts'
import catalogue from './operators.json' with {type: 'json'}

const operators: ReadonlySet<string> = new Set(catalogue.operators)
/** Operation sets of OpenVINO itself; layers before version 10 of the format name none. */
const ownSet = /^opset\d{1,2}$/
const bitsByType: ReadonlyMap<string, number> = new Map([
  ...['i64', 'u64', 'f64'].map(type => [type, 64] as const),
  ...['i32', 'u32', 'f32'].map(type => [type, 32] as const),
  ...['i16', 'u16', 'f16', 'bf16'].map(type => [type, 16] as const),
  ...['i8', 'u8', 'boolean', 'f8e4m3', 'f8e5m2', 'f8e8m0'].map(type => [type, 8] as const),
  ...['i4', 'u4', 'nf4', 'f4e2m1'].map(type => [type, 4] as const),
  ['u6', 6] as const,
  ...['u3', 'i3'].map(type => [type, 3] as const),
  ...['u2', 'i2'].map(type => [type, 2] as const),
  ...['u1'].map(type => [type, 1] as const),
])
/** Notes of the converter that a buyer may want. */
const notes: ReadonlySet<string> = new Set([
  'Runtime_version',
  'MO_version',
  'legacy_frontend',
  'model_type',
  'framework',
  'nncf',
  'optimum_intel_version',
])
const shownSets = 16

/** A graph of OpenVINO: layers as XML; the weights lie in a .bin beside it, by offset and size. */
export const openvino: FormatReader = {
  format: 'openvino',
  matches: probe => (isXmlOf(probe, /<net\s[^<]{0,500}(?:\bname|\bversion)\s*=/) ? 'certain' : undefined),
  read(file) {
    const judge = new NetJudge(file)
    for (const event of tagsOf(file)) if (event.kind === 'open') judge.open(event)
    judge.finish()
  },
}

class NetJudge {
  readonly #file: Examination
  readonly #weights: string
  readonly #said = new Set<string>()
  readonly #sets = new Set<string>()
  readonly #types = new Set<string>()
  readonly #inputs: string[] = []
  #layers = 0
  #parameters = 0
  #layer = ''

  constructor(file: Examination) {
    this.#file = file
    this.#weights = `${file.name.slice(file.name.lastIndexOf('/') + 1).replace(/\.xml$/i, '')}.bin`
  }

  open({name, attributes, depth}: Extract<XmlEvent, {kind: 'open'}>): void {
    if (depth === 0) this.#openNet(attributes)
    else if (name === 'layer') this.#openLayer(attributes)
    else if ((name === 'data' || name === 'weights' || name === 'biases') && attributes.has('offset'))
      this.#openData(attributes)
    else if (notes.has(name) && attributes.has('value')) this.#file.fact(name, attributes.get('value') ?? '')
  }

  #openNet(attributes: ReadonlyMap<string, string>): void {
    for (const [key, fact] of [['name', 'name'] as const, ['version', 'ir_version'] as const]) {
      const value = attributes.get(key)
      if (value !== undefined) this.#file.fact(fact, value)
    }
  }

  finish(): void {
    this.#file.fact('layer_count', this.#layers)
    this.#file.fact('parameters', this.#parameters)
    this.#file.fact('opsets', [...this.#sets].sort().slice(0, shownSets))
    this.#file.fact('dtypes', [...this.#types].sort())
    this.#file.fact('inputs', this.#inputs)
  }

  #openLayer(attributes: ReadonlyMap<string, string>): void {
    const type = attributes.get('type') ?? ''
    const set = attributes.get('version')
    this.#layers++
    this.#layer = attributes.get('name') ?? ''
    if (set !== undefined) this.#sets.add(set)
    if ((type === 'Parameter' || type === 'Input') && this.#inputs.length < shownSets) this.#inputs.push(this.#layer)
    const full = set === undefined ? type : `${set}.${type}`
    if ((operators.has(type) && (set === undefined || ownSet.test(set))) || this.#said.has(full)) return
    this.#said.add(full)
    this.#file.find(needsCode, `the layer type ${full} is not one of OpenVINO: an extension must bring it`, {
      member: this.#layer,
      evidence: full,
    })
  }

  /** Where in the weights a constant is. */
  #openData(attributes: ReadonlyMap<string, string>): void {
    const [begin, size] = [Number(attributes.get('offset')), Number(attributes.get('size'))]
    const isPlace = [begin, size, begin + size].every(value => Number.isSafeInteger(value) && value >= 0)
    const fault = isPlace ? this.#faultOf(attributes, size) : 'has an impossible offset or size'
    if (isPlace) this.#file.describe(this.#weights, begin, begin + size)
    if (fault === undefined) return
    const evidence = `${attributes.get('offset')}+${attributes.get('size')}`
    this.#file.find(headerLayout, `the constant ${JSON.stringify(this.#layer)} ${fault}`, {
      member: this.#layer,
      evidence,
    })
  }

  /** Shape and type must fill the bytes. */
  #faultOf(attributes: ReadonlyMap<string, string>, size: number): string | undefined {
    const type = attributes.get('element_type') ?? ''
    const shape = attributes.get('shape')
    const bits = bitsByType.get(type)
    if (type !== '') this.#types.add(type)
    if (bits === undefined || shape === undefined) return undefined
    const count = shape.split(',').reduce((product, side) => product * (side.trim() === '' ? 1 : Number(side)), 1)
    const wanted = Math.ceil((count * bits) / 8)
    if (!Number.isSafeInteger(count) || count < 0 || wanted !== size)
      return `of the shape ${shape} needs ${wanted} bytes and has ${size}`
    this.#parameters += count
    return undefined
  }
}
