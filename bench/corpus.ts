import {spawnSync} from 'node:child_process'
import {mkdirSync, readdirSync} from 'node:fs'
import {resolve} from 'node:path'
import {launcher, measure} from './support/measure.ts'

/**
 * `npm run bench -- corpus CORPUS SLICES [OUT]`: the built command over every slice, then the corpus' own scorer.
 * CORPUS holds labels and score.py; SLICES the rebuilt slices; OUT keeps the BOMs.
 */
export async function run([corpus, slices, out = 'node_modules/.cache/corpus']: string[]): Promise<boolean> {
  if (corpus === undefined || slices === undefined) {
    console.error('usage: npm run bench -- corpus CORPUS SLICES [OUT]')
    return false
  }
  const folder = resolve(out)
  mkdirSync(folder, {recursive: true})
  const names = readdirSync(slices, {withFileTypes: true}).filter(entry => entry.isDirectory())
  const failed = names.filter(({name}) => {
    const command = [
      process.execPath,
      launcher,
      'generate',
      resolve(slices, name),
      '--output',
      `${folder}/${name}.cdx.json`,
      '--quiet',
    ]
    const {cpu, wall, peak, exit} = measure(command)
    console.log(
      `${name.padEnd(24)} exit ${exit} · ${cpu.toFixed(2)} CPU s · ${wall.toFixed(2)} s · ${peak.toFixed(0)} MiB`,
    )
    return exit !== 0
  })
  const scored = spawnSync(
    'python3',
    [resolve(corpus, 'score.py'), resolve(corpus), folder, '--files', resolve(slices), '--list', '15'],
    {
      stdio: 'inherit',
    },
  )
  return failed.length === 0 && scored.status === 0
}
