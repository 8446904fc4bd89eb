import {showMarks} from './marks.ts'

/**
 * GitHub and GitLab read `::name::` at the beginning of a line of a log as a command; Azure, TeamCity and older runners
 * read `##name[` anywhere.
 */
const leadingCommandPattern = /^( *):(?=:)/
const innerCommandPattern = /##(?=\w{0,20}\[)/g

/**
 * One printed line: line breaks, control and direction marks become visible escapes, and no build server takes it for a
 * command.
 */
export function terminalLine(text: string): string {
  return showMarks(text).replace(leadingCommandPattern, '$1\\u003a').replace(innerCommandPattern, '#\\u0023')
}

/** Lines of ours, each with text that came from elsewhere; ends with a line break. */
export function terminalLines(lines: readonly string[]): string {
  return `${lines.map(terminalLine).join('\n')}\n`
}

/** Text whose line breaks are to stay: every line but the first is indented, so that none passes for a line of ours. */
export function terminalBlock(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? '' : '  ') + terminalLine(line))
    .join('\n')
}
