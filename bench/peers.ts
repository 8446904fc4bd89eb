import {spawnSync} from 'node:child_process'
import {mkdirSync, readdirSync} from 'node:fs'
import {resolve} from 'node:path'
import {bar, type Figures, launcher, measure} from './support/measure.ts'
import {type Peer, peersHere} from './support/peers.ts'

const aibom: Peer = {
  name: 'aibom',
  command: (source, output) => [process.execPath, launcher, 'generate', source, '--output', output, '--quiet'],
}

/**
 * `npm run bench -- peers CORPUS SLICES [OUT]`: every tool that is installed over every slice in turn, what that cost,
 * and the corpus' own scorer over the
 * BOMs of each. CORPUS holds labels and score.py; SLICES the rebuilt slices; OUT keeps the BOMs.
 */
export async function run([corpus, slices, out = 'node_modules/.cache/peers']: string[]): Promise<boolean> {
  if (corpus === undefined || slices === undefined) {
    console.error('usage: npm run bench -- peers CORPUS SLICES [OUT]')
    return false
  }
  const tools = [aibom, ...peersHere()]
  const names = readdirSync(slices, {withFileTypes: true}).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
  const figures = new Map(tools.map((tool): [string, Figures[]] => [tool.name, []]))
  for (const tool of tools) mkdirSync(resolve(out, tool.name), {recursive: true})
  for (const name of names) {
    for (const tool of tools)
      figures
        .get(tool.name)
        ?.push(measure(tool.command(resolve(slices, name), resolve(out, tool.name, `${name}.cdx.json`))))
  }
  for (const {name} of tools) {
    console.log(
      `\n${name}: ${sum(figures.get(name)).toFixed(2)} CPU s, at most ${highest(figures.get(name)).toFixed(0)} MiB`,
    )
    spawnSync(
      'python3',
      [resolve(corpus, 'score.py'), resolve(corpus), resolve(out, name), '--files', resolve(slices), '--list', '0'],
      {
        stdio: 'inherit',
      },
    )
  }
  const memory = bar('peak on the largest slice', highest(figures.get('aibom')), 200, 'MiB')
  return !figures.has('cdxgen')
    ? memory
    : bar('our CPU / that of cdxgen', sum(figures.get('aibom')) / sum(figures.get('cdxgen')), 0.5) && memory
}

function sum(figures: readonly Figures[] = []): number {
  return figures.reduce((total, {cpu}) => total + cpu, 0)
}

function highest(figures: readonly Figures[] = []): number {
  return Math.max(...figures.map(({peak}) => peak))
}
