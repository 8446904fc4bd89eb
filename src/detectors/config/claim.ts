import {baseName} from '../../lib/path.ts'

/** What a file is by its name; undefined for files that are no configuration or belong to another detector. */
export type ConfigKind =
  | 'yaml'
  | 'json'
  | 'toml'
  | 'ini'
  | 'properties'
  | 'env'
  | 'shell'
  | 'make'
  | 'powershell'
  | 'sql'

const kindByEnding: ReadonlyMap<string, ConfigKind> = new Map([
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['json', 'json'],
  ['jsonc', 'json'],
  ['json5', 'json'],
  ['toml', 'toml'],
  ['ini', 'ini'],
  ['cfg', 'ini'],
  ['conf', 'ini'],
  ['properties', 'properties'],
  ['sh', 'shell'],
  ['bash', 'shell'],
  ['zsh', 'shell'],
  ['ksh', 'shell'],
  ['slurm', 'shell'],
  ['sbatch', 'shell'],
  ['command', 'shell'],
  ['bat', 'shell'],
  ['cmd', 'shell'],
  ['ps1', 'powershell'],
  ['mk', 'make'],
  ['sql', 'sql'],
])

const kindByName: ReadonlyMap<string, ConfigKind> = new Map([
  ['makefile', 'make'],
  ['gnumakefile', 'make'],
  ['justfile', 'make'],
  ['mlproject', 'yaml'],
  ['.envrc', 'env'],
  ['.env', 'env'],
])

/** Manifests, lock files and settings of tools: others read them, or they name no AI. */
const foreignNames = new Set(
  (
    'package.json package-lock.json npm-shrinkwrap.json bun.lock deno.lock composer.json composer.lock tsconfig.json jsconfig.json lerna.json nx.json turbo.json pnpm-lock.yaml pnpm-workspace.yaml ' +
    'pyproject.toml poetry.lock uv.lock pdm.lock pylock.toml cargo.toml cargo.lock setup.cfg tox.ini pytest.ini mypy.ini .flake8 pipfile pipfile.lock gopkg.toml netlify.toml rustfmt.toml ruff.toml .prettierrc.json ' +
    '.eslintrc.json biome.json .biome.json .pre-commit-config.yaml .pre-commit-config.yml mkdocs.yml mkdocs.yaml .readthedocs.yml .readthedocs.yaml codecov.yml .codecov.yml dependabot.yml renovate.json .gitlab-ci-lint.yml ' +
    'mcp.json .mcp.json claude_desktop_config.json mcp_settings.json cline_mcp_settings.json mcp_config.json environment.yml environment.yaml conda.yml conda.yaml chart.yaml chart.lock crowdin.yml ' +
    'dvc.yaml dvc.lock mlmodel tokenizer.json tokenizer_config.json special_tokens_map.json added_tokens.json vocab.json merges.json generation_config.json preprocessor_config.json processor_config.json ' +
    'model.safetensors.index.json pytorch_model.bin.index.json quantize_config.json croissant.json components.json angular.json manifest.json swagger.json cgmanifest.json packages.lock.json project.assets.json libs.versions.toml'
  ).split(' '),
)
const foreignEndings = [
  '.cdx.json',
  '.spdx.json',
  '.schema.json',
  '.bom.json',
  '.tfstate.json',
  '.min.json',
  '.map.json',
  '.tsbuildinfo',
  '-lock.json',
  '-lock.yaml',
  '.lock.yaml',
  '.snap.json',
]
const foreignFolders = [
  '/l10n/',
  '/langs/',
  '/locales/',
  '/locale/',
  '/i18n/',
  '/translations/',
  '/__snapshots__/',
  '/cassettes/',
  '/vcr_cassettes/',
  '/fixtures/vcr',
  '/__recordings__/',
  '/lang/',
  '/_locales/',
  // forms for people who report a fault: what they may choose from
  '/issue_template/',
]
/** Where JSON is what a test feeds or expects, or what a program has measured, not what it is set up with. */
const recordedFolders = [
  '/fixtures/',
  '/__fixtures__/',
  '/mocks/',
  '/__mocks__/',
  '/testdata/',
  '/test_data/',
  '/snapshots/',
  '/recordings/',
  '/results/',
  '/benchmark_results/',
  '/eval_results/',
]
/** Rows that tests put into tables. */
const testRows = ['/test/fixtures/', '/spec/fixtures/']
const envSuffixes = new Set([
  'example',
  'sample',
  'template',
  'tmpl',
  'dist',
  'defaults',
  'default',
  'local',
  'development',
  'production',
  'test',
  'testing',
  'staging',
  'dev',
  'prod',
  'docker',
  'ci',
])

/** `messages/pt-br.json`, `strings/de.yaml`, `messages_fr.properties`: texts for people, a file for each language. */
const translationPattern =
  /\/(?:messages|strings|texts?|languages?|intl|dictionaries|public\/locales)\/[a-z]{2,3}(?:[-_][a-z]{2,4})?\.(?:json5?|jsonc|ya?ml|toml|properties)$|\/(?:messages|strings|labels)_[a-z]{2}(?:_[a-z]{2})?\.properties$/

function isTranslation(path: string): boolean {
  return translationPattern.test(path)
}

/** By the whole path: names and folders of other tools' files are left out. */
export function configKind(path: string): ConfigKind | undefined {
  const name = baseName(path).toLowerCase()
  if (foreignNames.has(name)) return undefined
  const named = kindByName.get(name)
  if (named !== undefined) return named
  if (isEnvName(name)) return 'env'
  const kind = kindByEnding.get(name.slice(name.lastIndexOf('.') + 1)) ?? kindOfTemplate(name)
  if (kind === undefined || foreignEndings.some(ending => name.endsWith(ending))) return undefined
  if (kind === 'json' && recordedFolders.some(folder => `/${path}`.includes(folder))) return undefined
  if (kind === 'yaml' && testRows.some(folder => `/${path}`.includes(folder))) return undefined
  const rooted = `/${path.toLowerCase()}`
  return foreignFolders.some(folder => rooted.includes(folder)) || isTranslation(rooted) ? undefined : kind
}

/** `.env.local.example`, `env.example`, `docker.env`, `prod.env.template` */
function isEnvName(name: string): boolean {
  if (name.startsWith('.env.') || name.startsWith('.env-') || name.startsWith('.env_') || name.endsWith('.env'))
    return !name.endsWith('.ts') && !name.endsWith('.js')
  const [first = '', ...rest] = name.split('.')
  const isEnv = first === 'env' || first === 'dotenv' || first === 'example' || rest.includes('env')
  return (
    isEnv &&
    rest.length > 0 &&
    (first === 'example' ? rest[0] === 'env' : rest.every(part => part === 'env' || envSuffixes.has(part)))
  )
}

/** `config.yaml.example`, `values.yml.tmpl`, `settings.json.sample` */
function kindOfTemplate(name: string): ConfigKind | undefined {
  const match =
    /\.(ya?ml|json|toml|ini|cfg|sh|properties)\.(?:example|sample|template|tmpl|tpl|dist|j2|jinja2?|gotmpl|in|erb|mustache)$/.exec(
      name,
    )
  return match === null ? undefined : kindByEnding.get(match[1] ?? '')
}
