import {parseShell} from '../../lib/parse/shell.ts'
import {type Exposure, keyPlaceOf} from './exposure.ts'
import {exposureOf} from './script.ts'
import {isOpenHost, startOf} from './start.ts'

interface Unit {
  readonly variables: Map<string, string>
  started: Exposure | undefined
  widened: Exposure | undefined
  keyPlace: string | undefined
}

/** A unit of systemd, or a drop-in that only widens where Ollama listens. */
export function unitExposures(text: string, path: string): Exposure[] {
  const unit: Unit = {variables: new Map(), started: undefined, widened: undefined, keyPlace: undefined}
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    const [, key, value = ''] = /^(Environment|EnvironmentFile|ExecStart)=(.*)$/.exec(line) ?? []
    if (key !== undefined) readSetting(unit, key, value, path, at + 1)
  }
  const found = unit.started ?? unit.widened
  return found === undefined ? [] : [{...found, keyPlace: keyPlaceOf(found.start, unit.keyPlace) ?? found.keyPlace}]
}

function readSetting(unit: Unit, key: string, value: string, path: string, line: number): void {
  if (key === 'EnvironmentFile') unit.keyPlace = value
  else if (key === 'Environment') {
    for (const [, name = '', one = ''] of value.matchAll(/(\w{1,100})=([^\s"']*)/g)) unit.variables.set(name, one)
    unit.widened ??= openVariable(unit.variables, path, line)
  } else {
    for (const command of parseShell(value.replace(/^[-@:+!]+/, ''), line))
      unit.started ??= exposureOf(command, unit.variables, path)
  }
}

function openVariable(variables: ReadonlyMap<string, string>, path: string, line: number): Exposure | undefined {
  const host = variables.get('OLLAMA_HOST')
  const start = host !== undefined && isOpenHost(host) ? startOf(['ollama', 'serve'], variables) : undefined
  return start === undefined ? undefined : {path, line, start, how: `ollama listens on ${host}`, isPort: false}
}
