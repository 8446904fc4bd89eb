import {sha256Hex} from '../digest.ts'
import {showMarks} from './marks.ts'

/**
 * A command that a GitHub runner reads from the log: `::error file=a.py,line=3::message`.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function workflowCommand(
  command: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const stated = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${commandProperty(String(value))}`],
  )
  return `::${command}${stated.length === 0 ? '' : ` ${stated.join(',')}`}::${commandData(message)}\n`
}

/**
 * One entry of a runner's `GITHUB_OUTPUT` or `GITHUB_ENV` file. The value keeps its line breaks: the delimiter follows
 * from it and is not among its lines.
 * @throws {Error} for a name that is not letters, digits, `_` and `-`
 */
export function workflowFileEntry(name: string, value: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(name)) throw new Error(`not the name of an output: ${JSON.stringify(name)}`)
  let delimiter = `aibom_${sha256Hex(value)}`
  while (value.includes(delimiter)) delimiter = `aibom_${sha256Hex(delimiter)}`
  return `${name}<<${delimiter}\n${value.toWellFormed().replaceAll('\r', '')}\n${delimiter}\n`
}

function commandData(text: string): string {
  return showMarks(text).replaceAll('%', '%25')
}

function commandProperty(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
