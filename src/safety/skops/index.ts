import {AibomError} from '../../lib/errors.ts'
import {isJsonObject, type JsonValue, memberOf, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {targetActs} from '../../rules/target-acts.ts'
import type {ArchiveDialect} from '../archive/archive.ts'
import {LimitReached} from '../budget.ts'
import {standingOf} from '../pickle/judge.ts'
import type {Examination} from '../reader.ts'
import {examineFiles} from './files.ts'

const limitBytes = 64 * 1024 * 1024
const depthLimit = 256
/** Nodes whose loader builds data from what is in the file. */
const plainLoaders: ReadonlySet<string> = new Set([
  ...[
    'DictNode',
    'ListNode',
    'SetNode',
    'TupleNode',
    'SliceNode',
    'JsonNode',
    'NdArrayNode',
    'MaskedArrayNode',
    'RandomStateNode',
    'RandomGeneratorNode',
  ],
  ...[
    'SparseMatrixNode',
    'DTypeNode',
    'BytesNode',
    'BytearrayNode',
    'CachedNode',
    'ObjectNode',
    'TypeNode',
    'FunctionNode',
    'DefaultDictNode',
    'OrderedDictNode',
  ],
  ...['TreeNode', 'SGDNode', 'LossNode', 'DatetimeTimeDeltaNode', 'QuantileForestNode', 'PartialNode'],
])
/** Nodes that make their loader call something that the file names. */
const callingLoaders: ReadonlySet<string> = new Set(['MethodNode', 'OperatorFuncNode', 'ReduceNode'])
/** Functions have small letters: an object is never one. */
const className =
  /^_*[A-Z]|^(?:ndarray|dtype|matrix|memmap|recarray|dict|list|tuple|set|deque|defaultdict|date|time|datetime|timedelta|timezone)$/
/** What they name is not made by them, but taken as it is. */
const namesOther: ReadonlySet<string> = new Set(['FunctionNode', 'TypeNode'])
const plainModules = /^(?:sklearn|numpy|scipy|builtins|collections|datetime)(?:\.|$)/

/** A model of scikit-learn as skops writes it: a tree of typed nodes, and arrays beside it. */
export const skops: ArchiveDialect = {
  format: 'skops',
  matches: names => names.has('schema.json'),
  async read(archive, file) {
    for (const member of archive.members.filter(({name}) => name === 'schema.json')) {
      archive.claim(member)
      const schema = parse(file, member.open)
      if (schema === undefined) continue
      if (isJsonObject(schema))
        for (const key of ['_skops_version', 'protocol'])
          if (schema[key] !== undefined) file.fact(key, schema[key] ?? null)
      judgeNode(file, schema, '', 0)
      await examineFiles(file, archive, schema)
    }
  },
}

function parse(
  file: Examination,
  open: () => {read(offset: bigint, length: number): Uint8Array; readonly byteLength: bigint},
): JsonValue | undefined {
  try {
    const bytes = open()
    const {value, duplicates} = parseStrictJson(
      new TextDecoder().decode(bytes.read(0n, Math.min(limitBytes, Number(bytes.byteLength)))),
    )
    if (duplicates.length > 0)
      file.find(configUnread, `${JSON.stringify(String(duplicates[0]))} stands there twice`, {member: 'schema.json'})
    return value
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    file.find(brokenFile, error.message, {member: 'schema.json'})
    return undefined
  }
}

function judgeNode(file: Examination, value: JsonValue, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > depthLimit) throw new LimitReached(`a schema nested deeper than ${depthLimit}`)
  file.budget.spend('items')
  if (isJsonObject(value) && typeof value['__loader__'] === 'string') judgeLoader(file, value, path)
  const entries = isJsonObject(value)
    ? Object.entries(value)
    : value.map((item, index) => [String(index), item] as const)
  for (const [key, item] of entries)
    if (item !== undefined) judgeNode(file, item, path === '' ? key : `${path}.${key}`, depth + 1)
}

function judgeLoader(file: Examination, node: {readonly [key: string]: JsonValue | undefined}, path: string): void {
  const [loader, module, name] = [
    String(node['__loader__']),
    String(node['__module__'] ?? ''),
    String(node['__class__'] ?? ''),
  ]
  const method = loader === 'MethodNode' ? memberOf(node['content'], 'func') : undefined
  const full = [module, name, method].filter(part => typeof part === 'string' && part !== '').join('.')
  const place = {member: path, evidence: full}
  judgeFunction(file, node['content'], path)
  const standing = standingOf(module, name, file.trustedNames)
  if (standing === 'acts' || callingLoaders.has(loader))
    file.find(targetActs, `a ${loader} has the loader call ${full}`, place)
  else if (!plainLoaders.has(loader))
    file.find(needsCode, `the loader ${loader} is not one of skops`, {...place, evidence: loader})
  else if (
    standing !== 'call' &&
    standing !== 'value' &&
    !(plainModules.test(module) && (loader === 'ObjectNode' ? className.test(name) : !namesOther.has(loader)))
  )
    file.find(needsCode, `it needs ${full}, which is not on the list of safe names`, place)
}

/** A function is named inside its node. */
function judgeFunction(file: Examination, content: JsonValue | undefined, path: string): void {
  if (!isJsonObject(content)) return
  const {module_path: module, function: name} = content
  if (typeof module !== 'string' || typeof name !== 'string') return
  const full = `${module}.${name}`
  const place = {member: path, evidence: full}
  const standing = standingOf(module, name, file.trustedNames)
  if (standing === 'acts') file.find(targetActs, `a node has the loader take the function ${full}`, place)
  else if (standing !== 'call' && standing !== 'value')
    file.find(needsCode, `it needs ${full}, which is not on the list of safe names`, place)
}
