import type {GuardrailStage} from '../inventory/facts.ts'

/** A file of src/catalog/libraries, as schemas/catalog.schema.json describes it; docs/catalog.md is the guide. */
export interface Library {
  readonly library: string
  readonly title: string
  readonly provider?: string
  /** by import root */
  readonly providers?: Readonly<Record<string, string>>
  readonly python?: Roots
  readonly javascript?: Roots
  /** imports are paths of modules: `github.com/owner/module` */
  readonly go?: Roots
  /** of Java and Kotlin; imports are packages: `dev.langchain4j` */
  readonly java?: Roots
  /** imports are namespaces: `Microsoft.SemanticKernel` */
  readonly csharp?: Roots
  /** imports are crates, with underscores: `hf_hub` */
  readonly rust?: Roots
  /** imports are constants: `OpenAI` */
  readonly ruby?: Roots
  /** imports are namespaces, with dots: `Prism.Prism` */
  readonly php?: Roots
  /** imports are modules: `WhisperKit` */
  readonly swift?: Roots
  readonly constants?: Readonly<Record<string, string>>
  /** members whose own names spell the id, by symbol pattern: `ChatModel.GPT_4_O_MINI`; the value is the provider */
  readonly enums?: Readonly<Record<string, string>>
  readonly words?: readonly string[]
  /** its import roots stand in most files: `words`, or what its rules ask `beside`, lead to it */
  readonly common?: boolean
  readonly rules?: readonly Rule[]
}

/** Languages that roots are told by; those of one family share them. */
export const rootLanguages = ['python', 'javascript', 'go', 'java', 'csharp', 'rust', 'ruby', 'php', 'swift'] as const
/** A language that libraries list roots for. */
export type RootLanguage = (typeof rootLanguages)[number]
/** Languages that code is written in. */
export type CodeLanguage = RootLanguage | 'kotlin'

/** Kotlin imports from Java's roots. */
export function rootLanguage(language: CodeLanguage): RootLanguage {
  return language === 'kotlin' ? 'java' : language
}

/** Names that a library is installed by, and names that code imports it by: they differ (`scikit-learn`, `sklearn`). */
export interface Roots {
  readonly packages: readonly string[]
  readonly imports: readonly string[]
}

/** Selector paths, the first that gives a value wins. */
export type Selectors = readonly string[]
/** used: a call or default of the program · configured: a setting it reads · mentioned: named, with no sign of use. */
export type Level = 'used' | 'configured' | 'mentioned'
/** How a text has to look to be taken for a name; docs/catalog.md says what each is for. */
export type Form =
  | 'hub'
  | 'hub-owner'
  | 'provider:model'
  | 'provider/model'
  | 'plain'
  | 'file'
  | 'url'
  | 'text'
  | 'symbol'
/** What of the code a rule is met by; its symbol patterns stand under this key. */
export type Trigger = 'call' | 'class' | 'decorator' | 'jsx' | 'assign' | 'reference'

/** Some value at `at` fits one of the globs of `is`; without `is`, is known at all. */
export interface Condition {
  readonly at: Selectors
  readonly is?: readonly string[]
}

/**
 * Where the name of a model or data set stands in a call, and which texts are taken for one; docs/catalog.md describes
 * each field.
 */
export interface NameSpec {
  readonly name: Selectors
  readonly form?: Form
  readonly only?: readonly string[]
  readonly deny?: readonly string[]
  readonly owner?: string
  /** the library's word → the asset's name */
  readonly names?: Readonly<Record<string, string>>
  /** the form of a name with its parts: groups `name`, `revision`, `config`; other texts are none */
  readonly pattern?: string
  readonly level?: Level
  readonly confidence?: number
  readonly registry?: string
  readonly revision?: Selectors
}

/** A model that a rule names, with the arguments that state facts of it. */
export interface ModelSpec extends NameSpec {
  readonly task?: Selectors
  readonly quantization?: Selectors
  readonly trustRemoteCode?: Selectors
  readonly useSafetensors?: Selectors
}

/** A data set that a rule names, with the arguments that state facts of it. */
export interface DatasetSpec extends NameSpec {
  readonly config?: Selectors
  readonly split?: Selectors
  readonly trustRemoteCode?: Selectors
  readonly url?: Selectors
}

