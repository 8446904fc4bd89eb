/** What goes in and comes out of a model. */
export type Modality = 'text' | 'image' | 'audio' | 'video'

const words: readonly (readonly [RegExp, Modality])[] = [
  [/^(?:text|string|tokens?|token ids|generated-text|text\/plain|prompt|chat)$/i, 'text'],
  [/^(?:images?|pictures?|image\/\w{1,9})$/i, 'image'],
  [/^(?:audio|speech|audio\/\w{1,9}|waveform)$/i, 'audio'],
  [/^(?:video|video\/\w{1,9})$/i, 'video'],
]

/** The kind that a plain word names; undefined for words that may be anything. */
export function modalityOf(word: string): Modality | undefined {
  return words.find(([pattern]) => pattern.test(word.trim()))?.[1]
}

const tasks: readonly (readonly [RegExp, Modality])[] = [
  [
    /^(?:image-(?:classification|segmentation|to-\w{1,12})|object-detection|depth-estimation|(?:text|image)-to-image|unconditional-image-generation|mask-generation)$/i,
    'image',
  ],
  [
    /^(?:automatic-speech-recognition|audio-classification|audio-to-audio|text-to-(?:speech|audio)|voice-activity-detection)$/i,
    'audio',
  ],
  [/^(?:video-classification|text-to-video|image-to-video)$/i, 'video'],
  [
    /^(?:text-generation|text-classification|token-classification|summarization|translation|fill-mask|question-answering|sentence-similarity|text2text-generation)$/i,
    'text',
  ],
]

/** What a task of the hub cannot do without. */
export function neededBy(task: string): Modality | undefined {
  return tasks.find(([pattern]) => pattern.test(task.trim()))?.[1]
}

const results: readonly (readonly [RegExp, Modality])[] = [
  [
    /^(?:text-generation|summarization|translation|text2text-generation|automatic-speech-recognition|image-to-text)$/i,
    'text',
  ],
  [/^(?:text-to-image|image-to-image|unconditional-image-generation)$/i, 'image'],
  [/^(?:text-to-(?:speech|audio)|audio-to-audio)$/i, 'audio'],
  [/^(?:text|image)-to-video$/i, 'video'],
]

/** What a task of the hub makes; undefined for tasks that may make several kinds. */
export function madeBy(task: string): Modality | undefined {
  return results.find(([pattern]) => pattern.test(task.trim()))?.[1]
}
