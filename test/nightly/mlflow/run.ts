import {type ChildProcess, spawn} from 'node:child_process'
import {closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {hostname, tmpdir, userInfo} from 'node:os'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {factsPath, mlflowPassword, mlflowUser, recordingPath} from '../../support/mlflow.ts'
import {freePort, type Recorder, startRecorder} from './recorder.ts'

/** Importing MLflow takes a minute on a busy machine. */
const startTimeoutMs = 300_000
const logTail = 4000
const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * The tests of MLflow against a real server: started here, filled by log_models.py, asked through a recorder.
 *
 * usage: node --import tsx test/nightly/mlflow/run.ts [--python VENV/bin/python] [--record]
 * The Python needs `mlflow[auth]` and scikit-learn. With --record the answers become the fixtures that the ordinary
 * tests replay.
 */
async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {python: {type: 'string', default: 'python3'}, record: {type: 'boolean', default: false}},
  })
  const folder = mkdtempSync(join(tmpdir(), 'aibom-mlflow-'))
  const port = await freePort()
  const server = startServer(values.python, folder, port)
  try {
    await untilReady(server, port, folder)
    const recorder = await startRecorder(`http://127.0.0.1:${port}`)
    const facts = join(folder, 'facts.json')
    await logModels(values.python, folder, `http://127.0.0.1:${port}`, facts)
    await runTests(recorder.url, facts)
    if (values.record)
      writeRecording(recorder, facts, [folder, projectRoot, String(port), hostname(), userInfo().homedir])
    process.stdout.write(
      `${Object.keys(recorder.recording()).length} different questions were answered by the real server\n`,
    )
    await recorder[Symbol.asyncDispose]()
  } finally {
    await stop(server)
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Its own user's name in what it answers; a password, so that both ways are tested. */
function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LOGNAME: 'analyst',
    USER: 'analyst',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    MLFLOW_TRACKING_USERNAME: mlflowUser,
    MLFLOW_TRACKING_PASSWORD: mlflowPassword,
    MLFLOW_AUTH_ADMIN_PASSWORD: mlflowPassword,
    MLFLOW_FLASK_SERVER_SECRET_KEY: 'only-for-this-test',
    PYTHONIOENCODING: 'utf-8',
  }
}

function startServer(python: string, folder: string, port: number): ChildProcess {
  const log = openSync(join(folder, 'server.log'), 'w')
  const words = [
    '-m',
    'mlflow',
    'server',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--workers',
    '1',
    '--app-name',
    'basic-auth',
  ]
  const stores = [
    '--backend-store-uri',
    `sqlite:///${join(folder, 'mlflow.db')}`,
    '--artifacts-destination',
    join(folder, 'artifacts'),
    '--serve-artifacts',
  ]
  // a group of its own, since it starts workers
  const server = spawn(python, [...words, ...stores], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
    env: environment(),
  })
  closeSync(log)
  return server
}

async function untilReady(server: ChildProcess, port: number, folder: string): Promise<void> {
  const failed = new Promise<never>((_resolve, reject) => {
    server.on('error', reject)
    server.on('exit', code =>
      reject(
        new Error(
          `the server ended with ${code}:\n${readFileSync(join(folder, 'server.log'), 'utf8').slice(-logTail)}`,
        ),
      ),
    )
  })
  failed.catch(() => undefined)
  const end = Date.now() + startTimeoutMs
  while (Date.now() < end) {
    const isReady = await Promise.race([
      failed,
      fetch(`http://127.0.0.1:${port}/health`).then(
        ({ok}) => ok,
        () => false,
      ),
    ])
    if (isReady) return void server.removeAllListeners('exit')
    await sleep(500)
  }
  throw new Error(`the server did not answer in ${startTimeoutMs} ms`)
}

async function logModels(python: string, folder: string, url: string, facts: string): Promise<void> {
  const script = 'log_models.py'
  // MLflow keeps the script's path, and the commit of the repository that it lies in
  copyFileSync(join(projectRoot, 'test/nightly/mlflow', script), join(folder, script))
  await succeeded(spawn(python, [script, url, facts], {cwd: folder, stdio: 'inherit', env: environment()}), script)
}

async function runTests(url: string, facts: string): Promise<void> {
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs')
  const words = [vitest, 'run', '--config', 'test/config/vitest.config.ts', 'test/e2e/mlflow.test.ts']
  const env = {...process.env, AIBOM_TEST_MLFLOW_URL: url, AIBOM_TEST_MLFLOW_FACTS: facts}
  await succeeded(spawn(process.execPath, words, {cwd: projectRoot, stdio: 'inherit', env}), 'the tests')
}

function succeeded(child: ChildProcess, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`${what} ended with ${code}`))))
  })
}

/** Nothing of this machine goes into the fixtures. */
function writeRecording(recorder: Recorder, facts: string, machine: readonly string[]): void {
  const answers = `${JSON.stringify(recorder.recording(), null, 2)}\n`
  const told = `${JSON.stringify(JSON.parse(readFileSync(facts, 'utf8')), null, 2)}\n`
  const found = machine.filter(text => text.length > 3 && (answers + told).includes(text))
  if (found.length > 0) throw new Error(`not written: the answers hold ${found.join(', ')}`)
  mkdirSync(dirname(recordingPath), {recursive: true})
  writeFileSync(recordingPath, answers)
  writeFileSync(factsPath, told)
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return
  const ended = new Promise(resolve => server.on('exit', resolve))
  process.kill(-server.pid, 'SIGTERM')
  await Promise.race([ended, sleep(10_000, undefined, {ref: false})])
  if (server.exitCode === null && server.signalCode === null) process.kill(-server.pid, 'SIGKILL')
}

await main()