/** A weight file by its name or URL; `repository` is the argument that names the hub's repository it lies in. */
export interface WeightsSpec {
  readonly name: Selectors
  readonly only?: readonly string[]
  readonly deny?: readonly string[]
  readonly repository?: Selectors
  readonly level?: Level
}

/** A client or endpoint that a rule speaks of, and how its provider is found. */
export interface ServiceSpec {
  readonly provider?: string
  readonly endpoint?: Selectors
  readonly providerName?: Selectors
  readonly fallback?: string
  /** the library itself calls the provider that the model's name states */
  readonly ofModel?: boolean
  readonly level?: Level
}

/** What a tool or agent may execute, read, write and reach on the network, in words. */
export interface Reach {
  readonly executes?: readonly string[]
  readonly reads?: readonly string[]
  readonly writes?: readonly string[]
  readonly network?: readonly string[]
}

/**
 * An agent that a rule speaks of; `model` and `tools` may be calls, and the agent depends on the assets named there.
 */
export interface AgentSpec {
  readonly name?: Selectors
  readonly model?: Selectors
  readonly tools?: Selectors
  /** MCP servers that it may use */
  readonly servers?: Selectors
  /** agents that it hands over to or leads */
  readonly handoffs?: Selectors
  /** guardrails that stand before or behind it */
  readonly guardrails?: Selectors
  readonly reach?: Reach
  /** names of modules that code which it writes may import */
  readonly imports?: Selectors
  readonly level?: Level
}

/**
 * An MCP server that a rule speaks of: `implemented` (if not given) by this program, or `configured` to be started or
 * asked by it.
 */
export interface McpServerSpec {
  readonly name?: Selectors
  readonly role?: 'implemented' | 'configured'
  readonly transport?: 'stdio' | 'http' | 'sse'
  readonly command?: Selectors
  readonly args?: Selectors
  readonly url?: Selectors
  readonly level?: Level
}

/** A prompt that a rule speaks of; text that cannot be resolved is not listed. */
export interface PromptSpec {
  readonly text: Selectors
  readonly role?: 'system' | 'user' | 'assistant' | 'template' | 'instructions'
  /** the texts are messages of one template */
  readonly isWhole?: boolean
}

/** A guardrail that a rule speaks of: what checks the input or output of a model. */
export interface GuardrailSpec {
  readonly engine: string
  readonly name?: Selectors
  /** what it checks: texts, classes, calls */
  readonly checks?: Selectors
  readonly stages?: readonly GuardrailStage[]
}

/** A tool that a rule speaks of, and what it may do. */
export interface ToolSpec {
  readonly name?: Selectors
  /** each function given here is a tool by itself, called like the function */
  readonly functions?: Selectors
  /** each class given here is a tool by itself: the model is offered a call that fills it in */
  readonly classes?: Selectors
  readonly reach?: Reach
}

/** One way to say something in code: exactly one trigger, what has to hold beside it, and the assets that follow. */
export interface Rule extends Readonly<Partial<Record<Trigger, readonly string[]>>> {
  readonly id: string
  readonly language?: RootLanguage
  readonly receiver?: 'known' | 'imported' | 'any'
  /** import roots of which the file must have one */
  readonly beside?: readonly string[]
  /**
   * a map or list: the rule is met by each of its members, whose settings are the arguments and whose key is the target
   */
  readonly each?: Selectors
  readonly when?: readonly Condition[]
  readonly unless?: readonly Condition[]
  readonly models?: readonly ModelSpec[]
  readonly datasets?: readonly DatasetSpec[]
  readonly weights?: readonly WeightsSpec[]
  readonly service?: ServiceSpec
  readonly agent?: AgentSpec
  readonly mcpServer?: McpServerSpec
  readonly prompts?: readonly PromptSpec[]
  readonly tool?: ToolSpec
  readonly guardrail?: GuardrailSpec
}

/** The provider that a library's names belong to, by the module they were imported from. */
export function providerOf(library: Library, module: string): string | undefined {
  const roots = Object.entries(library.providers ?? {}).filter(
    ([root]) => module === root || module.startsWith(`${root}/`) || module.startsWith(`${root}.`),
  )
  const [nearest] = roots.sort(([a], [b]) => b.length - a.length)
  return nearest?.[1] ?? library.provider
}
