import {spawnSync} from 'node:child_process'

export interface Peer {
  readonly name: string
  command(source: string, output: string): readonly string[]
}

const peers: readonly Peer[] = [
  {
    name: 'cdxgen',
    command: (source, output) => ['cdxgen', '--type', 'aibom', '--no-install-deps', '--output', output, source],
  },
  {
    name: 'airom',
    command: (source, output) => ['airom', 'scan', source, '--offline', '--quiet', '--output', `cyclonedx=${output}`],
  },
  {
    name: 'ai-bom',
    command: (source, output) => [
      'ai-bom',
      'scan',
      source,
      '--deep',
      '--quiet',
      '--format',
      'cyclonedx',
      '--output',
      output,
    ],
  },
]

/** The peers in the PATH; says which are not. */
export function peersHere(): readonly Peer[] {
  return peers.filter(({name}) => {
    const isHere = spawnSync(name, ['--version'], {stdio: 'ignore'}).error === undefined
    if (!isHere) console.log(`skipped ${name}: not installed`)
    return isHere
  })
}
