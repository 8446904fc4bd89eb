import {describe, expect, it} from 'vitest'
import {diff} from '../../../src/pipeline/changes/diff.ts'
import {folderOf, quietOptions} from '../../support/threats.ts'

const agent = "import {Agent} from '@mastra/core/agent'\n"

/** Files with a prompt, what of it is edited, and where the prompt stands. */
const cases = [
  [
    'a list of lines that is joined',
    {
      'a.ts': `${agent}export const a = new Agent({\n  instructions: [\n    'You help.',\n    'Never lie.',\n  ].join(' '),\n})\n`,
    },
    'a.ts:3',
  ],
  [
    'a list of another file that is joined',
    {
      'z.ts': "export const one = 1\n\nexport const LINES = ['You help people with trains.', 'Never lie to them.']\n",
      'a.ts': `${agent}import {LINES} from './z'\n\n\n\n\nexport const a = new Agent({instructions: LINES.join(' ')})\n`,
    },
    'z.ts:3',
  ],
  [
    'a constant of another file',
    {
      'z.py': 'x = 1\nSYSTEM_PROMPT = "You help people with trains. Never lie to them."\n',
      'a.py':
        'from agents import Agent\nfrom z import SYSTEM_PROMPT\n\na = Agent(name="a", instructions=SYSTEM_PROMPT)\n',
    },
    'z.py:2',
  ],
] as const

describe('a changed prompt', () => {
  it.each(cases)('is shown where it stands: %s', async (_name, files, place) => {
    const edited = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.replace('Never lie', 'Lie')]),
    )
    const {changes} = await diff({...quietOptions(), old: folderOf(files), new: folderOf(edited)})
    const places = changes.map(change => `${change.class} ${change.place?.path}:${change.place?.line}`)
    expect(places).toEqual([`prompt-changed ${place}`])
  })
})
