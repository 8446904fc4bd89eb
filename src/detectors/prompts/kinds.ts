/** How a prompt file is read: as text, as structured data, or in a language of its own. */
export type PromptKind = 'text' | 'structured' | 'baml'

const textEndings = [
  ...['.txt', '.md', '.mdx', '.j2', '.jinja', '.jinja2', '.jinja-md', '.hbs', '.handlebars', '.mustache', '.liquid', '.tmpl', '.tpl', '.xml', '.njk'],
  ...['.prompt', '.prompty', '.poml', '.template', '.tera'],
]
const structuredEndings = ['.yaml', '.yml', '.json', '.toml']
const ownEndings = ['.prompt', '.prompty', '.poml', '.prompt.md', '.prompt.txt', '.prompt.yml', '.prompt.yaml', '.prompt.json']
const jinjaEndings = ['.jinja', '.jinja2', '.j2']

/** `prompts`, `prompt_templates`, `system-prompts`, `llm_prompts`, `chat_templates` … as a folder. */
const folderPattern = /^(?:[\w-]+[-_.])?(?:prompts?|chat)(?:[-_]?(?:templates?|files|library))?$/i
/** `prompt`, `system_prompt`, `judge-prompt`, `prompt_template`, `qa.prompt`, `prompts`; and non-Markdown that begins so: `prompt_v2.txt`. */
const stemPattern = /(?:^|[-_.])prompts?(?:[-_.]?templates?)?(?:[-_.]?v?\d+)?$|^system[-_]?(?:prompt|message|instructions?)/i
const stemStartPattern = /^(?:system[-_]?)?prompts?[-_.]/i
const chatTemplatePattern = /(?:^|[-_])chat[-_]?template/i
/** Files that lie in such folders and are none. */
const otherNamePattern =
  /^(?:readme|license|licence|changelog|contributing|index|package|tsconfig|requirements|__init__|agents|claude|gemini|skill|codeowners|todo)\b|\.(?:test|spec|schema|config|d)\.|(?:^|[-_.])(?:schema|config|manifest|metadata|settings|registry)\.\w+$/i
/** Texts of a user interface, tests' recordings, and what tools keep for themselves. */
const otherFolderPattern = /(?:^|\/)(?:\.[^/]+|locales?|i18n|l10n|translations?|langs?|node_modules|__snapshots__|__fixtures__|cassettes)\//i

/** Documentation about prompts is written in Markdown. */
const documentationPattern = /(?:^|\/)(?:docs?|documentation|wiki|website|blog|guides?|tutorials?)\/.*\.mdx?$/i

const words = ['rompt', 'ROMPT', '.baml', '.poml', 'ystem', 'SYSTEM', 'chat', 'templates/']

/** Cheap: false for nearly all paths that {@link promptKindOf} does not know. */
export function mayBePrompt(path: string): boolean {
  return words.some(word => path.includes(word))
}

/** Whether a file holds prompts, by its path. */
export function promptKindOf(path: string): PromptKind | undefined {
  const slash = path.lastIndexOf('/')
  const name = path.slice(slash + 1)
  if (name.endsWith('.baml')) return 'baml'
  const isText = textEndings.some(end => name.endsWith(end))
  const isStructured = !isText && structuredEndings.some(end => name.endsWith(end))
  if ((!isText && !isStructured) || [otherNamePattern.test(name), otherFolderPattern.test(path), documentationPattern.test(path)].includes(true)) {
    return undefined
  }
  const kind = isText && !/\.prompt\.(?:ya?ml|json)$/.test(name) ? 'text' : 'structured'
  if (ownEndings.some(end => name.endsWith(end)) || saysPrompt(name)) return kind
  if (isText && jinjaEndings.some(end => name.endsWith(end)) && chatTemplatePattern.test(name)) return kind
  if (slash !== -1 && isPromptFolder(path.slice(0, slash))) return kind
  return name.endsWith('.json') && /(?:^|\/)templates\/[^/]+$/.test(path) ? 'structured' : undefined
}

function saysPrompt(name: string): boolean {
  const stem = name.replace(/\.[\w-]+$/, '')
  return stemPattern.test(stem) || (!name.endsWith('.md') && stemStartPattern.test(stem))
}

/** The folder itself or one above it, up to three. */
function isPromptFolder(folder: string): boolean {
  const segments = folder.split('/').slice(-3)
  return segments.some(segment => folderPattern.test(segment) && segment.toLowerCase() !== 'chat')
}

/** A file of many prompts, one a key: `prompts.yaml`, `judge_prompts.json`. */
export function holdsMany(path: string): boolean {
  return /prompts[-_.]?(?:templates?)?(?:[-_.]\w+)?\.(?:ya?ml|json|toml)$/i.test(path.slice(path.lastIndexOf('/') + 1))
}
