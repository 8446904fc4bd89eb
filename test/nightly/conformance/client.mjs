#!/usr/bin/env node
// Speaks the command-line protocol of sigstore/sigstore-conformance (docs/cli_protocol.md) and asks the built aibom.
import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'

const aibom = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))
const [command, ...words] = process.argv.slice(2)
if (command !== 'verify-bundle') throw new Error(`${command} is not supported: run the suite with skip-signing`)

const text = {type: 'string'}
const {values, positionals} = parseArgs({
  args: words,
  allowPositionals: true,
  options: {
    bundle: text,
    'certificate-identity': text,
    'certificate-oidc-issuer': text,
    key: text,
    'trusted-root': text,
  },
})

const flags = {
  '--identity': values['certificate-identity'],
  '--issuer': values['certificate-oidc-issuer'],
  '--key': values.key,
  '--trusted-root': values['trusted-root'],
  ...subjectOf(positionals[0] ?? ''),
}
const given = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))
const network = values['trusted-root'] === undefined ? ['--online'] : ['--offline']
process.exitCode =
  spawnSync(process.execPath, [aibom, 'verify', values.bundle ?? '', ...network, ...given], {stdio: 'inherit'})
    .status ?? 1

/** A signature over bare bytes needs the bytes: a digest stands for the file of the suite's that has it. */
function subjectOf(fileOrDigest) {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(fileOrDigest)?.[1]
  if (hex === undefined || existsSync(fileOrDigest)) return {'--artifact': fileOrDigest}
  const folders = ['.', 'bundle-verify', dirname(values.bundle ?? '')].filter(folder => existsSync(folder))
  const files = folders.flatMap(folder => readdirSync(folder).map(name => join(folder, name)))
  const file = files.find(
    path => statSync(path).isFile() && createHash('sha256').update(readFileSync(path)).digest('hex') === hex,
  )
  return file === undefined ? {'--digest': fileOrDigest} : {'--artifact': file}
}
