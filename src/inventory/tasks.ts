/** What goes in and comes out: what the task's name says, not what a model was seen to do. */
type Formats = readonly [inputs: readonly string[], outputs: readonly string[]]

/**
 * The pipeline tasks of the Hub, by the domains that it groups them under.
 * @see Hugging Face "Tasks"; huggingface.js, packages/tasks
 */
const tasksByDomain: Readonly<Record<string, Readonly<Record<string, Formats>>>> = {
  Multimodal: {
    'audio-text-to-text': [['audio', 'text'], ['text']],
    'document-question-answering': [['image', 'text'], ['text']],
    'image-text-to-text': [['image', 'text'], ['text']],
    'video-text-to-text': [['video', 'text'], ['text']],
    'visual-question-answering': [['image', 'text'], ['text']],
  },
  'Computer Vision': {
    'depth-estimation': [['image'], ['image']],
    'image-classification': [['image'], ['label']],
    'image-feature-extraction': [['image'], ['vector']],
    'image-segmentation': [['image'], ['image']],
    'image-to-image': [['image'], ['image']],
    'image-to-text': [['image'], ['text']],
    'image-to-video': [['image'], ['video']],
    'mask-generation': [['image'], ['image']],
    'object-detection': [['image'], ['bounding box', 'label']],
    'text-to-image': [['text'], ['image']],
    'text-to-video': [['text'], ['video']],
    'unconditional-image-generation': [[], ['image']],
    'video-classification': [['video'], ['label']],
    'zero-shot-image-classification': [['image', 'text'], ['label']],
    'zero-shot-object-detection': [
      ['image', 'text'],
      ['bounding box', 'label'],
    ],
  },
  'Natural Language Processing': {
    'feature-extraction': [['text'], ['vector']],
    'fill-mask': [['text'], ['text']],
    'question-answering': [['text'], ['text']],
    'sentence-similarity': [['text'], ['vector']],
    summarization: [['text'], ['text']],
    'table-question-answering': [['table', 'text'], ['text']],
    'text-classification': [['text'], ['label']],
    'text-generation': [['text'], ['text']],
    'text-ranking': [['text'], ['number']],
    'text2text-generation': [['text'], ['text']],
    'token-classification': [['text'], ['label']],
    translation: [['text'], ['text']],
    'zero-shot-classification': [['text'], ['label']],
  },
  Audio: {
    'audio-classification': [['audio'], ['label']],
    'audio-to-audio': [['audio'], ['audio']],
    'automatic-speech-recognition': [['audio'], ['text']],
    'text-to-audio': [['text'], ['audio']],
    'text-to-speech': [['text'], ['audio']],
    'voice-activity-detection': [['audio'], ['label']],
  },
  Tabular: {
    'tabular-classification': [['table'], ['label']],
    'tabular-regression': [['table'], ['number']],
    'time-series-forecasting': [['time series'], ['time series']],
  },
}

/** What the name of a task says. */
export interface Task {
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

const tasks: ReadonlyMap<string, Task> = new Map(
  Object.entries(tasksByDomain).flatMap(([domain, formats]) =>
    Object.entries(formats).map(([name, [inputs, outputs]]) => [name, {domain, inputs, outputs}] as const),
  ),
)

/** @returns undefined for a task that nobody defined */
export function taskNamed(name: string | undefined): Task | undefined {
  return name === undefined ? undefined : tasks.get(name)
}

/** The task that tags state, as the Hub itself takes it from them: where exactly one of them is one. */
export function taskInTags(tags: readonly string[]): string | undefined {
  const stated = new Set(tags.filter(tag => tasks.has(tag)))
  return stated.size === 1 ? [...stated][0] : undefined
}
