import type {ReachFacts} from '../inventory/facts.ts'
import {redactCommand} from '../lib/redact/arguments.ts'

/**
 * Names that coding agents (Claude Code, Copilot, Cursor, Gemini, opencode, Amazon Q …) give the tools that run, write,
 * read and reach out.
 */
const executing =
  /^(?:Bash|Shell|PowerShell|run_shell_command|ShellTool|KillShell|execute|execute_bash|runCommands|runInTerminal|terminal|runTasks|command)(?:[(/]|$)/i
const writing =
  /^(?:Edit|Write|MultiEdit|NotebookEdit|write_file|fs_write|replace|editFiles|edit_file|create_file|apply_patch|patch)(?:[(/]|$)/i
const reading = /^(?:Read|Glob|Grep|LS|List|Search|NotebookRead|read_file|read_many_files|fs_read|codebase)(?:[(/]|$)/i
const reaching =
  /^(?:WebFetch|WebSearch|web_fetch|web_search|google_web_search|fetch|web|browser|openSimpleBrowser)(?:[(/]|$)/i

/**
 * What tools let an agent do. A permission is `Tool` or `Tool(what)`, e.g. `Bash(npm test:*)`; without "what" it is
 * everything, `*`.
 * @param approved permissions that need no confirmation
 */
export function reachOfTools(tools: readonly string[], approved: readonly string[] = []): ReachFacts {
  const of = (pattern: RegExp): string[] =>
    sortedUnique(tools.filter(tool => pattern.test(tool)).map(tool => redactCommand(argumentOf(tool))))
  const [executes, reads, writes, network] = [of(executing), of(reading), of(writing), of(reaching)]
  return {
    ...(executes.length > 0 && {executes}),
    ...(reads.length > 0 && {reads}),
    ...(writes.length > 0 && {writes}),
    ...(network.length > 0 && {network}),
    ...(approved.length > 0 && {autoApproves: sortedUnique(approved.map(redactCommand))}),
  }
}

/** What a mode of permissions lets an agent do without asking, as an approval; none of a mode that asks. */
export function approvedByMode(mode: string | undefined): string[] {
  return mode === 'bypassPermissions' || mode === 'acceptEdits' || mode === 'dontAsk' ? [`mode:${mode}`] : []
}

function argumentOf(tool: string): string {
  const open = tool.indexOf('(')
  return open === -1 ? '*' : tool.slice(open + 1, tool.endsWith(')') ? -1 : undefined)
}

function sortedUnique(items: readonly string[]): string[] {
  return [...new Set(items)].sort()
}
