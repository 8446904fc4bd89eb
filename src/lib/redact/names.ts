/** Longer than any name of an option or a variable. */
const nameLimit = 100

/**
 * secret: its value is one, whatever it looks like · maybe: `key`, `cache_key`, `auth` are names of much else too ·
 * identity: a digest, a commit, an id · other
 */
export type NameKind = 'secret' | 'maybe' | 'identity' | 'other'

const secretPattern =
  /(?:^|-)(?:\w*passw(?:or)?ds?|\w*passphrase|passcode|pwd|\w*secrets?|\w*api-?keys?|\w*tokens?|access-?keys?|\w*auth-?keys?|authorization|bearer|cred(?:ential)?s?|cookies?|conn(?:ection)?-?str(?:ing)?|dsn|webhook-?url|sas-?(?:url|token)?)$/
const secretKeyPattern =
  /(?:^|-)(?:account|admin|aes|client|crypto|deploy|encryption|gpg|hmac|ingestion|jwt|licen[cs]e|master|pgp|private|rsa|secret|secure|service|shared|sign|signing|ssh|storage|subscription|webhook)-?keys?$/
const maybePattern = /(?:^|-)(?:keys?|pass|pw|pat|\w*auth|signature|sig|otp|pin|salt|nonce|jwt|session)$/
const shoutedKeyPattern = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_KEY$/
/** Names of keys that lock nothing, and of the tokens that models read and write. */
const plainPattern =
  /(?:^|-)(?:public|primary|foreign|sort|partition|min|max|num|number|total|input|output|memory|cache|dict|group|object|image|video|audio|text|prompt|completion|cached|answer|question|message|messages|chat|context|config|state|response|result|node|label|target|feature|column|field|index|item|row|doc|document|content|source|metadata|map|route|hash|idempotency|dedup|order|unique|translation|history|rating|reference|prediction|eos|bos|pad|unk|unknown|mask|cls|sep|special|stop|start|end|boi|eoi|next|new|added|extra|first|last|per|think|tool)-(?:keys?|tokens?)$/
const identityPattern =
  /(?:^|-)(?:ids?|uuid|guid|oid|sha|sha-?\d{1,3}|md5|digests?|checksums?|hash|hashes|content-hash|integrity|commit|revision|rev|ref|resolved|resolved-reference|etag|fingerprint|version|tag|commit-?sha|sha-?sum|image|model|models|model-name|base-model|file|filename|path|name|file-?name|blob|snapshot|sum|thumbprint)$/
/** What stands behind the word that counts: `API_KEY_PROD`, `password_2`. */
const trailingPattern =
  /-?(?:(?<!\d)\d+|-(?:v\d+|prod|production|dev|development|staging|stage|test|live|sandbox|value|val|old|new|default|main|str|string|raw|b64|base64|plain))$/

/** Every name of a secret holds one of these; most names of a program hold none. */
const hintPattern =
  /key|tok|pass|pw|secret|auth|cred|cookie|dsn|bearer|sig|pat|conn|otp|pin|salt|nonce|jwt|session|hook|sas/i

/** What a variable, an option or a key of that name holds. */
export function kindOfName(name: string): NameKind {
  const words = wordsOf(name)
  const known = kindOfWords(words)
  if (known === 'secret' || known === 'maybe')
    return shoutedKeyPattern.test(name) && !plainPattern.test(words) ? 'secret' : known
  const shortened = words.replace(trailingPattern, '')
  if (shortened !== words && shortened !== '') {
    const kind = kindOfWords(shortened)
    if (kind === 'secret' || (kind === 'maybe' && known === 'other')) return kind
  }
  return known
}

/** {@link isSecretName} of most names, at once. */
export function mayBeSecret(name: string): boolean {
  return hintPattern.test(name)
}

/** `api_key`, `GITHUB_TOKEN`, `--password`, `X-Api-Key`, `authToken`: names of what is secret, or may be. */
export function isSecretName(name: string): boolean {
  const kind = kindOfName(name)
  return kind === 'secret' || kind === 'maybe'
}

function kindOfWords(words: string): NameKind {
  if (plainPattern.test(words)) return 'other'
  if (secretPattern.test(words) || secretKeyPattern.test(words)) return 'secret'
  if (maybePattern.test(words)) return 'maybe'
  return identityPattern.test(words) ? 'identity' : 'other'
}

/** `OPENAI_API_KEY`, `openaiApiKey` and `--openai.api-key` as words with `-` between them. */
function wordsOf(name: string): string {
  return name
    .slice(0, nameLimit)
    .replace(/^[-_$]+/, '')
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1-')
    .replace(/[_. ]+/g, '-')
    .toLowerCase()
}
