import words from './lists/vague-data.json' with {type: 'json'}
import {toWordSet} from './word-set.ts'

const kinds = toWordSet(words.kinds)
const known = toWordSet([...words.kinds, ...words.words])
/** A data set may be called `corpus`, but not `internet`. */
const vagueAlone = toWordSet(words.alone)
/** Languages that put no spaces between words. */
const unspacedPattern =
  /^(?:内部|公开|公開|自有|自社|互联网|网络|インターネット|各种|各種|多种|混合|合成|高质量|私有|专有|独自|사내|내부|공개|자체|다양한|인터넷)(?:的|の)?\s?(?:可用的?)?(?:网络|文本|テキスト|训练|学習|텍스트|학습)?\s?(?:数据集?|資料|データ(?:セット)?|语料库?|コーパス|데이터(?:셋)?)$/u

/** Words that fit any data, in any of several languages: `internal data`, `a mix of licensed and web data`. */
export function isVagueData(name: string): boolean {
  const text = name.trim().toLowerCase()
  if (unspacedPattern.test(text)) return true
  const list = text.split(/[\s,/&+]+|-(?=and-|or-)/).filter(word => word !== '')
  const isOnlyWord = list.length === 1 && vagueAlone.has(text)
  return isOnlyWord || (list.length > 1 && list.every(word => known.has(word)) && list.some(word => kinds.has(word)))
}
