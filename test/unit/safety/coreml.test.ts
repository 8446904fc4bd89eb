import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../support/examined.ts'
import {number, part} from '../../support/messages.ts'
import {concat} from '../../support/weights.ts'

const model = (...body: Uint8Array[]) => concat(number(1, 7), part(2, part(100, part(4, 'MIT'))), ...body)
const entry = (map: number, key: string, ...value: Uint8Array[]) => part(map, part(1, key), part(2, ...value))
const text = (value: string) => part(3, part(1, part(4, part(1, value))))
const weights = (path: string, offset = 64) => part(5, part(1, path), number(2, offset))
const operation = (type: string, ...more: Uint8Array[]) => part(3, part(1, type), ...more)
const constant = (...value: Uint8Array[]) => operation('const', entry(5, 'name', text('w')), entry(5, 'val', ...value))
const custom = (name: string) =>
  operation('custom_layer', entry(5, 'name', text('l')), entry(5, 'class_name', text(name)))
const run = (name: string, ...operations: Uint8Array[]) =>
  entry(2, name, part(2, 'CoreML7'), entry(3, 'CoreML7', ...operations))
const program = (...operations: Uint8Array[]) => model(part(502, number(1, 1), run('main', ...operations)))
const nest = (depth: number, inner: Uint8Array): Uint8Array =>
  depth === 0 ? inner : operation('cond', part(4, nest(depth - 1, inner)))
const inside = '@model_path/weights/weight.bin'

describe('an ML program of Core ML', () => {
  it.each([
    ['operators of Core ML', program(constant(), operation('relu', entry(2, 'x', part(1, part(1, 'w')))))],
    ['a state', program(operation('read_state'), operation('write_state'))],
    ['packed weights', program(operation('constexpr_blockwise_shift_scale'), operation('constexpr_lut_to_sparse'))],
    ['loops', program(nest(3, operation('add')))],
    ['a text that only looks like a path', program(constant(text('../../etc/passwd')))],
    ['a text that is called as a custom layer', program(constant(text('custom_layer')))],
  ])('is safe with %s', async (_name, content) => {
    expect(await answer(content, 'model.mlmodel')).toEqual({verdict: 'safe', rules: [], named: ''})
  })

  it.each([
    ['', program(custom('MyLayer'))],
    [' in a loop', program(nest(5, custom('MyLayer')))],
    [' in a second function', model(part(502, run('main', operation('relu')), run('other', custom('MyLayer'))))],
    [
      ' whose class is an input',
      program(operation('custom_layer', entry(2, 'class_name', part(1, part(2, text('MyLayer')))))),
    ],
    [' in a pipeline', model(part(202, part(1, program(custom('MyLayer')))))],
  ])('is not proven safe with a custom layer%s, and its class is named', async (_name, content) => {
    expect(await answer(content, 'model.mlmodel')).toMatchObject({
      verdict: 'unknown',
      named: expect.stringContaining('MyLayer'),
    })
  })

  it.each([
    ['that nobody knows', program(operation('launch_missiles')), 'launch_missiles'],
    ['in a loop', program(nest(2, operation('Relu'))), 'Relu'],
    ['without a name', program(part(3)), '""'],
  ])('is not proven safe with an operator %s', async (_name, content, named) => {
    expect(await answer(content, 'model.mlmodel')).toMatchObject({
      verdict: 'unknown',
      rules: ['AIB145'],
      named: expect.stringContaining(named),
    })
  })

  it.each(['weights/weight.bin', 'weight.bin', '@model_path', ''])(
    'is not proven safe where its weights are in %j, which is no place in the package',
    async path => {
      expect((await answer(program(constant(weights(path))), 'model.mlmodel')).verdict).toBe('unknown')
    },
  )

  it('says which file of the package it reads', async () => {
    for (const name of ['weights/weight.bin', 'weights/a..b.bin']) {
      const {verdict, links} = await examined(program(constant(weights(`@model_path/${name}`))), 'model.mlmodel')
      expect(verdict).toBe('safe')
      expect(links?.described).toEqual(new Map([[name, [{begin: 64, end: 128}]]]))
    }
  })

  it('is unsafe where its weights are at an offset that no file has', async () => {
    const content = program(constant(weights(inside, 2 ** 60)))
    expect(await answer(content, 'model.mlmodel')).toMatchObject({verdict: 'unsafe', rules: ['AIB130']})
  })

  it('is not proven safe with a custom layer without a class', async () => {
    expect((await answer(program(operation('custom_layer')), 'model.mlmodel')).verdict).toBe('unknown')
  })

  it.each([
    '@model_path/../../secret.bin',
    '@model_path/weights/../../../secret.bin',
    '@model_path\\..\\secret.bin',
    '@model_path.other/weight.bin',
    '../weight.bin',
    '/etc/passwd',
    'file:///etc/passwd',
    'C:\\secret.bin',
  ])('is unsafe where its weights are in %s', async path => {
    expect(await answer(program(constant(weights(path))), 'model.mlmodel')).toMatchObject({
      verdict: 'unsafe',
      named: expect.stringContaining(path),
    })
  })

  const outside = weights('/etc/passwd')
  it.each([
    ['a loop', program(nest(4, constant(outside)))],
    ['an argument', program(operation('linear', entry(2, 'weight', part(1, part(2, outside)))))],
    ['a list', program(constant(part(3, part(3, part(1, outside)))))],
    ['a tuple in a tuple', program(constant(part(3, part(2, part(1, part(3, part(2, part(1, outside))))))))],
    ['a dictionary', program(constant(part(3, part(4, part(1, part(1, text('k')), part(2, outside))))))],
    ['an attribute of a block', program(entry(4, 'a', outside))],
    ['an attribute of a function', model(part(502, entry(2, 'main', entry(4, 'a', outside))))],
    ['an attribute of the program', model(part(502, entry(4, 'a', outside)))],
  ])('is unsafe where weights outside the package are those of %s', async (_name, content) => {
    expect(await answer(content, 'model.mlmodel')).toMatchObject({
      verdict: 'unsafe',
      named: expect.stringContaining('/etc/passwd'),
    })
  })

  it('is not proven safe where it is nested without an end, and what was found stays', async () => {
    const content = program(constant(outside), nest(70, operation('relu')))
    const {verdict, rules} = await answer(content, 'model.mlmodel')
    expect(verdict).toBe('unsafe')
    expect(rules).toContain('AIB103')
    expect((await answer(program(nest(70, operation('relu'))), 'model.mlmodel')).verdict).toBe('unknown')
  })

  it('is told once where many operators read one file', async () => {
    const content = program(...Array.from({length: 100}, () => constant(outside)))
    expect((await examined(content, 'model.mlmodel')).findings).toHaveLength(1)
  })
})

