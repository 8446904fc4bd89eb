// Writes what is derived from the schemas: `npm run generate`. A test compares the files with what this gives.
import {readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {posix} from 'node:path'
import {fileURLToPath} from 'node:url'
import {compile} from 'json-schema-to-typescript'
import {taxonomyPage} from './taxonomy.mjs'

const root = new URL('..', import.meta.url)
const require = createRequire(import.meta.url)
const banner = '// Generated from the schema by `npm run generate`. Do not edit.\n'

/** Parts of CycloneDX that aibom neither writes nor reads. */
const unusedParts = new Set([
  ...[
    'cryptoProperties',
    'signature',
    'patentAssertions',
    'vulnerabilities',
    'annotations',
    'formulation',
    'declarations',
  ],
  ...['definitions', 'citations', 'licensing', 'swid', 'callstack', 'patches', 'distributionConstraints'],
  // conditions, which types cannot say
  'allOf',
])

/** Where the type of each result goes, by its schema. */
const resultPaths = {
  generate: 'src/pipeline/generate/result.generated.ts',
  fetch: 'src/pipeline/fetch/result.generated.ts',
  explain: 'src/pipeline/explain/result.generated.ts',
  completion: 'src/cli/completion/result.generated.ts',
  version: 'src/cli/version-result.generated.ts',
  keygen: 'src/pipeline/sign/keygen-result.generated.ts',
  list: 'src/pipeline/list/result.generated.ts',
  inspect: 'src/pipeline/inspect/result.generated.ts',
  sign: 'src/pipeline/sign/result.generated.ts',
  review: 'src/review/review-result.generated.ts',
  convert: 'src/pipeline/convert/result.generated.ts',
  validate: 'src/pipeline/convert/validate-result.generated.ts',
  verify: 'src/pipeline/verify/result.generated.ts',
  check: 'src/pipeline/changes/check-result.generated.ts',
  diff: 'src/pipeline/changes/diff-result.generated.ts',
  lock: 'src/pipeline/changes/lock-result.generated.ts',
  watch: 'src/pipeline/upstream/watch-result.generated.ts',
  'evidence-add': 'src/pipeline/evidence/add-result.generated.ts',
  'evidence-status': 'src/pipeline/evidence/status-result.generated.ts',
  observe: 'src/pipeline/observe/result.generated.ts',
  'fleet-add': 'src/pipeline/fleet/add-result.generated.ts',
  'fleet-scan': 'src/pipeline/fleet/scan-result.generated.ts',
  'fleet-changes': 'src/pipeline/fleet/changes-result.generated.ts',
  'fleet-check': 'src/pipeline/fleet/check-result.generated.ts',
  'fleet-worker': 'src/pipeline/fleet/worker-result.generated.ts',
  'fleet-query': 'src/pipeline/fleet/query-result.generated.ts',
  'fleet-push': 'src/pipeline/fleet/push/result.generated.ts',
  'fleet-serve': 'src/pipeline/fleet/serve/result.generated.ts',
  'policy-test': 'src/pipeline/policy/test-result.generated.ts',
  'policy-explain': 'src/pipeline/policy/explain-result.generated.ts',
  'policy-export': 'src/pipeline/policy/export-result.generated.ts',
  'policy-init': 'src/pipeline/policy/init-result.generated.ts',
}

/** Schemas whose definitions others refer to, and where the types of these are. */
const sharedPaths = {
  'change.schema.json': 'src/pipeline/changes/change.generated.ts',
  'check.result.schema.json': resultPaths.check,
  'list.result.schema.json': resultPaths.list,
}
const sharedPattern = /^([\w.-]+)#\/definitions\/(\w+)$/

/** Content by path of every generated file. */
export async function generateFiles() {
  const files = new Map([
    ['src/bom/spec/cyclonedx.generated.ts', await cyclonedxTypes()],
    [sharedPaths['change.schema.json'], await definitionTypes(readJson('schemas/change.schema.json'))],
    ['src/inventory/gap-code.generated.ts', gapCodes(readJson('schemas/aibom-properties.json'))],
    [
      'src/policy/file/policy.generated.ts',
      await toTypes({...readJson('schemas/policy.schema.json'), title: 'PolicyFile'}, 'PolicyFile'),
    ],
    ['src/inventory/fleet-answers.generated.ts', await interfaceTypes(readJson('schemas/fleet.openapi.json'))],
    ['docs/taxonomy.md', taxonomyPage(readJson('schemas/aibom-properties.json'))],
  ])
  for (const [command, path] of Object.entries(resultPaths)) files.set(path, await resultTypes(command, path))
  return files
}

async function cyclonedxTypes() {
  const library = require.resolve('@cyclonedx/cyclonedx-library/package.json')
  const schema = readJson(new URL('res/schema/bom-1.7.SNAPSHOT.schema.json', `file://${library}`))
  const {definitions, ...rest} = schema
  const pruned = {
    ...prune(rest),
    definitions: Object.fromEntries(Object.entries(definitions).map(([name, part]) => [name, prune(part)])),
  }
  return toTypes({...pruned, title: 'CycloneDxDocument'}, 'CycloneDxDocument')
}

async function resultTypes(command, path) {
  const name = `${pascalCase(command)}Result`
  const namesByPath = new Map()
  const schema = withImports(readJson(`schemas/${command}.result.schema.json`), namesByPath)
  const imports = [...namesByPath].map(([from, names]) => {
    const relative = posix.relative(posix.dirname(path), from)
    return `import type {${[...names].sort().join(', ')}} from '${relative.startsWith('.') ? relative : `./${relative}`}'\n`
  })
  return toTypes({...schema, title: name}, name, [banner, ...imports].join('\n'))
}

/** References to definitions that have a type of their own become its name. */
function withImports(node, namesByPath) {
  if (Array.isArray(node)) return node.map(item => withImports(item, namesByPath))
  if (typeof node !== 'object' || node === null) return node
  const [, file, definition] = sharedPattern.exec(node.$ref ?? '') ?? []
  const path = sharedPaths[file]
  if (path === undefined)
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withImports(value, namesByPath)]))
  const name = pascalCase(definition)
  namesByPath.set(path, (namesByPath.get(path) ?? new Set()).add(name))
  const {$ref: _, ...rest} = node
  return {...rest, tsType: name}
}

