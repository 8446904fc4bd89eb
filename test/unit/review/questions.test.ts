import {describe, expect, it} from 'vitest'
import {letterCsv, letterMarkdown} from '../../../src/report/review/letter.ts'
import {withDeclarations} from '../../../src/review/profiles/declarations.ts'
import {knownProfile} from '../../../src/review/profiles/known.ts'
import type {Profile} from '../../../src/review/profiles/profile.ts'
import {type VendorAnswer, withAnswers} from '../../../src/review/questions/answers.ts'
import {answersIn} from '../../../src/review/questions/declared.ts'
import {parseReplies} from '../../../src/review/questions/reply.ts'
import {questionOn} from '../../../src/review/questions/table.ts'
import type {ReviewResult} from '../../../src/review/review-result.generated.ts'
import {reviewRules} from '../../../src/review/rules.ts'
import {reviewOf} from '../../support/review.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

/** Of these the buyer can settle each without the vendor. */
const forTheBuyer = new Set(['licence-conditions', 'file-not-proven-safe'])

function troubled(): Editable {
  return vendorBom(bom => {
    bom.components[0].version = 'main'
    bom.components[0].purl = undefined
    bom.compositions = undefined
    bom.components[0].components[0].hashes = undefined
  })
}

async function asked(profiles: readonly Profile[] = []): Promise<ReviewResult> {
  return reviewOf(troubled(), {}, profiles)
}

function answersTo(
  result: ReviewResult,
  text: (reference: string) => string,
  form: 'markdown' | 'csv',
): readonly VendorAnswer[] {
  const letter = form === 'csv' ? letterCsv(result) : letterMarkdown(result)
  const filled =
    form === 'csv'
      ? letter.replace(
          /"(q-[0-9a-f]{8})"(.*?),""\r\n/gs,
          (_, reference, rest) => `"${reference}"${rest},"${text(reference).replaceAll('"', '""')}"\r\n`,
        )
      : letter.replace(
          /(Reference: `(q-[0-9a-f]{8})`\n\nAnswer:)/g,
          (_, head, reference) => `${head} ${text(reference)}`,
        )
  return parseReplies(filled, form, 'reply').replies.map(({reference, text: value, line}) => {
    return {reference, text: value, evidence: {source: 'answers', place: 'reply', line, value}}
  })
}

