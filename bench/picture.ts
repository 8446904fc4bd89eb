import {spawnSync} from 'node:child_process'
import {cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {htmlText} from '../src/lib/escape/html.ts'
import {launcher} from './support/measure.ts'

const columns = 80
const [charWidth, lineHeight, margin] = [8.4, 18, 16]
const classes: Readonly<Record<string, string>> = {'1': 'b', '2': 'd', '31': 'r', '32': 'g', '33': 'y', '36': 'c'}

/** `npm run bench -- picture`: runs aibom over a copy of docs/example-app, as a terminal of 80 columns shows it, and writes docs/terminal.svg. */
export async function run(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'aibom-picture-'))
  try {
    cpSync(resolve('docs/example-app'), folder, {recursive: true})
    const lines = ['generate', 'list models'].flatMap(words => ['', ...shell(words, folder)]).slice(1)
    writeFileSync('docs/terminal.svg', toSvg(lines))
    return true
  } finally {
    rmSync(folder, {recursive: true})
  }
}

function shell(words: string, cwd: string): string[] {
  const env = {...process.env, FORCE_COLOR: '1', COLUMNS: String(columns)}
  const {stdout} = spawnSync(process.execPath, [launcher, ...words.split(' ')], {cwd, env, encoding: 'utf8'})
  return [`\u001b[32m$\u001b[39m \u001b[1maibom ${words}\u001b[22m`, ...stdout.trimEnd().split('\n')]
}

function toSvg(lines: readonly string[]): string {
  const [width, height] = [columns * charWidth + 2 * margin, lines.length * lineHeight + 2 * margin]
  const rows = lines.map((line, at) => `<text x="${margin}" y="${margin + (at + 1) * lineHeight - 5}">${spans(line)}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>aibom in a terminal: warnings, names of what was found, what was not read, and counts; then the list of models</title>
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
