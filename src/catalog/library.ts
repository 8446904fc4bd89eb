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
export type RootLanguage = (typeof rootLanguages)[number]
/** Languages that code is written in. */
export type CodeLanguage = RootLanguage | 'kotlin'

export function rootLanguage(language: CodeLanguage): RootLanguage {
  return language === 'kotlin' ? 'java' : language
}

export interface Roots {
  readonly packages: readonly string[]
  readonly imports: readonly string[]
}

/** Selector paths, the first that gives a value wins. */
export type Selectors = readonly string[]
export type Level = 'used' | 'configured' | 'mentioned'
export type Form = 'hub' | 'hub-owner' | 'provider:model' | 'provider/model' | 'plain' | 'file' | 'url' | 'text' | 'symbol'
export type Trigger = 'call' | 'class' | 'decorator' | 'jsx' | 'assign' | 'reference'

export interface Condition {
  readonly at: Selectors
  readonly is?: readonly string[]
}

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

export interface ModelSpec extends NameSpec {
  readonly task?: Selectors
  readonly quantization?: Selectors
  readonly trustRemoteCode?: Selectors
  readonly useSafetensors?: Selectors
}

export interface DatasetSpec extends NameSpec {
  readonly config?: Selectors
  readonly split?: Selectors
  readonly trustRemoteCode?: Selectors
  readonly url?: Selectors
}

export interface WeightsSpec {
  readonly name: Selectors
  readonly only?: readonly string[]
  readonly deny?: readonly string[]
  readonly repository?: Selectors
  readonly level?: Level
}

export interface ServiceSpec {
  readonly provider?: string
  readonly endpoint?: Selectors
  readonly providerName?: Selectors
  readonly fallback?: string
  /** the library itself calls the provider that the model's name states */
  readonly ofModel?: boolean
  readonly level?: Level
}

export interface Reach {
  readonly executes?: readonly string[]
  readonly reads?: readonly string[]
  readonly writes?: readonly string[]
  readonly network?: readonly string[]
}

export interface AgentSpec {
  readonly name?: Selectors
  readonly model?: Selectors
  readonly tools?: Selectors
  /** MCP servers that it may use */
  readonly servers?: Selectors
  /** agents that it hands over to or leads */
  readonly handoffs?: Selectors
  readonly reach?: Reach
  readonly level?: Level
}

export interface McpServerSpec {
  readonly name?: Selectors
  readonly role?: 'implemented' | 'configured'
  readonly transport?: 'stdio' | 'http' | 'sse'
  readonly command?: Selectors
  readonly args?: Selectors
  readonly url?: Selectors
  readonly level?: Level
}

export interface PromptSpec {
  readonly text: Selectors
  readonly role?: 'system' | 'user' | 'assistant' | 'template' | 'instructions'
}

export interface ToolSpec {
  readonly name?: Selectors
  readonly reach?: Reach
}

export interface Rule extends Readonly<Partial<Record<Trigger, readonly string[]>>> {
  readonly id: string
  readonly language?: RootLanguage
  readonly receiver?: 'known' | 'imported' | 'any'
  /** import roots of which the file must have one */
  readonly beside?: readonly string[]
  /** a map or list: the rule is met by each of its members, whose settings are the arguments and whose key is the target */
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
}

/** The provider that a library's names belong to, by the module they were imported from. */
export function providerOf(library: Library, module: string): string | undefined {
  const roots = Object.entries(library.providers ?? {}).filter(
    ([root]) => module === root || module.startsWith(`${root}/`) || module.startsWith(`${root}.`),
  )
  const [nearest] = roots.sort(([a], [b]) => b.length - a.length)
  return nearest?.[1] ?? library.provider
}
