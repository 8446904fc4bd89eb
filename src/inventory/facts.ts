import type {RegistryName} from '../lib/names/registry-name.ts'
import type {Digest} from './evidence.ts'

/** What is known of an asset of each kind. */
export type Facts =
  | {readonly kind: 'model'; readonly facts: ModelFacts}
  | {readonly kind: 'weights'; readonly facts: WeightsFacts}
  | {readonly kind: 'dataset'; readonly facts: DatasetFacts}
  | {readonly kind: 'package'; readonly facts: PackageFacts}
  | {readonly kind: 'service'; readonly facts: ServiceFacts}
  | {readonly kind: 'agent'; readonly facts: AgentFacts}
  | {readonly kind: 'mcp-server'; readonly facts: McpServerFacts}
  | {readonly kind: 'prompt'; readonly facts: PromptFacts}
  | {readonly kind: 'tool'; readonly facts: ToolFacts}
  | {readonly kind: 'guardrail'; readonly facts: GuardrailFacts}
  | {readonly kind: 'dependency-manifest'; readonly facts: ManifestFacts}
  | {readonly kind: 'bom'; readonly facts: BomFacts}

/** What is known of a model; an absent field is not known. */
export interface ModelFacts {
  /**
   * `huggingface`, `openai`, `anthropic`, `ollama`, `torchvision`, `spacy` …: who knows this name; absent where we
   * cannot tell
   */
  readonly registry?: string
  /** revision as written where it is used: a branch, a tag, a commit */
  readonly revision?: string
  /** a moving name: no pin, a branch, `latest` */
  readonly floating?: boolean
  readonly task?: string
  readonly architectureFamily?: string
  readonly architecture?: string
  readonly parameters?: bigint
  readonly quantization?: string
  readonly languages?: readonly string[]
  readonly library?: string
  readonly trustRemoteCode?: boolean
  readonly useSafetensors?: boolean
  readonly contextLength?: number
  /** settings of its architecture, by the names of `cdx:ai-ml:model:hyperparameter` */
  readonly hyperparameters?: Readonly<Record<string, string>>
  /** how it was adapted, as stated: `lora`, `sft` … of `cdx:ai-ml:model:parameter:tune_method` */
  readonly tuneMethods?: readonly string[]
  readonly chatTemplateSha256?: string
  readonly modelCard?: ModelCardFacts
}

/** What a model card states, as its sections give it; nothing derived. */
export interface ModelCardFacts {
  readonly intendedUses?: readonly string[]
  readonly limitations?: readonly string[]
  readonly ethicalConsiderations?: readonly string[]
  /** how it was trained, and on what */
  readonly training?: readonly string[]
  readonly metrics?: readonly {readonly type: string; readonly value: string; readonly slice?: string}[]
  /** kilograms of CO2 equivalent, as stated */
  readonly co2Kg?: number
  readonly energyKwh?: number
}

/** What is known of one weight file, by its header or by whoever describes it. */
export interface WeightsFacts {
  readonly format: string
  /** absent where a file is only named, not here and described by nobody */
  readonly byteLength?: bigint
  readonly parameters?: bigint
  readonly dtypes?: readonly string[]
  /** false: a Git LFS pointer or a registry's statement, the bytes are not here */
  readonly present: boolean
}

/** What is known of a data set, by code that loads it or by its metadata. */
export interface DatasetFacts {
  readonly registry?: string
  readonly config?: string
  readonly split?: readonly string[]
  readonly revision?: string
  readonly floating?: boolean
  readonly url?: string
  /** the script that comes with it is run */
  readonly trustRemoteCode?: boolean
  readonly languages?: readonly string[]
  /** its files, with the digests that its metadata declares */
  readonly distributions?: readonly Distribution[]
}

/** One file that an asset is given out as: a wheel, a data file; its digests are those that are declared. */
export interface Distribution {
  readonly file?: string
  readonly url?: string
  readonly digests: readonly Digest[]
}

/** What is known of a package, of all manifests and locks that name it. */
export interface PackageFacts {
  readonly ecosystem: 'npm' | 'pypi' | 'conda' | RegistryName['ecosystem']
  readonly scope: 'runtime' | 'dev' | 'optional' | 'peer' | 'extra'
  readonly direct: boolean
  /** the ranges that manifests and commands declare, each once */
  readonly declared?: readonly string[]
  /** registry or URL, when it is not the ecosystem's default */
  readonly source?: string
  /** a member of this repository (workspace, path dependency) */
  readonly local?: boolean
  /** PEP 508 marker or npm os/cpu condition */
  readonly condition?: string
  /** a PyPI version has one digest a wheel */
  readonly distributions: readonly Distribution[]
}

