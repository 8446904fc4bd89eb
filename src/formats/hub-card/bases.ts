/** A base model that a sentence of the card names. */
export interface ProseBase {
  readonly name: string
  readonly line: number
  /** where the sentence says so */
  readonly relation?: 'finetune'
}

const lineLimit = 2000
const lineLengthLimit = 2000
const baseLimit = 10

const hubLink = String.raw`\[[^\]]{1,200}\]\(https?:\/\/huggingface\.co\/([^)\s]{1,200})\)`

/**
 * Sentences that training libraries and makers of quantised copies write, and nothing freer: other prose compares
 * models, or lists them.
 * @see transformers, `modelcard.py` of the Trainer; sentence-transformers and TRL, templates of their cards; the
 *   Hub's template
 */
const sentences: readonly (readonly [pattern: RegExp, relation: 'finetune' | undefined])[] = [
  [
    new RegExp(String.raw`^This (?:model )?is an? .{0,100}?\bfine-?tuned (?:version of|from) (?:the )?${hubLink}`, 'i'),
    'finetune',
  ],
  [new RegExp(String.raw`^[-*] \*\*Fine-?tuned from model(?: ?\[optional\])? ?:?\*\*:? ?${hubLink}`, 'i'), 'finetune'],
  [
    /^[-*] \*\*Fine-?tuned from model(?: ?\[optional\])? ?:?\*\*:? ?`?([\w.-]{1,100}\/[\w.-]{1,100})`?\s*$/i,
    'finetune',
  ],
  [new RegExp(String.raw`^(?:[-*] )?(?:\*\*)?Original model(?:\*\*)?: ?(?:\*\*)? ?${hubLink}`, 'i'), undefined],
  [
    /^(?:[-*] )?(?:\*\*)?Original model(?:\*\*)?: ?(?:\*\*)? ?<?https?:\/\/huggingface\.co\/([\w.-]{1,100}\/[\w.-]{1,100})>?\s*$/i,
    undefined,
  ],
]

/** Where runs are kept: a sentence that was generated from such a path links to no repository. */
const runPattern =
  /^(?:outputs?|runs|logs?|results?|models?|checkpoints?|tmp|content|kaggle|home|data)\/|checkpoint-\d+$/i

/** @param firstLine line of the body's first line in the file */
export function basesInProse(body: string, firstLine: number): ProseBase[] {
  const found = new Map<string, ProseBase>()
  for (const [index, line] of body.split(/\r\n|\n|\r/, lineLimit).entries()) {
    const stated = line.length > lineLengthLimit ? undefined : baseIn(line.trimStart())
    if (stated !== undefined && !found.has(stated.name) && found.size < baseLimit)
      found.set(stated.name, {...stated, line: firstLine + index})
  }
  return [...found.values()]
}

function baseIn(line: string): Omit<ProseBase, 'line'> | undefined {
  for (const [pattern, relation] of sentences) {
    const name = pattern.exec(line)?.[1]
    if (name !== undefined && !runPattern.test(name)) return {name, ...(relation !== undefined && {relation})}
  }
  return undefined
}
