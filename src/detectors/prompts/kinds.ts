import {baseName} from '../../lib/path.ts'

/**
 * How a prompt file is read: as text, as structured data, in a language of its own; `jinja` and `role`: only its
 * content can tell.
 */
export type PromptKind = 'text' | 'structured' | 'baml' | 'colang' | 'jinja' | 'role'

const textEndings = [
  ...[
    '.txt',
    '.md',
    '.mdx',
    '.j2',
    '.jinja',
    '.jinja2',
    '.jinja-md',
    '.hbs',
    '.handlebars',
    '.mustache',
    '.liquid',
    '.tmpl',
    '.tpl',
    '.xml',
    '.njk',
  ],
  ...['.prompt', '.prompty', '.poml', '.template', '.tera', '.st', '.prompt.erb'],
]
const structuredEndings = ['.yaml', '.yml', '.json', '.toml']
const ownEndings = [
  '.prompt',
  '.prompty',
  '.poml',
  '.prompt.md',
  '.prompt.txt',
  '.prompt.yml',
  '.prompt.yaml',
  '.prompt.json',
  '.prompt.erb',
]
const jinjaEndings = ['.jinja', '.jinja2', '.j2']
/** Templates of pages as often as of prompts: their first words tell. */
const viewEndings = ['.blade.php', '.txt.erb', '.md.erb', '.text.erb']

/** `prompts`, `prompt_templates`, `system-prompts`, `llm_prompts`, `chat_templates` … as a folder. */
const folderPattern = /^(?:[\w-]+[-_.])?(?:prompts?(?:[-_]?(?:templates?|files|library))?|chat[-_]?templates?)$/i
/**
 * `prompt`, `system_prompt`, `judge-prompt`, `prompt_template`, `qa.prompt`, `prompts`; and non-Markdown that begins
 * so: `prompt_v2.txt`.
 */
const stemPattern =
  /(?:^|[-_.])prompts?(?:[-_.]?templates?)?(?:[-_.]?v?\d+)?$|^system[-_]?(?:prompt|message|instructions?)/i
const stemStartPattern = /^(?:system[-_]?)?prompts?[-_.]/i
const chatTemplatePattern = /(?:^|[-_])chat[-_]?template/i
/** Files that lie in such folders and are none: what agents have done and said is no prompt. */
const otherNamePattern =
  /^(?:readme|license|licence|changelog|contributing|index|package|tsconfig|requirements|__init__|skill|codeowners|todo)\b|^(?:agents|claude|gemini)\.md$|\.(?:test|spec|schema|config|d)\.|(?:^|[-_.])(?:schema|config|manifest|metadata|settings|registry)\.\w+$|(?:^|[-_.])(?:agents?|chat|conversation|debug|prompts?|run|session|usage|work)[-_]?logs?\.\w+$/i
/** Texts and drawings of a user interface, tests' recordings, logs, and what tools keep for themselves. */
const otherFolderPattern =
  /(?:^|\/)(?:\.[^/]+|locales?|i18n|l10n|translations?|langs?|node_modules|__snapshots__|__fixtures__|cassettes|logs?|transcripts|res\/(?:drawable|layout|menu|mipmap|navigation|values|xml|anim|color)[\w-]{0,40})\//i

/** Documentation about prompts is written in Markdown, and so are lists of them; a prompt alone is one. */
const documentationPattern =
  /\.mdx?$(?<=(?:(?:^|\/)(?:docs?|documentation|wiki|website|blog|guides?|tutorials?|references?)\/.*|prompts|templates)\.mdx?)/i

const words = [
  'rompt',
  'ROMPT',
  '.baml',
  '.poml',
  'ystem',
  'SYSTEM',
  'chat',
  'templates/',
  'roles/',
  'persona',
  'instructions.',
  '.co',
  ...jinjaEndings,
]

/** Cheap: false for nearly all paths that {@link promptKindOf} does not know. */
export function mayBePrompt(path: string): boolean {
  return words.some(word => path.includes(word))
}

/** Languages that prompts and flows are written in. */
const languages = [
  {ending: '.baml', kind: 'baml'},
  {ending: '.co', kind: 'colang'},
] as const

