import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DirectorySource} from '../src/sources/dir.ts'
import {bar, median} from './support/measure.ts'

const filesPerFolder = 16
const foldersPerPart = 625
const ignoredPerPart = 500
const extensions = ['.py', '.ts', '.md', '.json', '.txt', '.js', '.yaml', '.tsx']

/**
 * The walk of a tracked tree with ignore rules against `git ls-files -co --exclude-standard`, wall time, in turn; the
 * walk without the start of Node.js.
 */
export async function run([files = '200000', rounds = '7']: string[]): Promise<boolean> {
  const root = mkdtempSync(join(tmpdir(), 'aibom-bench-walk-'))
  try {
    makeTree(root, Number(files))
    const walks: number[] = []
    const listings: number[] = []
    for (let round = -1; round < Number(rounds); round++) {
      const started = performance.now()
      const listed = listByGit(root)
      const between = performance.now()
      const walked = await listByWalk(root)
      const ended = performance.now()
      if (walked !== listed) throw new Error(`the walk gave ${walked} files, git ${listed}`)
      if (round < 0) continue
      listings.push(between - started)
      walks.push(ended - between)
    }
    console.log(
      `git ls-files -co: ${median(listings).toFixed(0)} ms, walk: ${median(walks).toFixed(0)} ms (medians of ${rounds})`,
    )
    return bar('walk', median(walks) / median(listings), 1.3)
  } finally {
    rmSync(root, {recursive: true, force: true})
  }
}

async function listByWalk(root: string): Promise<number> {
  await using source = new DirectorySource(root, [])
  let count = 0
  for await (const file of source.walk(new AbortController().signal)) if (file.ignored !== true) count++
  return count
}

function listByGit(root: string): number {
  const listed = git(root, 'ls-files', '-z', '-co', '--exclude-standard')
  let count = 0
  for (let at = listed.indexOf(0); at !== -1; at = listed.indexOf(0, at + 1)) count++
  return count
}

function git(root: string, ...args: readonly string[]): Buffer {
  return execFileSync('git', args, {cwd: root, maxBuffer: 2 ** 30})
}

/** Parts with their own ignore files, folders of mixed files, ignored dependencies and build output beside them. */
function makeTree(root: string, files: number): void {
  const parts = Math.max(1, Math.round(files / (foldersPerPart * filesPerFolder)))
  writeFileSync(join(root, '.gitignore'), 'node_modules/\ndist/\n*.pyc\n.venv/\n*.py[cod]\n**/tmp/*.log\n')
  for (let part = 0; part < parts; part++) {
    fill(join(root, `p${part}`), '.gitignore', '*.log\n/out/\n!keep.log\n')
    for (let folder = 0; folder < foldersPerPart; folder++) {
      const path = join(root, `p${part}`, `src${folder % 25}`, `m${Math.floor(folder / 25)}`)
      for (let file = 0; file < filesPerFolder; file++)
        fill(path, `f${file}${extensions[file % extensions.length]}`, 'x = 1\n')
    }
    for (let file = 0; file < ignoredPerPart; file++) {
      fill(join(root, `p${part}`, 'node_modules', `package${file % 10}`), `g${file}.js`, '')
      fill(join(root, `p${part}`, 'dist'), `h${file}.js`, '')
    }
  }
  git(root, 'init', '--quiet')
  git(root, 'add', '--all')
}

const made = new Set<string>()

function fill(folder: string, name: string, content: string): void {
  if (!made.has(folder)) mkdirSync(folder, {recursive: true})
  made.add(folder)
  writeFileSync(join(folder, name), content)
}
