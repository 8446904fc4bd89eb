import {execForm, type Instruction, instructionsOf, variablesOf, withoutOptions} from '../../lib/parse/dockerfile.ts'
import {expandShellVariables} from '../../lib/parse/shell.ts'
import type {Exposure} from './exposure.ts'
import {isLoopback, isOpenHost, lastCommand, type ServerStart, startIn} from './start.ts'

/** The server that an image runs, as its Dockerfile says. */
export interface BuiltImage {
  readonly path: string
  readonly line: number
  readonly start: ServerStart
}

interface Stage {
  readonly image: string
  readonly line: number
  readonly variables: ReadonlyMap<string, string>
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly ports: readonly string[]
}

/** The last stage of a Dockerfile: what the image starts. */
export function builtImage(
  text: string,
  path: string,
): {readonly built?: BuiltImage; readonly exposures: readonly Exposure[]} {
  const stage = lastStage(instructionsOf(text))
  const start = stage === undefined ? undefined : startIn({...stage, variables: stage.variables})
  if (stage === undefined || start === undefined) return {exposures: []}
  const built = {path, line: stage.line, start}
  const said = sayingsOf(stage, start)
  return {built, exposures: said === undefined ? [] : [{path, line: stage.line, start, how: said, isPort: false}]}
}

/** An image publishes nothing by itself: it counts where its file says that others are meant to reach it. */
function sayingsOf({ports}: Stage, {host, server}: ServerStart): string | undefined {
  if (host !== undefined && isLoopback(host)) return undefined
  if (host !== undefined && isOpenHost(host)) return `the image runs ${server.slug}, which listens on ${host}`
  const [port] = ports.filter(one => !(server.otherPorts ?? []).includes(Number(one)))
  return port === undefined ? undefined : `the image runs ${server.slug} and exposes port ${port}`
}

function lastStage(instructions: readonly Instruction[]): Stage | undefined {
  const named = new Map<string, Stage>()
  const args = new Map<string, string>()
  let stage: Stage | undefined
  let name: string | undefined
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') {
      const [image = '', , alias] = expandShellVariables(withoutOptions(instruction.text), args).split(/\s+/)
      const base = named.get(image.toLowerCase())
      stage = {
        ...(base ?? {image, variables: new Map(), entrypoint: [], command: [], ports: []}),
        line: instruction.line,
      }
      name = alias?.toLowerCase()
    } else if (stage === undefined) for (const [key, value] of settings(instruction)) args.set(key, value)
    else stage = after(stage, instruction)
    if (stage !== undefined && name !== undefined) named.set(name, stage)
  }
  return stage
}

function after(stage: Stage, instruction: Instruction): Stage {
  const {name, text, line} = instruction
  switch (name) {
    case 'ENV':
      return {...stage, variables: new Map([...stage.variables, ...settings(instruction)])}
    case 'EXPOSE':
      return {
        ...stage,
        ports: [
          ...stage.ports,
          ...expandShellVariables(text, stage.variables)
            .split(/\s+/)
            .map(port => port.replace(/\/\w+$/, '')),
        ],
      }
    case 'ENTRYPOINT':
      return {...stage, line, entrypoint: wordsOf(text, stage), command: []}
    case 'CMD':
      return {...stage, line, command: wordsOf(text, stage)}
    default:
      return stage
  }
}

function wordsOf(text: string, {variables}: Stage): readonly string[] {
  const list = execForm(text)
  if (list === undefined) return lastCommand(text, variables)
  const script =
    list.length === 3 && /sh$/.test(list[0] ?? '') && /^-\w{0,5}c$/.test(list[1] ?? '') ? list[2] : undefined
  if (script !== undefined) return lastCommand(script, variables)
  return list.map(word => expandShellVariables(word, variables))
}

/** Variables of an ARG without a value are left out. */
function settings(instruction: Instruction): [string, string][] {
  if (instruction.name !== 'ENV' && instruction.name !== 'ARG') return []
  return variablesOf(instruction).flatMap(({name, value}): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
}
