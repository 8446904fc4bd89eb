import {isDockerfileName} from '../../lib/dockerfile.ts'
import {baseName} from '../../lib/path.ts'
import {autoApproved} from '../../rules/auto-approved.ts'
import {type Hit, type Lines, linesOf, matchesIn, type Scanner} from './hit.ts'

/** Where commands stand: scripts, pipelines, tasks, images. */
const names = /\.(?:sh|bash|zsh|fish|ps1|bat|cmd|ya?ml|mk|just|toml|service|nix)$/i
const ownNames: ReadonlySet<string> = new Set([
  ...['makefile', 'gnumakefile', 'justfile', 'procfile', 'package.json', 'tasks.json', 'devcontainer.json', 'deno.json', 'vagrantfile', 'rakefile'],
])

/** Flags by which a coding agent asks nobody, by the words that start it; a flag with a value is written with a space. */
const agents: readonly {readonly agent: string; readonly starts: readonly string[]; readonly flags: readonly string[]}[] = [
  {agent: 'claude-code', starts: ['claude'], flags: ['--permission-mode bypassPermissions', '--permission-mode dontAsk']},
  {
    agent: 'codex',
    starts: ['codex'],
    flags: [
      ...['--yolo', '--full-auto', '-a never', '--ask-for-approval never', '-s danger-full-access', '--sandbox danger-full-access'],
      ...[
        '-c approval_policy=never',
        '--config approval_policy=never',
        '-c sandbox_mode=danger-full-access',
        '--config sandbox_mode=danger-full-access',
      ],
    ],
  },
  {agent: 'gemini-cli', starts: ['gemini', '@google/gemini-cli'], flags: ['--yolo', '-y', '--approval-mode yolo']},
  {agent: 'qwen-code', starts: ['qwen', '@qwen-code/qwen-code'], flags: ['--yolo', '-y', '--approval-mode yolo']},
  {agent: 'cursor-agent', starts: ['cursor-agent'], flags: ['--force', '-f', '--yolo']},
  {agent: 'github-copilot', starts: ['copilot'], flags: ['--allow-all-tools', '--allow-all', '--yolo']},
  {agent: 'aider', starts: ['aider'], flags: ['--yes-always', '--yes']},
  {agent: 'amazon-q', starts: ['q chat', 'kiro-cli'], flags: ['--trust-all-tools', '-a']},
  {agent: 'amp', starts: ['amp'], flags: ['--dangerously-allow-all']},
  {agent: 'crush', starts: ['crush'], flags: ['--yolo', '-y']},
  {agent: 'cline', starts: ['cline'], flags: ['--yolo', '-y']},
  {agent: 'factory', starts: ['droid exec'], flags: ['--skip-permissions-unsafe', '--auto high']},
  {agent: 'open-interpreter', starts: ['interpreter'], flags: ['--auto_run', '--auto-run', '-y']},
  {agent: 'openhands', starts: ['openhands'], flags: ['--always-approve', '--yolo']},
]
/** Words of one line that are looked at. */
const wordLimit = 300
/** Flags and settings that belong to one agent alone, whatever stands before them. */
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
  return [...matchesIn(lines, form)].map(match => toHit(agent, (match[1] ?? match[0]).trim(), lines.lineAt(match.index)))
}

function toHit(agent: string, flag: string, line: number): Hit {
  return {rule: autoApproved, line, message: `${agent} is started so that it asks nobody (${flag})`, fact: `${agent} ${flag}`}
}

function startedAgents({text, isSaid, lineAt}: Lines): Hit[] {
  const hits: Hit[] = []
  let offset = 0
  for (const line of text.split('\n')) {
    if (line.includes(' -') && !isSaid(offset)) hits.push(...flagsIn(wordsOf(line)).map(({agent, flag}) => toHit(agent, flag, lineAt(offset))))
    offset += line.length + 1
  }
  return hits
}

/** Words without quotes and brackets; what ends a command is a word of its own, and so is the value of `--flag=value`. */
function wordsOf(line: string): string[] {
  return line
    .replace(/["'`,()[\]\\]/g, ' ')
    .replace(/[;|&]+|(?<=\s)#/g, ' ; ')
    .replace(/ (--?[\w-]{1,40})=/g, ' $1 ')
    .split(/\s+/, wordLimit)
}

function flagsIn(words: readonly string[]): {readonly agent: string; readonly flag: string}[] {
  return words.flatMap((word, at) => {
    const program = word.slice(word.lastIndexOf('/', word.startsWith('@') ? 0 : undefined) + 1).replace(/(?<=.)@[\w.^-]{1,40}$/, '')
    const found = agents.find(({starts}) =>
      starts.some(start => start === program || start === word || start === `${program} ${words[at + 1] ?? ''}`),
    )
    if (found === undefined || words[at - 1]?.startsWith('-') === true) return []
    const end = words.indexOf(';', at)
    const rest = words.slice(at + 1, end === -1 ? undefined : end)
    const flag = found.flags.find(one => rest.some((given, index) => one === given || one === `${given} ${rest[index + 1] ?? ''}`))
    return flag === undefined ? [] : [{agent: found.agent, flag}]
  })
}

/** Continued lines in one, with every sign where it was. */
function joined(text: string): string {
  return text.replace(/\\\r?\n/g, end => ' '.repeat(end.length))
}