describe('questions to the vendor', () => {
  it('follow from every finding that a buyer cannot settle alone', () => {
    expect(reviewRules.filter(({name}) => questionOn(name) === undefined).map(({name}) => name)).toEqual([
      ...forTheBuyer,
    ])
  })

  it.each([
    ['/home/ada/deals/acme/bom.json', 'bom.json'],
    ['deals\\acme\\bom.json', 'bom.json'],
    ['delivery/', 'delivery/'],
    ['hf:acme/model', 'hf:acme/model'],
  ])('do not tell the vendor in which folder %s lies', async (name, told) => {
    const result = await asked()
    const letter = letterMarkdown({...result, target: {...result.target, name}})
    expect(letter).toContain(`We reviewed ${told}.`)
  })

  it('do not tell the vendor where the files lie that the BOM was held against', async () => {
    const result = await asked()
    const folder = '/home/ada/deals/acme/files'
    const [first] = result.questions
    const questions = first === undefined ? [] : [{...first, found: [`in ${folder} but not in the BOM: a.py`]}]
    const letter = letterMarkdown({...result, questions, target: {...result.target, heldAgainst: [folder]}})
    expect(letter).toContain('in files but not in the BOM')
    expect(letter).not.toContain('deals')
  })

  it('name what was found and why it is asked', async () => {
    const {questions} = await asked()
    expect(questions.map(({text, about, because}) => [text, about, because])).toEqual([
      ['Which commit or exact version is it?', ['acme-ai/clause-7b'], ['The version can change (AIB320)']],
      ['What is the SHA-256 of each of these files?', ['acme-ai/clause-7b'], ['The weights have no digest (AIB321)']],
    ])
  })

  it('are none where the BOM leaves nothing open', async () => {
    const result = await reviewOf(vendorBom())
    expect(result.questions).toEqual([])
    expect(letterMarkdown(result)).toContain('We have no questions.')
  })

  it('ask once what several frameworks ask of the vendor alone, with each requirement behind it', async () => {
    const profiles = await Promise.all((['g7', 'cisa'] as const).map(knownProfile))
    const {questions} = await reviewOf(
      vendorBom(bom => Object.assign(bom.metadata, {authors: undefined})),
      {},
      profiles,
    )
    const author = questions.filter(({because}) =>
      because.some(text => text.includes('G7AI-MD-01') || text.includes('sbom-author')),
    )
    expect(author.map(({because}) => because.length)).toContain(2)
    expect(new Set(questions.map(({reference}) => reference)).size).toBe(questions.length)
  })

  it.each(['markdown', 'csv'] as const)('come back with their answers in %s', async form => {
    const result = await asked()
    const answer = '=1+1, "quoted"\n## 2. Not a question\nReference: none\n<script>alert(1)</script>'
    const answers = answersTo(result, () => answer, form)
    expect(answers.map(({text}) => text)).toEqual(result.questions.map(() => answer))
    const {result: after, strays} = withAnswers(result, answers)
    expect(strays).toEqual([])
    expect(after.questions.map(question => question.answer?.status)).toEqual(['answered', 'answered'])
    for (const {answer: each} of after.questions)
      expect(after.evidence[each?.evidence[0] ?? -1]).toMatchObject({source: 'answers', place: 'reply'})
    expect(after.findings).toEqual(result.findings)
  })

  it.each([
    ['9213176726f574b556790deb65791e0c5aa438b6', 'answered'],
    ['Not known.', 'not-known'],
    ['N/A', 'hollow'],
    ['TBD', 'hollow'],
    ['To be determined', 'hollow'],
    ['', 'open'],
    ['  \n', 'open'],
  ])('take %j for %s', async (text, status) => {
    const result = await asked()
    const {result: after} = withAnswers(
      result,
      answersTo(result, () => text, 'markdown'),
    )
    expect(after.questions[0]?.answer?.status).toBe(status)
    expect(letterMarkdown(after).includes('Which commit')).toBe(status === 'hollow' || status === 'open')
  })

  it('say what of a reply could not be read', () => {
    const {replies, problems} = parseReplies(
      [
        'Reference: `q-00000001`',
        'Answer: a',
        'Reference: `q-00000001`',
        'Answer: b',
        '> **Reference:** q-00000002',
        'no mark',
      ].join('\n'),
      'markdown',
      'reply.md',
    )
    expect(replies).toEqual([{reference: 'q-00000001', text: 'a', line: 2}])
    expect(problems).toEqual([
      'reply.md, line 5: q-00000002 has no line that starts with “Answer:”, so it was ignored',
      'reply.md, line 4: q-00000001 is already answered on line 2; that answer is used',
    ])
    expect(parseReplies('hello', 'markdown', 'x.md').problems).toHaveLength(1)
    expect(parseReplies('"a', 'csv', 'x.csv').problems).toHaveLength(1)
    expect(parseReplies('a,b\n1,2', 'csv', 'x.csv').problems[0]).toContain('are missing')
    expect(parseReplies('reference;answer\nq-1;x\nQ-0000000A;y', 'csv', 'x.csv')).toEqual({
      replies: [{reference: 'q-0000000a', text: 'y', line: 3}],
      problems: ['x.csv, line 2: no reference of a question'],
    })
  })

  it('do not take an answer of any length', () => {
    const {replies, problems} = parseReplies(`Reference: q-00000001\nAnswer: ${'x'.repeat(20_001)}`, 'markdown', 'r.md')
    expect([replies.length, problems.length]).toEqual([0, 1])
  })

  it('read an answer that was quoted or written with Windows line breaks', () => {
    expect(
      parseReplies('> Reference: `q-00000001`\r\n>\r\n> **Answer:** yes\r\n', 'markdown', 'r.md').replies,
    ).toMatchObject([{text: 'yes'}])
  })
})

describe('answers of the vendor', () => {
  it('meet a requirement in part at most, and stand in the BOM as claims that read back', async () => {
    const document = vendorBom(bom => Object.assign(bom.metadata, {authors: undefined}))
    const profiles = [await knownProfile('g7')]
    const before = await reviewOf(document, {}, profiles)
    const author = before.questions.find(({because}) => because.some(text => text.includes('G7AI-MD-01')))
    const {result} = withAnswers(
      before,
      answersTo(before, reference => (reference === author?.reference ? 'Acme supply desk' : ''), 'markdown'),
    )
    const statusOf = ({profiles: each}: ReviewResult): string | undefined =>
      each?.[0]?.requirements.find(({id}) => id === 'G7AI-MD-01')?.status
    expect([statusOf(before), statusOf(result)]).toEqual(['not', 'partly'])
    const copy: Editable = withDeclarations(document, result)
    expect(copy.declarations.assessors.map(({thirdParty}: Editable) => thirdParty)).toEqual([true, false])
    const again = await reviewOf(copy, {}, profiles)
    expect(again.questions.map(({reference}) => reference)).toEqual(before.questions.map(({reference}) => reference))
    expect(again.profiles).toEqual(before.profiles)
    const read = answersIn(copy, () => 7)
    expect(read).toMatchObject([
      {reference: author?.reference, text: 'Acme supply desk', evidence: {source: 'bom', line: 7}},
    ])
    expect(statusOf(withAnswers(again, read).result)).toBe('partly')
  })

  it('stay with the question that an earlier review asked', async () => {
    const answer: VendorAnswer = {
      reference: 'q-00000001',
      text: 'yes',
      asked: 'Is it?',
      evidence: {source: 'bom', place: '/x', value: 'yes'},
    }
    const {result, strays} = withAnswers(await reviewOf(vendorBom()), [answer, {...answer, text: 'no'}])
    expect(result.questions).toMatchObject([{text: 'Is it?', answer: {status: 'answered', text: 'yes'}}])
    expect(strays).toEqual([])
    const {asked: _, ...stray} = answer
    expect(withAnswers(result, [{...stray, reference: 'q-00000002'}]).strays).toHaveLength(1)
  })
})
