// Generated from the schema by `npm run generate`. Do not edit.

export type Text = string
/**
 * Whoever runs hosted models: openai, azure-openai.
 */
export type Patterns = Text[]
/**
 * As in openai/gpt-4o, huggingface/org/name, ./models/a.gguf.
 */
export type Patterns1 = Text[]
/**
 * As in huggingface/org/name, ./data/train.csv.
 */
export type Patterns2 = Text[]
/**
 * SPDX ids, or names as they are stated.
 */
export type Patterns3 = Text[]
/**
 * Where models and data sets are fetched from: huggingface, ollama.
 */
export type Patterns4 = Text[]
/**
 * Names of agents.
 */
export type Patterns5 = Text[]
/**
 * What an MCP server starts or calls: pkg:npm/@scope/name, https://host/path, or its name.
 */
export type Patterns6 = Text[]
/**
 * Whose reports count: garak, promptfoo, lm-eval.
 */
export type Patterns7 = Text[]
/**
 * Attacks or tests that must have been tried, each by one probe at least: promptinject.*.
 */
export type Patterns8 = Text[]
/**
 * Identities of assets that need a guardrail: something known to filter what goes in or comes out, among what they rest on. subject for the product as a whole.
 */
export type Patterns9 = Text[]
export type SeverityOrOff = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'off'
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/**
 * aibom.policy.yaml: what AI a project may contain, how bad each finding is, and what is waived. Read by `aibom check`; docs/policy.md explains it.
 */
export interface PolicyFile {
  /**
   * Version of this form.
   */
  version: 1
  /**
   * Policies that this one builds on, as one of the organisation. This file may only be stricter than they are.
   */
  include?: Include[]
  approved?: Approved
  /**
   * Who must have signed what; the form that `aibom verify --policy` reads. The first rule whose artifacts match counts.
   */
  signers?: Signer[]
  /**
   * Results of tests that assets need: `aibom evidence add` puts them into a BOM.
   */
  evidence?: Evidence[]
  guardrails?: Patterns9
  /**
   * How bad a finding is: by the id or name of a rule, or the class of a change. off: it is not reported.
   */
  severities?: {
    [k: string]: SeverityOrOff
  }
  /**
   * How bad it is that something could not be decided. Without it `aibom check` exits 3 then.
   */
  undecided?: 'critical' | 'high' | 'medium' | 'low' | 'info'
  /**
   * Findings and changes that somebody answers for, until a day.
   */
  waivers?: Waiver[]
  /**
   * Rules that a file which includes this one may waive. Without it: none of those that this file is about.
   */
  waivable?: Text[]
  /**
   * Rules of your own.
   */
  rules?: Rule[]
}
export interface Include {
  /**
   * Relative to this file, inside its folder.
   */
  file?: string
  /**
   * https address; fetched with --online, and kept by its digest.
   */
  url?: string
  /**
   * Digest of what is at the address.
   */
  sha256?: string
}
/**
 * What may be used. A list that is not given approves everything of its kind; an empty one nothing.
 */
export interface Approved {
  providers?: Patterns
  models?: Patterns1
  datasets?: Patterns2
  licenses?: Patterns3
  registries?: Patterns4
  agents?: Patterns5
  mcpServers?: Patterns6
}
export interface Signer {
  /**
   * names as `aibom verify` shows them, whole: paths, pkg:npm/@scope/name, hf:org/name; * stands for anything but /, ** for anything
   *
   * @minItems 1
   */
  artifacts: [string, ...string[]]
  /**
   * e-mail or URI, letter by letter
   */
  identity?: string
  /**
   * in place of identity: a pattern over the whole name; * stands for anything but /
   */
  identityPattern?: string
  /**
   * letter by letter
   */
  issuer?: string
  /**
   * KIND:REPOSITORY[:WORKFLOW] of PyPI's trusted publishing
   */
  publisher?: string
  /**
   * public keys, relative to the policy file
   */
  keys?: string[]
  /**
   * root certificates, relative to the policy file
   */
  roots?: string[]
  require?: 'signed' | 'provenance' | 'digest'
}
/**
 * What the results of tests of some assets have to say. Only results that fit what is there now count.
 */
export interface Evidence {
  /**
   * Identities, as findings show them: model:openai/gpt-4o, agent:**; subject for the product as a whole. * stands for anything but /, ** for anything.
   *
   * @minItems 1
   */
  assets: [Text, ...Text[]]
  /**
   * red-team: attacks that were tried; evaluation: how well it does its work. Without it: either.
   */
  kind?: 'red-team' | 'evaluation'
  tools?: Patterns7
  /**
   * bound, which is the default: the report states the revision or digest, or the bytes were compared. named: the same name is enough.
   */
  binding?: 'bound' | 'named'
  /**
   * Days since the run.
   */
  maxAgeDays?: number
  probes?: Patterns8
  /**
   * Attempts with a verdict that each probe has to have.
   */
  minAttempts?: number
  /**
   * Of each probe: the upper bound of the rate at which attacks worked, from 0 to 1.
   */
  maxAttackSuccess?: number
  /**
   * Values that must be there.
   */
  metrics?: Metric[]
}
export interface Metric {
  /**
   * As the report calls it: acc, exact_match.
   */
  type: string
  /**
   * Task or data set; * stands for anything but /, ** for anything.
   */
  slice?: string
  min?: number
  max?: number
}
export interface Waiver {
  /**
   * Id or name of a rule, or class of a change.
   */
  rule: string
  /**
   * Identity of the asset, as findings show it: * stands for anything but /, ** for anything.
   */
  asset: string
  reason: string
  /**
   * Who answers for it.
   */
  owner: string
  /**
   * The last day on which it counts: 2027-01-31.
   */
  expires: string
}
export interface Rule {
  /**
   * Lower-case words joined by hyphens; no name of a rule of aibom.
   */
  id: string
  /**
   * In CEL: true where there is something to report. docs/policy.md lists what it can ask for.
   */
  when: string
  severity: Severity
  why: string
  fix: string
  /**
   * Examples that `aibom policy test` runs.
   */
  tests?: RuleTest[]
}
export interface RuleTest {
  name?: string
  /**
   * Whether the rule has to report this.
   */
  matches: boolean
  /**
   * Fields of the asset; those left out are empty.
   */
  asset?: {}
  /**
   * Fields of the change; those left out are empty.
   */
  change?: {}
  evidence?: {}[]
}
