import {spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {parse} from 'yaml'
import {judgedDay, projectRoot, temporaryFolder} from './run.ts'

interface Step {
  readonly name: string
  readonly if?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly run: string
}

interface Action {
  readonly inputs: Readonly<Record<string, {readonly default: string}>>
  readonly runs: {readonly using: string; readonly steps: readonly Step[]}
}

export interface StepsRun {
  readonly exit: number
  readonly log: string
  readonly summary: string
}

/** Puts values in place of `${{ inputs.x }}`; any other expression is empty. */
function fillIn(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ *(?:inputs\.)?([\w.-]+) *\}\}/g, (_all, name: string) => inputs[name] ?? '')
}

/** `inputs.x == ''`, `inputs.x != ''` */
function isAsked(condition: string | undefined, inputs: Readonly<Record<string, string>>): boolean {
  const [, name = '', operator] = /^inputs\.([\w-]+) (==|!=) ''$/.exec(condition ?? '') ?? []
  return operator === undefined || (inputs[name] === '') === (operator === '==')
}

/** Runs the steps of a composite action as a runner does: one shell each, the first that fails ends the job. */
export function runAction(path: string, cwd: string, given: Readonly<Record<string, string>>): StepsRun {
  const action: Action = parse(readFileSync(join(projectRoot, path), 'utf8'))
  const inputs = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, {default: value}]) => [name, fillIn(value, {})])),
    ...given,
  }
  const runner = temporaryFolder()
  const summary = join(runner, 'summary')
  writeFileSync(summary, '')
  let [exit, log] = [0, '']
  for (const step of action.runs.steps) {
    if (exit !== 0 || !isAsked(step.if, inputs)) continue
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fillIn(value, inputs)]))
    const run = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: runner,
        RUNNER_TEMP: runner,
        GITHUB_STEP_SUMMARY: summary,
        ...judgedDay,
        ...env,
      },
    })
    exit = run.status ?? 1
    log += run.stdout + run.stderr
  }
  return {exit, log, summary: readFileSync(summary, 'utf8')}
}