describe('a neural network of Core ML', () => {
  const layer = (field: number, ...body: Uint8Array[]) => part(1, part(1, 'l'), part(field, ...body))
  const mine = layer(500, part(10, 'MyLayer'))
  it.each([
    ['a branch', layer(605, part(1, mine))],
    ['the other branch', layer(605, part(2, mine))],
    ['the condition of a loop', layer(615, part(3, mine))],
    ['the body of a loop', layer(615, part(4, mine))],
    ['a loop in a branch', layer(605, part(2, layer(615, part(4, mine))))],
  ])('is not proven safe with a custom layer in %s', async (_name, content) => {
    expect(await answer(model(part(500, content)), 'model.mlmodel')).toMatchObject({
      verdict: 'unknown',
      named: expect.stringContaining('MyLayer'),
    })
  })

  it.each([
    ['a layer of a type that Core ML does not have', part(500, layer(9999))],
    ['such a layer in a branch', part(500, layer(605, part(1, layer(31))))],
    ['a model of such a type', part(2999)],
    ['a model of such a type in a pipeline', part(202, part(1, model(part(2999))))],
    ['a model in a form that is not published', part(3000, part(1, 'x'), part(2, 'y'))],
    ['a model in another file', part(556)],
  ])('is not proven safe with %s', async (_name, content) => {
    expect(await answer(model(content), 'model.mlmodel')).toMatchObject({verdict: 'unknown', rules: ['AIB145']})
  })

  it('is safe with branches of its own layers', async () => {
    expect((await answer(model(part(500, layer(605, part(1, layer(130))))), 'model.mlmodel')).verdict).toBe('safe')
  })

  it('is safe as the curve of a classifier', async () => {
    expect((await answer(model(part(560)), 'model.mlmodel')).verdict).toBe('safe')
  })
})
