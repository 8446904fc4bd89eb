import {describe, expect, it} from 'vitest'
import {formatsOfTask} from '../../../src/bom/task-formats.ts'

describe('formatsOfTask', () => {
  it.each([
    ['automatic-speech-recognition', ['audio'], ['text']],
    ['unconditional-image-generation', [], ['image']],
    ['a-task-of-our-own', [], []],
    ['constructor', [], []],
    [undefined, [], []],
  ])('says what goes into and comes out of %s', (task, inputs, outputs) => {
    const formats = formatsOfTask(task)
    expect(formats.inputs.map(({format}) => format)).toEqual(inputs)
    expect(formats.outputs.map(({format}) => format)).toEqual(outputs)
  })
})
