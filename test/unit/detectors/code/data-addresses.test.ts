import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(source: string): Promise<string[]> {
  const {assets} = await detect(code, {'train.py': `import sklearn\nimport pandas as pd\nimport requests\n${source}`})
  return assets.map(({id}) => id)
}

describe('data sets at addresses that are filled in', () => {
  it.each([
    [
      'pd.read_parquet(f"https://data.example.com/trips/green_{year}-{month:02d}.parquet")',
      'green_{year}-{month}.parquet',
    ],
    ['requests.get("https://data.example.com/taxi/green" f"/{year}/{i:02d}.parquet")', 'green/{year}/{i}.parquet'],
    ['BASE = "https://data.example.com/sets"\npd.read_csv(BASE + "/" + kind + ".csv")', 'sets/{kind}.csv'],
    ['pd.read_csv(f"s3://lake/raw/{day}/events.csv.gz")', 'events.csv.gz'],
    ['file = f"s3://lake/trip data/{kind}_trips_{year:04d}.parquet"', '{kind}_trips_{year}.parquet'],
    ['pd.read_parquet(f"s3://lake/rides/year={year}/{part}.parquet")', 'rides/year={year}/{part}.parquet'],
  ])('%s', async (source, name) => {
    expect(await found(source)).toEqual([`dataset:${name}`])
  })

  it.each([
    'output_file = f"s3://lake/predictions/{day}/{run}.parquet"',
    'pd.read_csv(f"https://{host}/trips.csv.{ending}")',
    'pd.read_csv(f"{folder}/fold_{k}.csv")',
    'requests.get(f"https://api.example.com/users/{name}")',
    'pd.read_csv(f"https://data.example.com/{a}/{b}.csv")',
  ])('none: %s', async source => {
    expect(await found(source)).toEqual([])
  })

  it('in a module that measures something, whatever it imports', async () => {
    const source = 'SETS = {"de": "https://data.example.com/sums_de.tsv", "en": "https://data.example.com/sums_en.tsv"}'
    const idsIn = async (path: string): Promise<string[]> =>
      (await detect(code, {[path]: source})).assets.map(({id}) => id)
    expect(await idsIn('sums_eval.py')).toEqual(['dataset:sums_de.tsv', 'dataset:sums_en.tsv'])
    expect(await idsIn('report.py')).toEqual([])
  })
})
