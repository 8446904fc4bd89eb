import {reportCommand, reportShell} from '../../catalog/commands/commands.ts'
import {startOfImage} from '../../catalog/commands/start-words.ts'
import {reportServerImage} from '../../catalog/server-image.ts'
import {reportSetting} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import {
  execForm,
  type ImageVariable,
  type Instruction,
  instructionsOf,
  variablesOf,
  withoutOptions,
} from '../../lib/parse/dockerfile.ts'
import {expandShellVariables} from '../../lib/parse/shell.ts'

/**
 * Reports what an image is built from and starts: base images, packages, downloads, environment, the command.
 * @see Dockerfile reference, Docker documentation
 */
export function reportDockerfile(text: string, into: Collector): void {
  const known = new Map<string, string>()
  let start: Instruction | undefined
  for (const instruction of instructionsOf(text)) {
    if (instruction.name === 'FROM') start = entryPointOf(instruction, known)
    if (instruction.name === 'ENTRYPOINT') start = instruction
    if (instruction.name === 'CMD' && start !== undefined) reportStart(joined(start, instruction), known, into)
    else reportInstruction(instruction, known, into)
  }
}

/** The entry point that a base image is known for. */
function entryPointOf({text, line}: Instruction, known: ReadonlyMap<string, string>): Instruction | undefined {
  const words = startOfImage(imageOf(text, known))
  return words === undefined ? undefined : {name: 'ENTRYPOINT', text: JSON.stringify(words), line}
}

/** Arguments in CMD follow the ENTRYPOINT; both as lists or as text. */
function joined(start: Instruction, instruction: Instruction): Instruction {
  const [first, second] = [start, instruction].map(one => execForm(one.text))
  if (first === undefined || second === undefined) return instruction
  return {...instruction, text: JSON.stringify([...first, ...second])}
}

function reportInstruction(instruction: Instruction, known: Map<string, string>, into: Collector): void {
  const {name, text, line} = instruction
  if (name === 'FROM') reportFrom(text, line, known, into)
  else if (name === 'RUN') reportRun(text, line, known, into)
  else if (name === 'CMD' || name === 'ENTRYPOINT') reportStart(instruction, known, into)
  else if (name === 'ENV' || name === 'ARG')
    for (const one of variablesOf(instruction)) reportVariable(one, known, into)
  else if (name === 'ADD' || name === 'COPY') reportCopied(text, line, into)
}

function imageOf(text: string, known: ReadonlyMap<string, string>): string {
  return expandShellVariables(withoutOptions(text), known).split(/\s/, 1)[0] ?? ''
}

function reportFrom(text: string, line: number, known: ReadonlyMap<string, string>, into: Collector): void {
  reportServerImage(imageOf(text, known), {line, symbol: 'FROM', confidence: 0.95}, into)
}

function reportRun(text: string, line: number, known: ReadonlyMap<string, string>, into: Collector): void {
  const list = execForm(text)
  const bare = withoutOptions(text)
  const script = list === undefined ? bare.replace(/^<<-?\s*["']?\w+["']?/, '') : list.map(quoted).join(' ')
  const optionLines = text.slice(0, text.length - bare.length).split('\n').length - 1
  reportShell(script, line + optionLines, into, {level: 'used', variables: known})
}

function reportStart(instruction: Instruction, known: ReadonlyMap<string, string>, into: Collector): void {
  const list = execForm(instruction.text)
  if (list === undefined) reportShell(instruction.text, instruction.line, into, {level: 'used', variables: known})
  else {
    const lines = linesOf(instruction, list)
    const words = list.map((text, at) => ({
      text: expandShellVariables(text, known),
      line: lines[at] ?? instruction.line,
    }))
    for (const word of words)
      if (/\s/.test(word.text)) reportShell(word.text, word.line, into, {level: 'used', variables: known})
    reportCommand({assignments: [], words}, into, 'used')
  }
}

/** How far behind the argument before it an argument is looked for. */
const argumentDistance = 10_000

/** The lines of the arguments of a list, which may stand on several. */
function linesOf({text, line}: Instruction, list: readonly string[]): number[] {
  let at = 0
  let lines = 0
  return list.map(argument => {
    const written = JSON.stringify(argument)
    const distance = text.slice(at, at + argumentDistance + written.length).indexOf(written)
    if (distance !== -1) {
      lines += text.slice(at, at + distance).split('\n').length - 1
      at += distance + written.length
    }
    return line + lines
  })
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function reportVariable(
  {name: key, value = '', line}: ImageVariable,
  known: Map<string, string>,
  into: Collector,
): void {
  const text = expandShellVariables(value, known)
  if (!text.includes('$')) known.set(key, text)
  reportSetting({key, value: text, ancestors: [], line, isAboutModels: true}, into)
}

/** `ADD https://huggingface.co/…`; what is copied from the build's own folder is found there. */
function reportCopied(text: string, line: number, into: Collector): void {
  for (const word of text.split(/\s+/)) {
    if (!/^https?:\/\//.test(word)) continue
    reportCommand(
      {
        assignments: [],
        words: [
          {text: 'wget', line},
          {text: word, line},
        ],
      },
      into,
      'used',
    )
  }
}
