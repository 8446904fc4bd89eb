// Writes what is derived from the schemas: `npm run generate`. A test compares the files with what this gives.
import {readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {fileURLToPath} from 'node:url'
import {compile} from 'json-schema-to-typescript'
import {taxonomyPage} from './taxonomy.mjs'

const root = new URL('..', import.meta.url)
const require = createRequire(import.meta.url)
const banner = '// Generated from the schema by `npm run generate`. Do not edit.\n'

/** Parts of CycloneDX that aibom neither writes nor reads. */
const unusedParts = new Set([
  ...['cryptoProperties', 'signature', 'patentAssertions', 'vulnerabilities', 'annotations', 'formulation', 'declarations'],
  ...['definitions', 'citations', 'licensing', 'swid', 'callstack', 'patches', 'distributionConstraints'],
  // conditions, which types cannot say
  'allOf',
])

/** Content by path of every generated file. */
export async function generateFiles() {
  return new Map([
    ['src/bom/cyclonedx.generated.ts', await cyclonedxTypes()],
    ['src/pipeline/generate-result.generated.ts', await resultTypes('generate', 'GenerateResult')],
    ['src/pipeline/fetch-result.generated.ts', await resultTypes('fetch', 'FetchResult')],
    ['src/pipeline/explain-result.generated.ts', await resultTypes('explain', 'ExplainResult')],
    ['src/cli/completion/result.generated.ts', await resultTypes('completion', 'CompletionResult')],
    ['src/pipeline/keygen-result.generated.ts', await resultTypes('keygen', 'KeygenResult')],
    ['src/pipeline/list/result.generated.ts', await resultTypes('list', 'ListResult')],
    ['src/pipeline/inspect/result.generated.ts', await resultTypes('inspect', 'InspectResult')],
    ['src/pipeline/sign-result.generated.ts', await resultTypes('sign', 'SignResult')],
    ['src/review/review-result.generated.ts', await resultTypes('review', 'ReviewResult')],
    ['src/pipeline/convert-result.generated.ts', await resultTypes('convert', 'ConvertResult')],
    ['src/pipeline/validate-result.generated.ts', await resultTypes('validate', 'ValidateResult')],
    ['src/pipeline/verify/result.generated.ts', await resultTypes('verify', 'VerifyResult')],
    ['src/pipeline/changes/check-result.generated.ts', await resultTypes('check', 'CheckResult')],
    ['src/pipeline/changes/diff-result.generated.ts', await resultTypes('diff', 'DiffResult')],
    ['src/pipeline/changes/lock-result.generated.ts', await resultTypes('lock', 'LockResult')],
    ['src/pipeline/upstream/watch-result.generated.ts', await resultTypes('watch', 'WatchResult')],
    ['src/pipeline/evidence/add-result.generated.ts', await resultTypes('evidence-add', 'EvidenceAddResult')],
    ['src/pipeline/evidence/status-result.generated.ts', await resultTypes('evidence-status', 'EvidenceStatusResult')],
    ['src/pipeline/observe/result.generated.ts', await resultTypes('observe', 'ObserveResult')],
    ['src/pipeline/fleet/add-result.generated.ts', await resultTypes('fleet-add', 'FleetAddResult')],
    ['src/pipeline/fleet/scan-result.generated.ts', await resultTypes('fleet-scan', 'FleetScanResult')],
    ['src/pipeline/fleet/changes-result.generated.ts', await resultTypes('fleet-changes', 'FleetChangesResult')],
    ['src/pipeline/fleet/check-result.generated.ts', await resultTypes('fleet-check', 'FleetCheckResult')],
    ['src/pipeline/fleet/worker-result.generated.ts', await resultTypes('fleet-worker', 'FleetWorkerResult')],
    ['src/pipeline/fleet/query-result.generated.ts', await resultTypes('fleet-query', 'FleetQueryResult')],
    ['src/inventory/gap-code.generated.ts', gapCodes(readJson('schemas/aibom-properties.json'))],
    ['src/pipeline/policy/test-result.generated.ts', await resultTypes('policy-test', 'PolicyTestResult')],
    ['src/pipeline/policy/explain-result.generated.ts', await resultTypes('policy-explain', 'PolicyExplainResult')],
    ['src/pipeline/policy/export-result.generated.ts', await resultTypes('policy-export', 'PolicyExportResult')],
    ['src/pipeline/policy/init-result.generated.ts', await resultTypes('policy-init', 'PolicyInitResult')],
    ['src/policy/file/policy.generated.ts', await toTypes({...readJson('schemas/policy.schema.json'), title: 'PolicyFile'}, 'PolicyFile')],
    ['docs/taxonomy.md', taxonomyPage(readJson('schemas/aibom-properties.json'))],
  ])
}

async function cyclonedxTypes() {
  const library = require.resolve('@cyclonedx/cyclonedx-library/package.json')
  const schema = readJson(new URL('res/schema/bom-1.7.SNAPSHOT.schema.json', `file://${library}`))
  const {definitions, ...rest} = schema
  const pruned = {...prune(rest), definitions: Object.fromEntries(Object.entries(definitions).map(([name, part]) => [name, prune(part)]))}
  return toTypes({...pruned, title: 'CycloneDxDocument'}, 'CycloneDxDocument')
}

async function resultTypes(command, name) {
  const schema = readJson(`schemas/${command}.result.schema.json`)
  return toTypes({...schema, title: name}, name)
}

/** The codes of gaps as a closed type, from the list that the documentation is made from. */
function gapCodes({gaps}) {
  const codes = gaps.map(({code}) => `  '${code}',\n`).join('')
  const meaning = '/** Why something could not be read, parsed, resolved or verified; what each means: docs/taxonomy.md. */'
  return `${banner}\n${meaning}\nexport const gapCodes = [\n${codes}] as const\n\nexport type GapCode = (typeof gapCodes)[number]\n`
}

async function toTypes(schema, name) {
  return compile(schema, name, {
    bannerComment: banner,
    // references to other schemas
    cwd: fileURLToPath(new URL('schemas/', root)),
    additionalProperties: false,
    format: true,
    style: {semi: false, singleQuote: true, printWidth: 150},
  })
}

/** The shapes without their prose, and without the parts that are not used. */
function prune(node) {
  if (Array.isArray(node)) return node.map(prune)
  if (typeof node !== 'object' || node === null) return node
  if (typeof node.$ref === 'string') return node.$ref.startsWith('#') ? {$ref: node.$ref} : {type: 'string'}
  const kept = Object.entries(node).filter(([key, value]) => !(isProse(key, value) || (unusedParts.has(key) && typeof value === 'object')))
  return Object.fromEntries(kept.map(([key, value]) => [key, prune(value)]))
}

function isProse(key, value) {
  return (
    key === 'meta:enum' ||
    (['description', 'title', '$comment', 'pattern'].includes(key) && typeof value === 'string') ||
    (key === 'examples' && Array.isArray(value))
  )
}

function readJson(path) {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of await generateFiles()) writeFileSync(new URL(path, root), content)
}
