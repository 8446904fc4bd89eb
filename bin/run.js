#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import {homedir} from 'node:os'

const words = process.argv.slice(2)
// oclif asks the system for a home as soon as it is loaded; a user that the system does not know has none
if (process.env['HOME'] === undefined && !hasHome()) process.env['HOME'] = '/'

if (words.length === 1 && ['--version', '-v', '-V', 'version'].includes(words[0])) {
  const {name, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  const {main} = await import('../dist/main.js')
  await main(words, new URL('..', import.meta.url))
}

function hasHome() {
  try {
    return homedir() !== ''
  } catch {
    return false
  }
}
