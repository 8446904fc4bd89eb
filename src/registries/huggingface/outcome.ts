import {AibomError} from '../../lib/errors.ts'

interface Refusal {
  readonly status: number
  readonly headers: Headers
  readonly bytes?: Uint8Array
}

type Outcome = readonly [code: `AIBOM_HUB_${string}`, words: string, hint: string, exit: 2 | 3]

const messageLimit = 300

const outcomesByErrorCode: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  [
    'GatedRepo',
    [
      'AIBOM_HUB_GATED',
      'is gated: its files are given only to accounts that accepted its terms',
      'Accept its terms on the hub, then set HF_TOKEN',
      3,
    ],
  ],
  [
    'RevisionNotFound',
    ['AIBOM_HUB_REVISION_NOT_FOUND', 'has no such revision', 'Name a branch, tag or commit that its history has', 2],
  ],
  ['EntryNotFound', ['AIBOM_HUB_FILE_NOT_FOUND', 'has no such file', 'Name a file of that revision', 3]],
])

/**
 * What a refusal of the hub means.
 * @param what `model acme/tiny-bert`, with the file where one was asked for
 * @see huggingface_hub `hf_raise_for_status`: X-Error-Code, X-Error-Message
 */
export function hubRefusal(what: string, refusal: Refusal, hasToken: boolean): AibomError {
  const errorCode = refusal.headers.get('x-error-code') ?? ''
  const message = statedMessage(refusal)
  const [code, words, hint, exit] =
    outcomesByErrorCode.get(errorCode) ?? outcomeOf(refusal.status, errorCode, message, hasToken)
  const stated = message === '' ? '' : `; the hub says: ${message}`
  return new AibomError(code, `${what} ${words} (${refusal.status}${stated})`, {hint, exit})
}

function outcomeOf(status: number, errorCode: string, message: string, hasToken: boolean): Outcome {
  if (status === 401 && !hasToken) {
    return ['AIBOM_HUB_NOT_VISIBLE', 'does not exist, or is private', 'Check the name, or set HF_TOKEN', 3]
  }
  if (status === 401 && errorCode !== 'RepoNotFound')
    return ['AIBOM_HUB_UNAUTHORIZED', 'refuses the token', 'Renew HF_TOKEN, or unset it', 3]
  if (status === 401 || status === 404)
    return ['AIBOM_HUB_NOT_FOUND', 'does not exist, or the token may not see it', 'Check the name', 2]
  if (status === 403 && /disabled/i.test(message))
    return ['AIBOM_HUB_DISABLED', 'is disabled by the hub', 'Ask its owner', 3]
  if (status === 403) return ['AIBOM_HUB_FORBIDDEN', 'is not open to this token', 'Check what the token may read', 3]
  if (status === 429)
    return ['AIBOM_HUB_RATE_LIMITED', 'was asked for too often', 'Wait, or set HF_TOKEN for a higher limit', 3]
  if (status >= 500)
    return ['AIBOM_HUB_UNAVAILABLE', 'could not be asked for: the hub is in trouble', 'Try again later', 3]
  return ['AIBOM_HUB_STATUS', 'was answered unexpectedly', 'Try again later', 3]
}

/** The hub's own words: a header, else `error` of a JSON body. One line, bounded. */
function statedMessage({headers, bytes}: Refusal): string {
  const text = headers.get('x-error-message') ?? errorOf(bytes)
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, messageLimit)
}

function errorOf(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return ''
  const [, text] = /"error"\s*:\s*"([^"\\]{0,1000})"/.exec(new TextDecoder().decode(bytes.subarray(0, 4096))) ?? []
  return text ?? ''
}
