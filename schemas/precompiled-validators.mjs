// An esbuild plug-in: each src/bom/validators/v1-*.ts, which compiles a schema when it is loaded, becomes the code that
// compiling gives.
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import standaloneCode from 'ajv/dist/standalone/index.js'
import {tsImport} from 'tsx/esm/api'

const root = fileURLToPath(new URL('..', import.meta.url))

export const precompiledValidators = {
  name: 'precompiled-validators',
  setup(build) {
    build.onLoad({filter: /[\\/]bom[\\/]validators[\\/]v1-\d\.ts$/}, async ({path}) => {
      const {checkedSchema, compiler} = await tsImport('../src/bom/validators/compile.ts', import.meta.url)
      const [, minor] = /v1-(\d)\.ts$/.exec(path) ?? []
      const ajv = compiler(true)
      const code = standaloneCode.default(ajv, ajv.compile(checkedSchema(`bom-1.${minor}`)))
      const unique = JSON.stringify(join(root, 'src/bom/check/unique-items.ts'))
      return {contents: `import {areUnique} from ${unique}\n${code}`, loader: 'js', resolveDir: dirname(path)}
    })
  },
}
