#!/usr/bin/env node
import {readFileSync} from 'node:fs'

const words = process.argv.slice(2)
if (words.length === 1 && words[0] === '--version') {
  const {name, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  const {main} = await import('../dist/main.js')
  await main(words, new URL('..', import.meta.url))
}
