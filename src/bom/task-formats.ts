/** What goes in and comes out, by the pipeline tasks that the Hub defines: what the task's name says, not what a model was seen to do. */
const formats: Readonly<Record<string, readonly [inputs: readonly string[], outputs: readonly string[]]>> = {
  'audio-classification': [['audio'], ['label']],
  'audio-text-to-text': [['audio', 'text'], ['text']],
  'audio-to-audio': [['audio'], ['audio']],
  'automatic-speech-recognition': [['audio'], ['text']],
  'depth-estimation': [['image'], ['image']],
  'document-question-answering': [['image', 'text'], ['text']],
  'feature-extraction': [['text'], ['vector']],
  'fill-mask': [['text'], ['text']],
  'image-classification': [['image'], ['label']],
  'image-feature-extraction': [['image'], ['vector']],
  'image-segmentation': [['image'], ['image']],
  'image-text-to-text': [['image', 'text'], ['text']],
  'image-to-image': [['image'], ['image']],
  'image-to-text': [['image'], ['text']],
  'image-to-video': [['image'], ['video']],
  'mask-generation': [['image'], ['image']],
  'object-detection': [['image'], ['bounding box', 'label']],
  'question-answering': [['text'], ['text']],
  'sentence-similarity': [['text'], ['vector']],
  summarization: [['text'], ['text']],
  'table-question-answering': [['table', 'text'], ['text']],
  'tabular-classification': [['table'], ['label']],
  'tabular-regression': [['table'], ['number']],
  'text-classification': [['text'], ['label']],
  'text-generation': [['text'], ['text']],
  'text-ranking': [['text'], ['number']],
  'text-to-audio': [['text'], ['audio']],
  'text-to-image': [['text'], ['image']],
  'text-to-speech': [['text'], ['audio']],
  'text-to-video': [['text'], ['video']],
  'text2text-generation': [['text'], ['text']],
  'time-series-forecasting': [['time series'], ['time series']],
  'token-classification': [['text'], ['label']],
  translation: [['text'], ['text']],
  'unconditional-image-generation': [[], ['image']],
  'video-classification': [['video'], ['label']],
  'video-text-to-text': [['video', 'text'], ['text']],
  'visual-question-answering': [['image', 'text'], ['text']],
  'zero-shot-classification': [['text'], ['label']],
  'zero-shot-image-classification': [['image', 'text'], ['label']],
  'zero-shot-object-detection': [
    ['image', 'text'],
    ['bounding box', 'label'],
  ],
}

/** `inputs` and `outputs` of a model card; none for a task that nobody defined. */
export function formatsOfTask(task: string | undefined): {inputs: {format: string}[]; outputs: {format: string}[]} {
  const [inputs, outputs] = (task !== undefined && Object.hasOwn(formats, task) ? formats[task] : undefined) ?? [[], []]
  return {inputs: inputs.map(format => ({format})), outputs: outputs.map(format => ({format}))}
}
