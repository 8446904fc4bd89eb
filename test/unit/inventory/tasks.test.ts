import {describe, expect, it} from 'vitest'
import {taskInTags, taskNamed} from '../../../src/inventory/tasks.ts'

describe('tasks of the hub', () => {
  it.each([
    ['text-generation', {domain: 'Natural Language Processing', inputs: ['text'], outputs: ['text']}],
    [
      'zero-shot-object-detection',
      {domain: 'Computer Vision', inputs: ['image', 'text'], outputs: ['bounding box', 'label']},
    ],
    ['automatic-speech-recognition', {domain: 'Audio', inputs: ['audio'], outputs: ['text']}],
    ['unconditional-image-generation', {domain: 'Computer Vision', inputs: [], outputs: ['image']}],
    ['something-of-our-own', undefined],
    ['constructor', undefined],
    [undefined, undefined],
  ])('say what goes in and comes out: %s', (name, expected) => expect(taskNamed(name)).toEqual(expected))

  it.each([
    [['diffusers', 'text-to-image', 'stable-diffusion'], 'text-to-image'],
    [['translation', 'translation'], 'translation'],
    [['text-generation', 'fill-mask'], undefined],
    [['toString', 'pytorch'], undefined],
  ])('are stated by tags where one of them is one: %j', (tags, expected) => expect(taskInTags(tags)).toBe(expected))
})
