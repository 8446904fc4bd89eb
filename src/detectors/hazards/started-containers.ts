import {isAiContainer, namesCodingAgent} from '../../catalog/commands/agent-images.ts'
import {AibomError} from '../../lib/errors.ts'
import {asRecord, asText, textsOf} from '../../lib/narrow.ts'
import {parseDockerRun, type RunOption, readRunOptions, valuesOfOption} from '../../lib/parse/docker-run.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {parseJsonc} from '../../lib/parse/jsonc.ts'
import {parseShell} from '../../lib/parse/shell.ts'
import {baseName} from '../../lib/path.ts'
import {containerSocket} from '../../rules/container-socket.ts'
import {runsAnything} from '../../rules/runs-anything.ts'
import {hitsOfContainer, type Mount, optionMount, volumeMount} from './container-hits.ts'
import type {Hit, Scanner} from './hit.ts'

const script = /\.(?:sh|bash|zsh|fish|mk)$|(?:^|\/)(?:GNUm|M|m)akefile$|(?:^|\/)justfile$/
/** Options of `docker run` by which a container is no border any more. */
const unbound = /^--(?:privileged|pid|cap-add|security-opt)$/

/** Containers of agents that a script or a definition of a development container starts. */
export const startedContainers: Scanner = {
  reads: path => script.test(path) || isDevelopmentContainer(path),
  hint: /\.sock|docker-(?:outside-of-docker|from-docker)|(?:-v|--volume|--mount|mounts|privileged|runArgs)\b/,
  find: (text, path) => (script.test(path) ? ofScript(text) : ofDevelopmentContainer(text, path)),
}

function isDevelopmentContainer(path: string): boolean {
  return /^\.?devcontainer\.json$/.test(baseName(path))
}

/** `docker run -v /var/run/docker.sock:/var/run/docker.sock agent` */
function ofScript(text: string): Hit[] {
  return parseShell(text).flatMap(({words}): Hit[] => {
    const texts = words.map(word => word.text)
    const program = baseName(texts[texts[0] === 'sudo' ? 1 : 0] ?? '')
    const run = /^(?:docker|podman|nerdctl)$/.test(program) ? parseDockerRun(texts) : undefined
    if (run?.image === undefined) return []
    const {options, image, command} = run
    const [name = ''] = valuesOfOption(options, '--name')
    const variables = valuesOfOption(options, '-e', '--env').map(value => value.split('=', 1)[0] ?? '')
    if (!isAiContainer(name, image, variables) && !namesCodingAgent(command.join(' '))) return []
    return hitsOfContainer({name: `container ${image}`, mounts: mountsOf(options, words[0]?.line ?? 1)})
  })
}

function mountsOf(options: readonly RunOption[], line: number): Mount[] {
  const volumes = valuesOfOption(options, '-v', '--volume').map(value => volumeMount(value, line))
  const given = valuesOfOption(options, '--mount').map(value => optionMount(value, line))
  return [...volumes, ...given].filter(mount => mount !== undefined)
}

/** A development container in which a coding agent works. */
function ofDevelopmentContainer(text: string, path: string): Hit[] {
  const document = parsed(text, path)
  const record = asRecord(document?.value)
  if (document === undefined || record === undefined || !namesCodingAgent(text)) return []
  const {options} = readRunOptions(textsOf(record['runArgs']), 0)
  const at = (...keys: readonly (string | number)[]): number => document.lineOf(keys) ?? 1
  const listed = Array.isArray(record['mounts']) ? record['mounts'] : []
  const mounts = listed.map((mount: unknown, index) => mountAt(mount, at('mounts', index)))
  const name = 'the development container'
  return [
    ...hitsOfContainer({
      name,
      mounts: [...mounts.filter(mount => mount !== undefined), ...mountsOf(options, at('runArgs'))],
    }),
    ...ofFeatures(record['features'], name, key => at('features', key)),
    ...ofOptions(options, name, at('runArgs')),
  ]
}

function parsed(text: string, path: string): StructuredDocument | undefined {
  try {
    return parseJsonc(text, path)
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  }
}

function mountAt(mount: unknown, line: number): Mount | undefined {
  const source = asText(asRecord(mount)?.['source'])
  return source === undefined ? optionMount(asText(mount) ?? '', line) : optionMount(`source=${source}`, line)
}

/** Features of development containers that hand in the engine of the machine. */
function ofFeatures(features: unknown, name: string, lineOf: (key: string) => number): Hit[] {
  return Object.keys(asRecord(features) ?? {})
    .filter(key => /\/docker-(?:outside-of-docker|from-docker)(?:[:@]|$)/.test(key))
    .map(key => ({
      rule: containerSocket,
      line: lineOf(key),
      message: `${name} is given the container engine of the machine (${key})`,
      fact: `${name} ${key}`,
    }))
}

function ofOptions(options: readonly RunOption[], name: string, line: number): Hit[] {
  return options
    .filter(
      ({name: option, value}) => unbound.test(option) && /^$|^(?:host|all|SYS_ADMIN|.{0,20}unconfined)$/i.test(value),
    )
    .map(({name: option, value}) => {
      const shown = value === '' ? option : `${option}=${value}`
      return {
        rule: runsAnything,
        line,
        message: `an agent works in ${name}, which ${shown} opens to the machine`,
        fact: `${name} ${shown}`,
      }
    })
}
