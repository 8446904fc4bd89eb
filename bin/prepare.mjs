// Builds dist/ for a package that npm makes of a clone: `npm pack`, a git dependency, a hook of pre-commit. Where npm
// installs globally, what it starts installs globally too, and the clone is left without what the build needs. After
// `npm ci` nothing is built: whoever has a checkout builds it next, with npm start, npm test or npm pack.
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

if (process.env.npm_command === 'ci') process.exit()
if (!existsSync(join(root, 'node_modules'))) npm('ci', '--ignore-scripts', '--no-audit', '--no-fund')
if (existsSync(join(root, 'node_modules/esbuild'))) npm('run', '--silent', 'build')
else process.stderr.write('not built: the development dependencies are not installed\n')

function npm(...words) {
  const env = {...process.env, npm_config_global: 'false', npm_config_location: 'project'}
  const {status} = spawnSync('npm', words, {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
