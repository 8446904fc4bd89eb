import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {asRecord, recordsOf} from '../../src/lib/narrow.ts'
import {startStubHub, stubCommit} from '../support/hub.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const metadata = {
  license: 'apache-2.0',
  pipeline_tag: 'text-classification',
  datasets: ['acme/letters'],
  'model-index': [{name: 'm', results: [{dataset: {name: 'letters'}, metrics: [{type: 'f1', value: 0.9}]}]}],
}
const modelCard = `---
${JSON.stringify(metadata)}
---
# Sorter

A classifier that sorts the letters of our customers by what they are about.

## Intended uses

Sorting letters in German and English.

## Training

Fine-tuned on acme/letters for three epochs.
`
const datasetMetadata = {
  license: 'cc-by-4.0',
  size_categories: ['1K<n<10K'],
  source_datasets: ['original'],
  dataset_info: {splits: [{name: 'train', num_examples: 2000}]},
}
const datasetCard = `---\n${JSON.stringify(datasetMetadata)}\n---\n# Letters\n\nLetters of customers, without their names and addresses, each with its topic.\n`

/** A repository as a careful team keeps it, with one model of the hub at its pin. */
const application = {
  'pyproject.toml':
    '[project]\nname = "post-room"\nversion = "2.0.1"\nauthors = [{name = "Acme Post"}]\ndependencies = ["transformers==4.46.0"]\n',
  'SECURITY.md': 'Write to security@acme.example.\n',
  'app.py': `from openai import OpenAI
from transformers import AutoModelForSequenceClassification

model = AutoModelForSequenceClassification.from_pretrained("acme/sorter", revision="${stubCommit}", use_safetensors=True)
client = OpenAI()
`,
}

describe('minimum elements of the G7', () => {
  it('are filled for a repository with one pinned, documented model; the reason is given for each of the others', async () => {
    const hub = await startStubHub({
      'acme/sorter': {
        info: {
          author: 'acme',
          pipeline_tag: 'text-classification',
          cardData: metadata,
          securityRepoStatus: {scansDone: true, filesWithIssues: []},
        },
        files: {
          'README.md': {content: modelCard},
          'config.json': {
            content: '{"model_type": "bert", "architectures": ["BertForSequenceClassification"], "hidden_size": 64}',
          },
          'model.bin': {content: 'x'.repeat(64), sha256: 'ab'.repeat(32)},
        },
      },
      'datasets/acme/letters': {
        info: {author: 'acme', cardData: datasetMetadata},
        files: {'README.md': {content: datasetCard}, 'data/train.parquet': {content: 'PAR1', sha256: 'cd'.repeat(32)}},
      },
    })
    const cwd = temporaryFolder()
    for (const [path, content] of Object.entries(application)) {
      mkdirSync(dirname(join(cwd, path)), {recursive: true})
      writeFileSync(join(cwd, path), content)
    }
    const run = await aibom(['generate', '--online', '--timestamp', '--author', 'Ann'], {
      cwd,
      env: {HF_ENDPOINT: hub.url},
    })
    expect(run).toMatchObject({exit: 0, stderr: ''})
    const bom = asRecord(JSON.parse(readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8'))) ?? {}
    const properties = recordsOf(asRecord(bom['metadata'])?.['properties'])
    const said = (name: string): string[] =>
      properties.flatMap(property => (property['name'] === name ? [String(property['value'])] : []))
    expect(said('aibom:g7')).toEqual(['elements=50; known=42; partly=0'])
    expect(said('aibom:g7:unknown').map(line => line.replace(/element=[^;]*; /, ''))).toEqual([
      'id=G7AI-MD-05; reason=a signature stands beside the document: aibom sign',
      'id=G7AI-SLP-05; reason=no registry tells when it was released',
      'id=G7AI-SLP-07; missing=1 of 1 service; reason=how sensitive the data is, only a person can say',
      'id=G7AI-DP-08; missing=1 of 1 data set; reason=how sensitive its data are, only a person can say',
      'id=G7AI-INF-02; reason=which hardware it needs, only a person can say',
      'id=G7AI-SP-02; reason=it was assessed against no standard',
      'id=G7AI-SP-04; reason=no database of vulnerabilities was asked',
      'id=G7AI-KPI-01; reason=no report of a security evaluation was read',
    ])
  })
})