/** Whether a file holds prompts, by its path. */
export function promptKindOf(path: string): PromptKind | undefined {
  const slash = path.lastIndexOf('/')
  const name = path.slice(slash + 1)
  const language = languages.find(({ending}) => name.endsWith(ending))
  if (language !== undefined) return language.kind
  const form = formOf(name)
  const folder = path.slice(0, Math.max(0, slash))
  const view = viewEndings.find(end => name.endsWith(end))
  if (
    view !== undefined &&
    !otherFolderPattern.test(path) &&
    (isPromptFolder(folder) || saysPrompt(stemOf(name, view)))
  )
    return 'jinja'
  if (isRoleFile(name, folder)) return 'role'
  if (isMarkdownTemplate(name, folder, path)) return 'jinja'
  if (
    form === undefined ||
    otherNamePattern.test(name) ||
    otherFolderPattern.test(path) ||
    documentationPattern.test(path)
  )
    return undefined
  const isJinja = jinjaEndings.some(end => name.endsWith(end))
  const isNamed =
    ownEndings.some(end => name.endsWith(end)) || saysPrompt(name) || (isJinja && chatTemplatePattern.test(name))
  if (isNamed || isPromptFolder(folder)) return form
  if (isJinja) return 'jinja'
  return name.endsWith('.json') && /(?:^|\/)templates\/[^/]+$/.test(path) ? 'structured' : undefined
}

function stemOf(name: string, ending: string): string {
  return name.slice(0, -ending.length)
}

/** Forms for people who send a change or report a fault. */
const formForPeople = /^(?:pull[-_]?request|merge[-_]?request|issue|bug[-_]?report|feature[-_]?request)s?(?:[-_.]|$)/i

/** `templates/summarizer.md`: of many uses, so its first words tell. */
function isMarkdownTemplate(name: string, folder: string, path: string): boolean {
  if (!name.endsWith('.md') || !/(?:^|\/)templates$/.test(folder)) return false
  return (
    ![otherNamePattern, formForPeople].some(other => other.test(name)) &&
    !otherFolderPattern.test(path) &&
    !saysPrompt(name)
  )
}

/**
 * `roles/shell.md`, `personas/critic.md`, `instructions.md`, Ollama's `SYSTEM`: texts that are prompts if they begin
 * like one.
 */
function isRoleFile(name: string, folder: string): boolean {
  // among prompts it is one, whatever its first words
  if (isPromptFolder(folder)) return false
  if (/^system(?:\.(?:md|txt))?$/i.test(name)) return true
  if (!/\.(?:md|txt)$/.test(name) || otherNamePattern.test(name)) return false
  return /^(?:instructions|persona)\.(?:md|txt)$/i.test(name) || /(?:^|\/)(?:roles|personas)$/i.test(folder)
}

function formOf(name: string): 'text' | 'structured' | undefined {
  if (textEndings.some(end => name.endsWith(end))) return 'text'
  return structuredEndings.some(end => name.endsWith(end)) ? 'structured' : undefined
}

function saysPrompt(name: string): boolean {
  const stem = name.replace(/\.[\w-]+$/, '')
  return stemPattern.test(stem) || (!name.endsWith('.md') && stemStartPattern.test(stem))
}

/** The folder itself or one above it, up to five. */
function isPromptFolder(folder: string): boolean {
  const segments = folder.split('/').slice(-5)
  return segments.some(segment => folderPattern.test(segment))
}

/** A template over the messages of a chat, as tokenizers and model servers use it. */
export function isChatTemplate(text: string): boolean {
  return (
    text.includes('add_generation_prompt') ||
    (/\bfor \w+ in messages\b/.test(text) && /\w(?:\.role|\[['"]role['"]\])/.test(text))
  )
}

/** A file of many prompts, one a key: `prompts.yaml`, `judge_prompts.json`. */
export function holdsMany(path: string): boolean {
  return /\.(?:ya?ml|json|toml)$(?<=prompts[-_.]?(?:templates?)?(?:[-_.]\w+)?\.\w+)/i.test(baseName(path))
}

/** The first words of somebody who tells a model what it is and does; a heading for the role may stand before. */
const instructionStart =
  /(?:^|\n)[ \t]*(?:#{0,3} ?(?:system|developer) ?:?[ \t]*\n\s*)?(?:you are (?:an?|the)\b|(?:it is )?your (?:task|job|role|goal) (?:is|to)\b|you will be (?:given|provided)\b|act as an?\b|answer the (?:following )?question)/i
/** What is asked for, as the first word of a role that a user may choose. */
const orderStart =
  /^\s*(?:#[^\n]{0,100}\n\s*)?(?:provide|create|generate|write|respond|explain|translate|summari[sz]e|analy[sz]e|review|act|as an?|i want you to)\b/i
/** A template is read so far: an instruction begins with what it is. */
const startLength = 600

/** `You are software …`, where the file's name says already that it tells somebody who they are. */
const addresses = /^\W{0,10}you are \w/i

/** A role in a file of its own: it says what the model is, or begins with an order. */
export function isRole(text: string): boolean {
  return isInstructionTemplate(text) || addresses.test(text) || orderStart.test(text.slice(0, startLength))
}

/** A template whose text instructs a model, by its first words. */
export function isInstructionTemplate(text: string): boolean {
  return instructionStart.test(text.slice(0, startLength))
}
