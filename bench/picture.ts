import {execFileSync, spawnSync} from 'node:child_process'
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {htmlText} from '../src/lib/escape/html.ts'
import {launcher} from './support/measure.ts'

const columns = 80
const [charWidth, lineHeight, margin] = [8.4, 18, 16]
const classes: Readonly<Record<string, string>> = {'1': 'b', '2': 'd', '31': 'r', '32': 'g', '33': 'y', '36': 'c'}

interface Scene {
  readonly file: string
  readonly title: string
  readonly prepare?: (folder: string) => void
  /** as typed, in bash */
  readonly commands: readonly string[]
}

const scenes: readonly Scene[] = [
  {
    file: 'docs/terminal.svg',
    title:
      'aibom in a terminal: warnings, names of what was found, what was not read, and counts; then the list of models',
    commands: ['aibom generate', 'aibom list models'],
  },
  {
    file: 'docs/pictures/pull-request.svg',
    title:
      'Two commits: what the second one changes, the answer of aibom check with exit code 1, the pull request comment and the SARIF log',
    prepare: makeTwoCommits,
    commands: [
      'git diff --stat main feature',
      'aibom diff .#main .#feature',
      'aibom check --base main --report markdown=comment.md --report sarif=aibom.sarif | head -n 13; echo "exit ${PIPESTATUS[0]}"',
      'head -n 1 comment.md; grep "^| high" comment.md | cut -d"|" -f 2-3,6',
      `grep -o '"ruleId": "[^"]*' aibom.sarif | sort | uniq -c | sort -rn | head -n 6`,
    ],
  },
]

/**
 * `npm run bench -- picture`: runs aibom over copies of docs/example-app, as a terminal of 80 columns shows it, and
 * writes the pictures of the README.
 */
export async function run(): Promise<boolean> {
  for (const {file, title, prepare, commands} of scenes) {
    const folder = mkdtempSync(join(tmpdir(), 'aibom-picture-'))
    try {
      cpSync(resolve('docs/example-app'), folder, {recursive: true})
      prepare?.(folder)
      const lines = commands.flatMap(command => ['', ...shell(command, folder)]).slice(1)
      writeFileSync(file, toSvg(title, lines))
    } finally {
      rmSync(folder, {recursive: true})
    }
  }
  return true
}

/**
 * The lock on main; on a branch, a prompt that its author accepts and a folder more for an MCP server, which nobody
 * accepts.
 */
function makeTwoCommits(folder: string): void {
  const git = (...words: string[]): string =>
    execFileSync('git', ['-C', folder, ...words], {env: environment(), encoding: 'utf8'})
  git('init', '-q', '-b', 'main')
  shell('aibom lock --quiet', folder)
  git('add', '-A')
  git('commit', '-q', '-m', 'Lock what AI is here')
  git('checkout', '-q', '-b', 'feature')
  edit(join(folder, 'assistant/agents/support.py'), 'You are', 'You were')
  edit(join(folder, '.mcp.json'), '"./articles"', '"./articles", "/srv/private"')
  shell('aibom lock --quiet --accept SYSTEM_PROMPT --reason "reviewed by the support team"', folder)
  git('commit', '-q', '-a', '-m', 'Let the help centre read more')
}

function edit(path: string, from: string, to: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to))
}

function environment(): NodeJS.ProcessEnv {
  const [name, email, date] = ['A. Author', 'author@example.org', '2026-11-28T12:00:00Z']
  return {
    ...process.env,
    ...{GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date},
    ...{GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date},
    ...{FORCE_COLOR: '1', COLUMNS: String(columns), AIBOM: `${process.execPath} ${launcher}`},
  }
}

function shell(command: string, cwd: string): string[] {
  const {stdout} = spawnSync('bash', ['-c', `aibom() { $AIBOM "$@"; }; ${command}`], {
    cwd,
    env: environment(),
    encoding: 'utf8',
  })
  const typed = wrap(`$ ${command}`).map((line, at) => `\u001b[1m${at === 0 ? line.slice(2) : line}\u001b[22m`)
  return [`\u001b[32m$\u001b[39m ${typed.join('\n')}`, ...stdout.trimEnd().split('\n').flatMap(wrap)].flatMap(line =>
    line.split('\n'),
  )
}

/** As a terminal breaks a line that is too long; what aibom prints is never. */
function wrap(line: string): string[] {
  if (line.includes('\u001b') || line.length <= columns) return [line]
  return [line.slice(0, columns), ...wrap(line.slice(columns))]
}

function toSvg(title: string, lines: readonly string[]): string {
  const [width, height] = [columns * charWidth + 2 * margin, lines.length * lineHeight + 2 * margin]
  const rows = lines.map(
    (line, at) => `<text x="${margin}" y="${margin + (at + 1) * lineHeight - 5}">${spans(line)}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${htmlText(title)}</title>
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d8dee9;white-space:pre}.b{font-weight:bold}.d{opacity:.6}.r{fill:#ff7b72}.g{fill:#7ee787}.y{fill:#f2cc60}.c{fill:#79c0ff}</style>
<rect width="100%" height="100%" rx="8" fill="#161b22"/>
${rows.join('\n')}
</svg>
`
}

/** Color sequences as spans; they do not nest in what aibom prints. */
function spans(line: string): string {
  const [first = '', ...rest] = line.split('\u001b[')
  let text = htmlText(first)
  for (const part of rest) {
    const end = part.indexOf('m')
    const name = classes[part.slice(0, end)]
    const content = htmlText(part.slice(end + 1))
    text += name === undefined || content === '' ? content : `<tspan class="${name}">${content}</tspan>`
  }
  return text
}
