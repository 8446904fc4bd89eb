/** The table of docs/architecture.md §2, as rules: folder → folders it may import. */
const table = {
  lib: [],
  inventory: ['lib'],
  formats: ['lib'],
  code: ['lib'],
  rules: ['inventory'],
  catalog: ['inventory', 'lib'],
  safety: ['formats', 'code', 'rules', 'inventory', 'lib'],
  registries: ['inventory', 'lib'],
  trust: ['inventory', 'lib'],
  policy: ['rules', 'inventory', 'lib'],
  drift: ['rules', 'inventory', 'lib'],
  evidence: ['formats', 'inventory', 'lib'],
  bom: ['rules', 'inventory', 'lib'],
  observe: ['formats', 'catalog', 'drift', 'rules', 'inventory', 'lib'],
  review: ['bom', 'rules', 'inventory', 'lib'],
  report: ['review', 'rules', 'inventory', 'lib'],
  store: ['inventory', 'lib'],
  sources: ['inventory', 'registries', 'bom', 'lib'],
  detectors: ['inventory', 'formats', 'safety', 'code', 'catalog', 'rules', 'lib'],
  pipeline: [
    'inventory',
    'formats',
    'code',
    'catalog',
    'safety',
    'rules',
    'registries',
    'trust',
    'policy',
    'drift',
    'bom',
    'evidence',
    'observe',
    'review',
    'report',
    'sources',
    'store',
    'detectors',
    'lib',
  ],
  cli: ['pipeline', 'review', 'rules', 'inventory', 'lib'],
  commands: ['cli', 'pipeline', 'review', 'report', 'rules', 'lib'],
}

const folderRules = Object.entries(table).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  severity: 'error',
  from: {path: `^src/${folder}/`},
  to: {path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/`},
}))

/** Outside packages have one home each. */
const homes = [
  ['oclif', '^@oclif/core', '^src/(commands|cli)/'],
  ['cyclonedx', '^@cyclonedx/', '^src/bom/'],
  ['sigstore', '^(@sigstore/|sigstore$|pkijs|asn1js)', '^src/trust/'],
  ['huggingface-hub', '^@huggingface/hub', '^src/registries/huggingface/'],
  ['databases', '^(kysely|libsql|pg|pg-boss)(/|$)', '^src/store/'],
  ['hono', '^(hono|@hono/)', '^src/(pipeline/fleet/serve|lib/http)/'],
  ['fzstd', '^fzstd', '^src/formats/'],
  ['parquet', '^hyparquet-writer', '^src/lib/'],
  ['tree-sitter', '^web-tree-sitter', '^src/code/'],
].map(([name, packages, home]) => ({
  name: `home-of-${name}`,
  severity: 'error',
  from: {path: '^src/', pathNot: home},
  to: {path: packages.replaceAll('^', '(^|node_modules/)')},
}))

const builtIns = [
  [
    'fs',
    '^(node:)?fs(/promises)?$',
    '^src/(sources|lib|store)/|^src/trust/online\\.ts$|^src/pipeline/worker/worker\\.ts$',
  ],
  ['network', '^(node:)?(http|https|net|tls|http2|dns)$', '^src/lib/http|^src/sources/git|^src/trust/online\\.ts$'],
  ['child-process', '^(node:)?child_process$', '^src/sources/git|^src/registries/oci/credentials\\.ts$'],
  ['worker-threads', '^(node:)?worker_threads$', '^src/pipeline/worker'],
].map(([name, modules, home]) => ({
  name: `home-of-${name}`,
  severity: 'error',
  from: {path: '^src/', pathNot: home},
  to: {path: modules},
}))

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {path: '^src/'},
      to: {circular: true},
    },
    {
      name: 'detectors-do-not-know-each-other',
      severity: 'error',
      from: {path: '^src/detectors/([^/]+)/'},
      to: {path: '^src/detectors/[^/]+/', pathNot: '^src/detectors/$1/'},
    },
    ...folderRules,
    ...homes,
    ...builtIns,
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
