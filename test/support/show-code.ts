import {readFileSync, statSync} from 'node:fs'
import {relative, sep} from 'node:path'
import {code} from '../../src/detectors/code/index.ts'
import {keyOf} from '../../src/inventory/identity.ts'
import {detect, filesOf} from './detect.ts'
import {placesOf} from './places.ts'

/**
 * Prints what the code detector finds in files or folders: `node --import tsx test/support/show-code.ts PATH…`;
 * with `--expected FOLDER` in the form of the fixtures' expected.json, to be read line by line before it is kept.
 */
const expected = process.argv[2] === '--expected'
for (const path of process.argv.slice(expected ? 3 : 2)) {
  const files = statSync(path).isDirectory()
    ? filesOf(path)
    : {[relative(process.cwd(), path).split(sep).join('/')]: readFileSync(path)}
  const {assets, relationships = [], gaps = []} = await detect(code, files)
  if (expected) {
    const places = Object.keys(files).map(file => [file, placesOf(assets, file)] as const)
    console.log(JSON.stringify(Object.fromEntries(places.filter(([, lines]) => lines.length > 0)), undefined, 2))
    continue
  }
  const lines = assets.flatMap(asset =>
    asset.evidence.map(
      one =>
        `${one.path}:${one.line} ${keyOf(asset)} (${one.level} ${one.confidence} ${one.detector} ${one.symbol ?? ''}) ${JSON.stringify(asset.facts, shorten)}`,
    ),
  )
  console.log(lines.sort().join('\n'))
  for (const one of relationships) console.log(`${one.from} ${one.kind} ${one.to}`)
  for (const gap of gaps) console.log(`gap ${gap.path}:${gap.line ?? ''} ${gap.code} ${gap.message}`)
}

function shorten(key: string, value: unknown): unknown {
  return key === 'text' && typeof value === 'string'
    ? `${value.slice(0, 40)}…`
    : typeof value === 'bigint'
      ? String(value)
      : value
}
