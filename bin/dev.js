#!/usr/bin/env node
// The unbundled source, for development: npm run dev -- generate .
import {readFileSync} from 'node:fs'
import {main} from '../src/cli/main.ts'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
manifest.oclif.commands.target = './src/commands/all.ts'
await main(process.argv.slice(2), new URL('..', import.meta.url), manifest)
