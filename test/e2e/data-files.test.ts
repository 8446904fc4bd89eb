import {createHash} from 'node:crypto'
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {aibom, temporaryFolder} from '../support/run.ts'

const rows = 'text,label\nhello,1\n'
const oid = 'ab'.repeat(32)

interface Written {
  readonly components: readonly {
    readonly 'bom-ref': string
    readonly name: string
    readonly hashes?: readonly {readonly content: string}[]
  }[]
}

it('gives the digest of the file that a data set is, or the one that its pointer declares', async () => {
  const cwd = join(temporaryFolder(), 'app')
  mkdirSync(join(cwd, 'train', 'data'), {recursive: true})
  mkdirSync(join(cwd, 'data'))
  writeFileSync(join(cwd, 'train', 'data', 'rows.csv'), rows)
  writeFileSync(
    join(cwd, 'data', 'kept.csv'),
    `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12\n`,
  )
  writeFileSync(join(cwd, 'data', 'twice.csv'), 'a\n')
  writeFileSync(join(cwd, 'train', 'data', 'twice.csv'), 'b\n')
  symlinkSync('/etc/passwd', join(cwd, 'data', 'link.csv'))
  writeFileSync(join(cwd, 'train', 'above.parquet'), 'c')
  writeFileSync(
    join(cwd, 'train', 'main.py'),
    [
      'import pandas as pd',
      'import torch',
      'near = pd.read_csv("./data/rows.csv")',
      'kept = pd.read_csv("data/kept.csv")',
      'either = pd.read_csv("data/twice.csv")',
      'outside = pd.read_csv("../../rows.csv")',
      'linked = pd.read_csv("data/link.csv")',
      'above = pd.read_parquet("../train/above.parquet")',
      'none = pd.read_csv("data/none.csv")',
    ].join('\n'),
  )
  const {stdout} = await aibom(['generate', '-o', '-', '--quiet', '--no-config'], {cwd})
  const {components} = JSON.parse(stdout) as Written
  const digests = components
    .filter(({name}) => name.endsWith('.csv'))
    .map(({name, hashes = []}) => [name, ...hashes.map(({content}) => content)])
  expect(components.map(component => component['bom-ref'])).toContain('dataset:train/above.parquet')
  expect(digests.sort()).toEqual(
    [
      ['kept.csv', oid],
      ['link.csv'],
      ['none.csv'],
      ['rows.csv', createHash('sha256').update(rows).digest('hex')],
      ['rows.csv'],
      ['twice.csv'],
    ].sort(),
  )
})
