import {spawn, spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {projectRoot, temporaryFolder} from './run.ts'

const environmentFolder = join(projectRoot, '.venv-tests')
const python = [join(environmentFolder, 'bin', 'python3'), join(environmentFolder, 'Scripts', 'python.exe')].find(
  path => existsSync(path),
)
const requirements = 'test/support/python-requirements.txt'
const [, version] = /^huggingface_hub==(\S+)$/m.exec(readFileSync(join(projectRoot, requirements), 'utf8')) ?? []

/** The hub's Python client, in exactly the version that its behaviour was compared at. */
export const hasPythonClient: boolean = python !== undefined && installedVersion(python) === version
if (!hasPythonClient)
  process.stderr.write(
    `skipped: the tests against huggingface_hub ${version}, because it is not installed (python3 -m venv .venv-tests; .venv-tests/bin/pip install -r ${requirements})\n`,
  )

function installedVersion(command: string): string {
  return spawnSync(command, ['-c', 'from importlib.metadata import version; print(version("huggingface_hub"))'], {
    encoding: 'utf8',
  }).stdout.trim()
}

/** What test/support/hub-client.py is asked, and of what. */
export interface Question {
  readonly ask: 'info' | 'files' | 'file' | 'card' | 'text' | 'snapshot' | 'checksums' | 'environment'
  readonly id?: string
  readonly kind?: 'model' | 'dataset'
  readonly [option: string]: unknown
}

/** What the client said, or the class of the error that it raised. */
export interface Answer {
  readonly said?: unknown
  readonly error?: string
}

/** One process for all questions. */
export function askPython(endpoint: string, questions: readonly Question[]): Promise<Answer[]> {
  const home = temporaryFolder()
  return new Promise((resolve, reject) => {
    const child = spawn(python ?? '', [join(projectRoot, 'test/support/hub-client.py')], {
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        HF_ENDPOINT: endpoint,
        HF_HUB_DISABLE_XET: '1',
        HF_HUB_DISABLE_TELEMETRY: '1',
        HF_HUB_DISABLE_PROGRESS_BARS: '1',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', chunk => out.push(chunk))
    child.stderr.on('data', chunk => err.push(chunk))
    child.on('error', reject)
    child.on('close', exit =>
      exit === 0
        ? resolve(JSON.parse(Buffer.concat(out).toString()))
        : reject(new Error(Buffer.concat(err).toString())),
    )
    child.stdin.end(JSON.stringify(questions))
  })
}
