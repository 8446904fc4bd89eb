/** What a rule of the user's own can ask for. Text that is not known is empty, and so is a list. */
export interface Subject {
  readonly asset: Fields<typeof assetFields>
  /** there where the rule is about changes */
  readonly change?: Fields<typeof changeFields>
  readonly evidence: readonly Fields<typeof evidenceFields>[]
}

type FieldType = 'string' | 'list<string>' | 'bool' | 'int' | 'double'
type ValueOf<T extends FieldType> = T extends 'string'
  ? string
  : T extends 'bool'
    ? boolean
    : T extends 'list<string>'
      ? readonly string[]
      : number
type Table = Readonly<Record<string, readonly [FieldType, string]>>
type Fields<T extends Table> = {readonly [Name in keyof T]: ValueOf<T[Name][0]>}

/** What expressions can ask of `asset`: type and meaning of each field; docs/policy.md lists them. */
export const assetFields = {
  id: ['string', 'identity without the version, as in findings: model:openai/gpt-4o'],
  kind: ['string', 'model, weights, dataset, package, service, agent, mcp-server, prompt, tool or dependency-manifest'],
  name: ['string', 'name with its namespace: org/name'],
  version: ['string', 'exact version, or the pinned revision'],
  purl: ['string', 'package URL'],
  provider: ['string', 'who runs the service or hosted model'],
  registry: ['string', 'where the model, data set or package comes from'],
  licenses: ['list<string>', 'SPDX ids and expressions, or the stated names'],
  digests: ['list<string>', 'digests of the content: sha256:…'],
  signers: ['list<string>', 'who signed it, if verified'],
  floating: ['bool', 'the name can move: it is not pinned, or names a branch or latest'],
  remoteCode: ['bool', 'the model runs code that comes with it'],
  format: ['string', 'format of weights'],
  architecture: ['string', 'architecture of a model'],
  parameters: ['int', 'number of parameters; 0 if unknown'],
  quantization: ['list<string>', 'quantization of a model or weights'],
  base: ['list<string>', 'identities of the models that a model derives from'],
  trainedOn: ['list<string>', 'identities of the data sets that a model was trained on'],
  endpoints: ['list<string>', 'addresses of a service, or the URL of an MCP server'],
  environment: ['list<string>', 'names of variables that hold credentials or settings'],
  command: ['string', 'command that starts an MCP server'],
  arguments: ['list<string>', 'arguments of that command, in order'],
  package: ['string', 'package that this command fetches and runs'],
  tools: ['list<string>', 'tools of an agent'],
  uses: ['list<string>', 'identities of the assets that an agent works with'],
  runs: ['list<string>', 'what it may run, directly or through what it can reach'],
  reads: ['list<string>', 'what it may read'],
  writes: ['list<string>', 'what it may write'],
  network: ['list<string>', 'hosts that it may reach'],
  autoApproves: ['list<string>', 'what it does without asking'],
  aliases: ['list<string>', 'other names'],
} as const satisfies Table

/** What expressions can ask of `change`, in rules about changes. */
export const changeFields = {
  class: ['string', 'a class listed in docs/changes.md'],
  severity: ['string', 'critical, high, medium, low or info'],
  fact: ['string', 'the fact that differs; empty if the asset was added or removed'],
  before: ['list<string>', 'its values in the baseline'],
  after: ['list<string>', 'its values now'],
  message: ['string', 'the change as a sentence'],
  previousId: ['string', 'identity in the baseline, if it was different'],
} as const satisfies Table

/** What expressions can ask of a member of `evidence`, one a place where the asset was seen. */
export const evidenceFields = {
  path: ['string', 'file, relative to the source'],
  line: ['int', 'starts at 1; 0 if unknown'],
  symbol: ['string', 'the name in the source code'],
  detector: ['string', 'what found it'],
  technique: ['string', 'syntax, manifest, binary, file-name or registry'],
  level: ['string', 'used, configured or mentioned'],
  scope: ['string', 'product, test, example, docs or vendored'],
  confidence: ['double', '0 to 1'],
} as const satisfies Table

/** A value for every field: those that are given, where they are of its type, else empty ones. */
export function fill<T extends Table>(fields: T, given: Readonly<Record<string, unknown>>): Fields<T> {
  const entries = Object.entries(fields).map(([name, [type]]) => [
    name,
    isOf(type, given[name]) ? given[name] : emptyOf(type),
  ])
  return Object.fromEntries(entries)
}

/** @returns the first of the given names that is no field, or has a value of another type */
export function misfit(fields: Table, given: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys(given).find(name => {
    const type = Object.hasOwn(fields, name) ? fields[name]?.[0] : undefined
    return type === undefined || !isOf(type, given[name])
  })
}

function isOf(type: FieldType, value: unknown): boolean {
  if (type === 'list<string>') return Array.isArray(value) && value.every(item => typeof item === 'string')
  if (type === 'int') return Number.isSafeInteger(value)
  return typeof value === ({string: 'string', bool: 'boolean', double: 'number'} as const)[type]
}

function emptyOf(type: FieldType): unknown {
  return {string: '', 'list<string>': [], bool: false, int: 0, double: 0}[type]
}
