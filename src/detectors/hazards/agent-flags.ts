import {freeAgentsIn} from '../../catalog/commands/agent-commands.ts'
import {isDockerfileName} from '../../lib/parse/dockerfile.ts'
import {baseName} from '../../lib/path.ts'
import {autoApproved} from '../../rules/auto-approved.ts'
import {type Hit, type Lines, linesOf, matchesIn, type Scanner} from './hit.ts'

/** Files that hold commands: scripts, pipelines, tasks, images. */
const names = /\.(?:sh|bash|zsh|fish|ps1|bat|cmd|ya?ml|mk|just|toml|service|nix)$/i
const ownNames: ReadonlySet<string> = new Set([
  ...[
    'makefile',
    'gnumakefile',
    'justfile',
    'procfile',
    'package.json',
    'tasks.json',
    'devcontainer.json',
    'deno.json',
    'vagrantfile',
    'rakefile',
  ],
])

/** Words of one line that are looked at. */
const wordLimit = 300
/** Flags and settings that belong to one agent alone, whatever comes before them. */
const unmistakable: readonly (readonly [agent: string, form: RegExp])[] = [
  ['claude-code', /(?<![\w-])--dangerously-skip-permissions(?![\w-])/g],
  ['codex', /(?<![\w-])--dangerously-bypass-approvals-and-sandbox(?![\w-])/g],
  ['codex-action', /^[ \t]{0,40}safety-strategy:[ \t]{0,5}["']?(unsafe)(?![\w-])/gm],
  ['aider', /^[ \t]{0,20}(yes-always:[ \t]{0,5}true)(?![\w-])/gm],
  ['opencode', /(?<!\w)OPENCODE_PERMISSION["']?[ \t]{0,5}[:=][ \t]{0,5}["']?(allow)\b/g],
]

/** Commands that start a coding agent which asks nobody. */
export const agentFlags: Scanner = {
  reads: path => names.test(path) || isDockerfileName(path) || ownNames.has(baseName(path).toLowerCase()),
  hint: /claude|codex|gemini|qwen|cursor-agent|copilot|aider|kiro-cli|q chat|\bamp\b|crush|cline|droid|interpreter|openhands|opencode|dangerously|yes-always/i,
  find(text) {
    const lines = linesOf(joined(text))
    return [...unmistakable.flatMap(([agent, form]) => hitsOf(lines, agent, form)), ...startedAgents(lines)]
  },
}

function hitsOf(lines: Lines, agent: string, form: RegExp): Hit[] {
  return [...matchesIn(lines, form)].map(match =>
    toHit(agent, (match[1] ?? match[0]).trim(), lines.lineAt(match.index)),
  )
}

function toHit(agent: string, flag: string, line: number): Hit {
  return {
    rule: autoApproved,
    line,
    message: `${agent} is started so that it asks nobody (${flag})`,
    fact: `${agent} ${flag}`,
  }
}

function startedAgents({text, isSaid, lineAt}: Lines): Hit[] {
  const hits: Hit[] = []
  let offset = 0
  for (const line of text.split('\n')) {
    if (line.includes(' -') && !isSaid(offset))
      hits.push(...freeAgentsIn(wordsOf(line)).map(({agent, flag}) => toHit(agent, flag, lineAt(offset))))
    offset += line.length + 1
  }
  return hits
}

/**
 * Words without quotes and brackets; what ends a command is a word of its own, and so is the value of `--flag=value`.
 */
function wordsOf(line: string): string[] {
  return line
    .replace(/["'`,()[\]\\]/g, ' ')
    .replace(/[;|&]+|(?<=\s)#/g, ' ; ')
    .replace(/ (--?[\w-]{1,40})=/g, ' $1 ')
    .split(/\s+/, wordLimit)
}

/** Continued lines in one, with every sign where it was. */
function joined(text: string): string {
  return text.replace(/\\\r?\n/g, end => ' '.repeat(end.length))
}
