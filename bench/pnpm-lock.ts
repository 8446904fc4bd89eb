import {npm} from '../src/detectors/npm/index.ts'
import {detect} from '../test/support/detect.ts'

const packages = 10_000
const directs = 200
const limitSeconds = 1.5

/** A lock of pnpm 9 as a large monorepo has it; every package depends on three others. */
function makeLock(): string {
  const name = (at: number): string => (at % 5 === 0 ? `@scope-${at % 97}/package-${at}` : `package-${at}`)
  const key = (at: number): string => (at % 5 === 0 ? `'${name(at)}@1.0.${at}'` : `${name(at)}@1.0.${at}`)
  const quoted = (at: number): string => (at % 5 === 0 ? `'${name(at)}'` : name(at))
  const lines = [
    "lockfileVersion: '9.0'",
    '',
    'settings:',
    '  autoInstallPeers: true',
    '',
    'importers:',
    '',
    '  .:',
    '    dependencies:',
  ]
  for (let at = 0; at < directs; at++)
    lines.push(`      ${quoted(at)}:`, `        specifier: ^1.0.${at}`, `        version: 1.0.${at}`)
  lines.push('', 'packages:', '')
  for (let at = 0; at < packages; at++) {
    const integrity = Buffer.from(String(at).padEnd(64, 'x')).toString('base64')
    lines.push(`  ${key(at)}:`, `    resolution: {integrity: sha512-${integrity}}`, "    engines: {node: '>=18'}", '')
  }
  lines.push('snapshots:', '')
  for (let at = 0; at < packages; at++) {
    lines.push(`  ${key(at)}:`, '    dependencies:')
    for (const step of [1, 7, 31]) {
      const to = (at * 3 + step) % packages
      lines.push(`      ${quoted(to)}: 1.0.${to}`)
    }
    lines.push('')
  }
  return `${lines.join('\n')}\n`
}

/** Reading a pnpm lock of 10,000 packages into the inventory. */
export async function run(_args: string[]): Promise<boolean> {
  const lock = makeLock()
  const before = process.cpuUsage()
  const found = await detect(npm, {'pnpm-lock.yaml': lock})
  const {user, system} = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  const complete = found.assets.length === packages && (found.relationships?.length ?? 0) === directs + 3 * packages
  const megabytes = (lock.length / 1e6).toFixed(1)
  console.log(
    `pnpm-lock: ${found.assets.length} packages of ${megabytes} MB in ${seconds.toFixed(2)} s CPU, at most ${limitSeconds} s`,
  )
  return complete && seconds <= limitSeconds
}