/** What is known of a service that is called: where, with which credentials, and which data goes there. */
export interface ServiceFacts {
  /** slug: `openai`, `azure-openai`, `bedrock`, `ollama`, `vllm` … */
  readonly provider: string
  readonly endpoints: readonly string[]
  /** the endpoint is the one of the provider's own clients: the source states none */
  readonly hasDefaultEndpoint?: boolean
  readonly authenticated?: boolean
  /** the data leaves the trust boundary of the application */
  readonly crossesTrustBoundary?: boolean
  /** names of the environment variables that hold its credentials or endpoint; never a value */
  readonly environment?: readonly string[]
  readonly dataFlows?: readonly {
    readonly flow: 'inbound' | 'outbound' | 'bi-directional' | 'unknown'
    readonly classification: string
  }[]
}

/** What an agent or server may do: facts that later rules judge. */
export interface ReachFacts {
  readonly executes?: readonly string[]
  readonly reads?: readonly string[]
  readonly writes?: readonly string[]
  readonly network?: readonly string[]
  readonly autoApproves?: readonly string[]
}

/** What is known of an agent; `tools` are names, `reach` is what it may do. */
export interface AgentFacts {
  readonly framework?: string
  readonly tools?: readonly string[]
  readonly reach?: ReachFacts
}

/** What of a conversation a guardrail may check. */
export const guardrailStages = ['input', 'output', 'retrieval', 'tool'] as const
/** One of them. */
export type GuardrailStage = (typeof guardrailStages)[number]

/** What is known of what checks the input or output of a model. */
export interface GuardrailFacts {
  /** slug of the product or library that it is of: `nemo-guardrails`, `bedrock-guardrails`, `openai-moderation` … */
  readonly engine: string
  /** what it checks, by the names of its engine: flows, validators, filters */
  readonly checks?: readonly string[]
  /** what it checks them of, where that is stated */
  readonly stages?: readonly GuardrailStage[]
  /** what else it is told, `threshold=0.9`, and the digest of code that it is: `code=sha256:…` */
  readonly settings?: readonly string[]
}

/** What is known of an MCP server, whether this program is one or starts one. */
export interface McpServerFacts {
  readonly role: 'implemented' | 'configured'
  readonly transport?: 'stdio' | 'http' | 'sse' | 'unknown'
  readonly command?: string
  readonly args?: readonly string[]
  readonly url?: string
  /** what its command fetches and runs: the purl of a package or the reference of a container image */
  readonly origin?: string
  /** that origin names one version or digest; false: whatever is newest when it starts */
  readonly pinned?: boolean
  /** names only */
  readonly environment?: readonly string[]
  readonly reach?: ReachFacts
}

/** What is known of a prompt; its digest is the asset's. */
export interface PromptFacts {
  readonly role: 'system' | 'user' | 'assistant' | 'template' | 'instructions' | 'skill' | 'command' | 'unknown'
  /** absent where the text is not at hand */
  readonly byteLength?: number
  /** names that are interpolated into it */
  readonly variables?: readonly string[]
  /** those of them that a request or a form brings */
  readonly requested?: readonly string[]
  /** SHA-256 of the message that a template of several begins with, where nothing is put into it */
  readonly opening?: string
  /** what whoever follows it may do without asking: the `allowed-tools` of a skill or command */
  readonly reach?: ReachFacts
  /** kept only under --include-prompts */
  readonly text?: string
}

/** What is known of a tool that a model may call. */
export interface ToolFacts {
  readonly framework?: string
  /** what it says of itself to the model; judged where it is at hand, and in no document */
  readonly text?: string
  /** SHA-256 of each description that a model may be told; absent where it is not wholly known */
  readonly descriptions?: readonly string[]
  /** SHA-256 of each definition, its parameters too, where all of it is known */
  readonly definitions?: readonly string[]
  readonly reach?: ReachFacts
}

/** A file that declares dependencies, or pins them. */
export interface ManifestFacts {
  /** `npm`, `pypi`, `golang`, `maven`, `helm` … */
  readonly ecosystem: string
  readonly role: 'manifest' | 'lock'
}

/** What a bill of materials in the source says that it is. */
export interface BomFacts {
  readonly format: 'CycloneDX' | 'SPDX'
  readonly specVersion?: string
}
