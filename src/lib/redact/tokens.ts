/** What stands in place of a secret. */
export const mark = '***'

/**
 * Tokens that say by their beginning what they are: OpenAI, GitHub, GitLab, Slack, AWS, Google, Hugging Face, npm,
 * PyPI, Stripe, SendGrid …
 */
const prefixedPattern =
  /(?<![A-Za-z0-9])(?:sk-|sk_|pk_|rk_|gh[oprsu]_|github_pat_|glpat-|gldt-|xox[a-z]-|xapp-|AIza|ya29\.|GOCSPX-|hf_|api_org_|npm_|pypi-|lin_api_|ntn_|secret_|tvly-|gsk_|xai-|r8_|pplx-|fw_|nvapi-|dop_v1_|shpat_|SG\.|whsec_|lsv2_(?:pt|sk)_|pcsk_|jina_|dckr_pat_|ATATT|figd_|rpa_|sntrys_|sq0csp-|hvs\.|tgp_v1_|vcp_|sbp_|cfut_)[A-Za-z0-9_=.-]{12,512}/g
const accessKeyIdPattern = /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,20}(?![A-Za-z0-9])/g
/** JSON Web Tokens and the like: a JSON object in base64. */
const webTokenPattern = /(?<![A-Za-z0-9])eyJ[\w-]{10,8192}(?:\.[\w-]{0,8192}){0,4}/g
const schemePattern = /\b(Bearer|Basic|Token|ApiKey)([ \t]{1,8})(?![$<{%])(["']?)([^\s'"`\\,;)\]}]{4,4096})/gi
const privateKeyPattern = /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)([^-]{0,65536})/g

/** The user and password of a hub's repository: `hf:user:password@…` */
const hubUserPattern = /(?<![\w.-])(hf(?:-[a-z]{1,12})?:)[^\s/:@"'`]{0,100}:[^\s/:@"'`]{1,200}@/gi

/** Everything above needs one of these signs, which most names and addresses do not have. */
const hintPattern =
  /[ \t]|-----|eyJ|A(?:KIA|SIA|BIA|CCA|Iza|TATT)|[hH][fF][:-]|(?<![A-Za-z0-9])(?:[spr]k[-_]|gh[oprsu]_|gith|gl[pd]|xo|xa|ya|GO|hf_|api|npm_|pypi-|li|nt|se|tv|gs|r[8p]|pp|fw_|nv|do|sh|SG|wh|ls|pc|ji|dc|fi|sn|sq|hv|tg|vc|sb|cf)/
const shortestToken = 13

/**
 * Text without what shows itself as a token, a private key or the value of an authorization header. Line breaks stay
 * where they are.
 */
export function redactTokens(text: string): string {
  if (text.length < shortestToken ? !/[ \t:]/.test(text) : !hintPattern.test(text)) return text
  return text
    .replace(hubUserPattern, `$1${mark}@`)
    .replace(
      privateKeyPattern,
      (_all, begin: string, body: string) =>
        begin + body.replace(/\\[nr]|[^\s"'\\,]{8,}/g, part => (part.startsWith('\\') ? part : mark)),
    )
    .replace(prefixedPattern, token => (isToken(token) ? mark : token))
    .replace(accessKeyIdPattern, mark)
    .replace(webTokenPattern, mark)
    .replace(schemePattern, (all: string, scheme: string, space: string, quote: string, value: string) =>
      isPlainWord(value) || (/^t/i.test(scheme) && !/\d/.test(value)) ? all : `${scheme}${space}${quote}${mark}`,
    )
}

const prefixEnd =
  /^(?:[A-Za-z]{1,8}[-_.]|github_pat_|dckr_pat_|api_org_|lin_api_|lsv2_(?:pt|sk)_|dop_v1_|tgp_v1_|AIza|ATATT|GOCSPX-)/

/** `hf_transformers_cache_folder` and `npm_config_user_agent` begin as tokens do, and are words. */
function isToken(token: string): boolean {
  const rest = token.replace(prefixEnd, '')
  return rest.length >= 12 && (isMixed(rest) || /^[A-Za-z]{20,}$/.test(rest))
}

/** Digits inside, rather than a version or a date at the end; a long part of letters and digits. */
function isMixed(rest: string): boolean {
  return (
    rest.split(/[^A-Za-z0-9]+/).some(part => part.length >= 10 && /\d/.test(part) && /[A-Za-z]/.test(part)) ||
    /^[A-Za-z]*\d[A-Za-z0-9]{11,}$/.test(rest)
  )
}

/** "Basic authentication", "bearer tokens", "token limit": prose. */
function isPlainWord(value: string): boolean {
  return /^[A-Za-z]{1,20}[.:!?]?$/.test(value) && !/[a-z][A-Z]/.test(value)
}
