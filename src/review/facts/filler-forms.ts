import words from './lists/filler-words.json' with {type: 'json'}
import {toWordSet} from './word-set.ts'

/** A note to oneself is a line. */
const noteLimit = 200
const markPattern =
  /^(?:(?:TODO|FIXME|TBD|TBA|TBC|WIP|XXX)(?![\w-])|(?:todo|fixme|tbd|tba|tbc)\s?(?:[:(]|(?:by|in|with|after|until)\s))/
const variablePattern =
  /^(?:\$\{[^{}]{1,80}\}|\$[A-Z][A-Z0-9_]{2,60}|%[A-Z][A-Z0-9_]{1,60}%|__[A-Za-z][A-Za-z0-9_]{1,60}__|@[A-Z][A-Z0-9_]{1,60}@|#\{[^{}]{1,80}\}|<%[^%]{1,80}%>|\{%[^%]{1,80}%\}|\[\[[^[\]]{1,80}\]\]|<!--[^<>]{0,200}-->|#(?:REF|N\/A|VALUE|NAME|DIV\/0|NULL|NUM)[!?]?)$/
const samplePatterns: readonly RegExp[] = [
  /^(?:placeholder|sample|dummy|example|test|default|generic|temporary|filler) (?:text|value|description|content|data|entry|limitation|metric|name|string|model card)s?\b.{0,30}$/,
  /^(?:this is|here is|insert|enter) (?:a |an |the |some )?(?:sample|example|dummy|placeholder|test|template|generic)\b.{0,60}$/,
  /^(?:click|tap)(?: or tap)? (?:here|to) .{1,60}$/,
  /^(?:test|foo|bar|asdf|abc|xyz|dummy|sample|temp|placeholder|lorem|value|string|text|item|example)[ _-]?\d{1,6}$/,
  /^(?:no|without) (?:content|text|value|entry|comment|remarks?|details?)(?: (?:yet|here|provided|available|given))?$/,
  /^(?:idem|ditto|dito|same|redacted|withheld|removed|deleted)$/,
  /^ask (?:the )?[a-z]{2,20}(?: (?:team|department|dept|group))?$/,
  /^(?:your|my|our|example|sample|demo|test|dummy) (?:company|organi[sz]ation|corp|corporation|vendor|team|institution)(?: name)?(?: (?:inc|llc|ltd|gmbh|corp|co|ag|sa|bv))?$/,
  /^(?:acme|foo|example|sample|contoso)(?: (?:corp|corporation|inc|company|ltd|llc|org))? \((?:example|sample|placeholder|demo)\)?$/,
]

/** A note to oneself: `TODO(jo): describe`, `TBD in the third quarter`. */
export function isMarked(text: string): boolean {
  return text.length < noteLimit && markPattern.test(text)
}

/** A variable that nobody replaced, a comment that nobody sees, an error of a spreadsheet. */
export function isVariable(text: string): boolean {
  return variablePattern.test(text)
}

/** @param text in lower case, without the stop at its end */
export function isSampleText(text: string): boolean {
  return samplePatterns.some(pattern => pattern.test(text))
}

const latin = toWordSet(words.latin)
/** So few words of a text may be those of filler text by chance. */
const latinWords = 4

/** Filler text of typesetters, wherever it begins. */
export function isLatinFiller(list: readonly string[]): boolean {
  const found = list.filter(word => latin.has(word.replace(/[.,;]$/, ''))).length
  return found >= latinWords && found * 4 >= list.length * 3
}

const languages = Object.values(words.languages).map(toWordSet)
/** Languages that put no spaces between words. */
const unspacedPatterns: readonly RegExp[] = [
  /^(?:此处|内容|信息|资料|该项)?(?:目前|暂时|待|暂未|尚未|未|另行|后续|稍后|之后|即将|将|敬请|正在|有待)+(?:会|再|进一步)?(?:定|补充|填写|填入|提供|确定|公布|公开|更新|完善|添加|披露|说明|通知|期待|整理|编写|上线|推出)+(?:中|。)?$/u,
  /^(?:此處|內容|資訊)?(?:目前|暫時|待|暫未|尚未|未|另行|後續|稍後|即將|將|敬請|正在|有待)+(?:會|再|進一步)?(?:定|補充|填寫|提供|確定|公布|公開|更新|完善|新增|揭露|說明|通知|期待|整理)+(?:中)?$/u,
  /^(?:詳細は|内容は|情報は)?(?:現在|後日|後ほど|のちほど|追って|今後|近日中に|近日|随時|まだ|いずれ)*(?:追加|記載|記入|公開|更新|掲載|追記|お知らせ|確認|準備|作成|検討|調整|決定)(?:予定|します|いたします|する予定です|予定です|中|中です|待ち|していません|されていません)$/u,
  /^(?:추후|나중에|곧|향후|차후|현재|아직)?\s?(?:공지|추가|작성|입력|업데이트|공개|보완|제공|결정|준비)(?:될|할|하겠습니다|됩니다|\s?중|되지\s?않음|안\s?됨|\s?예정)?\s?(?:예정|예정입니다|입니다)?$/u,
  /^(?:จะ)?(?:เพิ่มเติม|เพิ่ม|อัปเดต|อัพเดต|แจ้ง|ระบุ|กำหนด|กรอก)(?:ข้อมูล)?(?:ให้ทราบ)?(?:ภายหลัง|ในภายหลัง|เร็ว\s?ๆ\s?นี้|ต่อไป)$/u,
]

/** Words of one language, of which each is one that only fillers are made of: `будет добавлено позже`. */
export function isOfFillerWords(text: string, list: readonly string[]): boolean {
  if (text.length > noteLimit) return false
  if (unspacedPatterns.some(pattern => pattern.test(text))) return true
  const bare = list.map(word => word.replace(/^[("'«„“]{1,3}|[.,;:!?)"'»“”]{1,3}$/gu, '')).filter(word => word !== '')
  return bare.length > 1 && languages.some(known => bare.every(word => known.has(word)))
}
