// Builds dist/: our code and oclif in split chunks; heavy libraries stay ordinary dependencies behind import().
import {createHash} from 'node:crypto'
import {copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {precompiledValidators} from '../schemas/precompiled-validators.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)
const dist = join(root, 'dist')

rmSync(dist, {recursive: true, force: true})
mkdirSync(join(dist, 'grammars'), {recursive: true})

await build({
  absWorkingDir: root,
  entryPoints: {main: 'src/cli/main.ts', commands: 'src/commands/all.ts', worker: 'src/pipeline/worker/worker.ts'},
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // jsonc-parser's `main` is UMD, which cannot be bundled
  mainFields: ['module', 'main'],
  legalComments: 'linked',
  minifyWhitespace: true,
  logLevel: 'warning',
  plugins: [precompiledValidators],
  external: [
    ...['@sigstore/*', '@cyclonedx/*', '@huggingface/hub', 'web-tree-sitter'],
    // optional, with binaries or CommonJS of their own
    ...['libsql', 'pg', 'pg-boss', 'hyparquet-writer'],
    // CommonJS: bundled, its names are not to be imported
    'undici',
    // oclif reaches for these only where they are installed
    ...['typescript', 'ts-node', 'tsx'],
  ],
  // bundled CommonJS asks for require, __dirname
  banner: {
    js: "import {createRequire as __createRequire} from 'node:module';import {fileURLToPath as __toPath} from 'node:url';const require=__createRequire(import.meta.url);const __filename=__toPath(import.meta.url);const __dirname=__toPath(new URL('.',import.meta.url));",
  },
})

const grammars = dirname(require.resolve('@vscode/tree-sitter-wasm/package.json'))
for (const grammar of ['python', 'typescript', 'tsx', 'go', 'java', 'c-sharp', 'rust', 'ruby', 'php']) {
  copyFileSync(join(grammars, `wasm/tree-sitter-${grammar}.wasm`), join(dist, `grammars/tree-sitter-${grammar}.wasm`))
}
copyFileSync(join(grammars, 'LICENSE'), join(dist, 'grammars/LICENSE'))
const kotlin = dirname(require.resolve('@tree-sitter-grammars/tree-sitter-kotlin/package.json'))
copyFileSync(join(kotlin, 'tree-sitter-kotlin.wasm'), join(dist, 'grammars/tree-sitter-kotlin.wasm'))
copyFileSync(join(kotlin, 'LICENSE'), join(dist, 'grammars/LICENSE-kotlin'))

const libraries = join(root, 'src/catalog/libraries')
const catalog = readdirSync(libraries)
  .sort()
  .map(file => JSON.parse(readFileSync(join(libraries, file), 'utf8')))
writeFileSync(join(dist, 'catalog.json'), JSON.stringify(catalog))

// what is kept of one run is good for the same build alone
const hash = createHash('sha256')
for (const file of readdirSync(dist, {recursive: true, encoding: 'utf8'}).sort()) {
  if (/\.(js|json|wasm)$/.test(file)) hash.update(`${file}\0`).update(readFileSync(join(dist, file)))
}
writeFileSync(join(dist, 'build-id'), hash.digest('hex'))