/** A type for each definition of a schema that describes no document. */
async function definitionTypes({definitions}) {
  const parts = Object.entries(definitions).map(([name, part]) => toTypes(part, pascalCase(name), ''))
  return `${banner}\n${(await Promise.all(parts)).join('')}`
}

/** A type for each schema of a description by OpenAPI. */
async function interfaceTypes({components: {schemas}}) {
  const definitions = JSON.parse(JSON.stringify(schemas).replaceAll('#/components/schemas/', '#/definitions/'))
  const properties = Object.fromEntries(Object.keys(definitions).map(name => [name, {$ref: `#/definitions/${name}`}]))
  const types = await toTypes(
    {type: 'object', required: Object.keys(properties), properties, definitions, title: 'All'},
    'All',
  )
  return types.replace(/export interface All \{[^}]*\}\n/, '')
}

function pascalCase(name) {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase())
}

/** The codes of gaps as a closed type, from the list that the documentation is made from. */
function gapCodes({gaps}) {
  const codes = gaps.map(({code}) => `  '${code}',\n`).join('')
  const meaning =
    '/** Why something could not be read, parsed, resolved or verified; what each means: docs/taxonomy.md. */'
  return `${banner}\n${meaning}\nexport const gapCodes = [\n${codes}] as const\n\nexport type GapCode = (typeof gapCodes)[number]\n`
}

async function toTypes(schema, name, bannerComment = banner) {
  return compile(schema, name, {
    bannerComment,
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
  const kept = Object.entries(node).filter(
    ([key, value]) => !(isProse(key, value) || (unusedParts.has(key) && typeof value === 'object')),
  )
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
