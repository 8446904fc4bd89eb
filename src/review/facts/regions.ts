/** Codes by which clouds call the places of their machines, and the area that each is in. */
const codes: readonly (readonly [code: RegExp, area: string])[] = [
  [/^(?:eu-west-2|europe-west2|uksouth|ukwest|uk-[a-z]{2,8}-?\d)$/, 'United Kingdom'],
  [/^(?:eu-central-2|europe-west6|switzerland(?:north|west))$/, 'Switzerland'],
  [/^(?:norway(?:east|west))$/, 'Norway'],
  [
    /^(?:eu-(?:central|west|north|south|east|isoe-west)-\d|europe-(?:central|west|north|south|southwest)\d{1,2}|(?:west|north)europe|(?:france|germany|sweden|poland|italy|spain|austria|belgium|denmark|finland)(?:central|north|south|east|west|northwest|westcentral))$/,
    'European Union',
  ],
  [
    /^(?:us-(?:gov-)?(?:east|west|central|south|north)-?\d{1,2}|(?:east|west|central|northcentral|southcentral|westcentral)us\d?|usgov[a-z]{4,9})$/,
    'United States',
  ],
  [/^(?:ca-(?:central|west)-\d|canada(?:central|east)|northamerica-northeast\d)$/, 'Canada'],
  [/^(?:sa-east-\d|southamerica-east\d|brazil(?:south|southeast))$/, 'Brazil'],
  [/^(?:cn-[a-z]{4,12}(?:-\d)?|china(?:north|east)\d?|ap-east-1|asia-east2|eastasia)$/, 'China'],
  [/^(?:ap-northeast-[13]|asia-northeast[12]|japan(?:east|west))$/, 'Japan'],
  [/^(?:ap-northeast-2|asia-northeast3|korea(?:central|south))$/, 'South Korea'],
  [/^(?:ap-southeast-1|asia-southeast1|southeastasia)$/, 'Singapore'],
  [/^(?:ap-south-\d|asia-south\d|(?:central|south|west)india)$/, 'India'],
  [/^(?:ap-southeast-[24]|australia-southeast\d|australia(?:east|southeast|central))$/, 'Australia'],
]
const words: readonly (readonly [word: RegExp, areas: readonly string[]])[] = [
  [/^(?:eu|e\.u\.|eea|european union|european economic area)$/, ['European Union']],
  [/^europe$/, ['European Union', 'United Kingdom', 'Switzerland', 'Norway']],
  [
    /^(?:de|germany|deutschland|frankfurt|fr|france|paris|ie|ireland|dublin|nl|netherlands|amsterdam|se|sweden|stockholm|it|italy|es|spain|pl|poland|fi|finland|at|austria|be|belgium|dk|denmark)$/,
    ['European Union'],
  ],
  [/^(?:uk|gb|united kingdom|great britain|england|london)$/, ['United Kingdom']],
  [/^(?:ch|switzerland|zurich)$/, ['Switzerland']],
  [/^(?:us|u\.s\.|usa|united states(?: of america)?|virginia|oregon)$/, ['United States']],
  [/^(?:canada|montreal|toronto)$/, ['Canada']],
  [/^(?:cn|china|prc)$/, ['China']],
  [/^(?:jp|japan|tokyo)$/, ['Japan']],
  [/^(?:sg|singapore)$/, ['Singapore']],
  [/^(?:india|mumbai)$/, ['India']],
  [/^(?:au|australia|sydney)$/, ['Australia']],
]
const stays =
  /\b(?:stays?|remains?|kept|stored|processed|hosted|located|runs?|resides?)(?: (?:and|or) \w{1,12})?(?: only| exclusively| solely)? (?:in|within|inside) (?:the )?([A-Za-z][\w. -]{1,60})/i
const only = /\b(EU|EEA|US|UK|Germany|Europe)[- ](?:only|hosted|based)\b/i

/** A place as it is stated, with the code where it is one of a cloud. */
export interface Region {
  readonly areas: readonly string[]
  readonly code: string | undefined
}

/** `eu-central-1`, `swedencentral`, `EU`, `Frankfurt`; undefined for words that name no place we know. */
export function regionIn(text: string): Region | undefined {
  const plain = text.trim().toLowerCase().replace(/[_]/g, '-')
  const area = codes.find(([code]) => code.test(plain))?.[1]
  if (area !== undefined) return {areas: [area], code: plain}
  const [, wide] = /^(eu|us|uk)[- ][a-z0-9 -]{1,40}$/.exec(plain) ?? []
  if (wide !== undefined) return regionIn(wide)
  const areas = words.find(([word]) => word.test(plain))?.[1]
  return areas === undefined ? undefined : {areas, code: undefined}
}

/** The place that a sentence promises: `all data stays in the EU`. */
export function regionTold(text: string): Region | undefined {
  const [, place] = stays.exec(text) ?? only.exec(text) ?? []
  if (place === undefined) return undefined
  const parts = place.split(' ').filter(part => part !== '')
  // the longest beginning that is a place: `European Union and …`
  for (let end = Math.min(parts.length, 4); end > 0; end--) {
    const region = regionIn(
      parts
        .slice(0, end)
        .join(' ')
        .replace(/[.,;]$/, ''),
    )
    if (region !== undefined) return region
  }
  return undefined
}

/** The place that a host says it is in, by the code of a cloud, or by a label `eu` or `us`. */
export function regionOfHost(host: string): Region | undefined {
  const labels = host.toLowerCase().split('.')
  for (const label of labels.slice(0, -2)) {
    const own =
      label === 'eu' || label === 'us' || codes.some(([code]) => code.test(label)) ? regionIn(label) : undefined
    if (own !== undefined) return own
    const inside =
      /(?:^|-)((?:eu|us|ca|sa|cn|ap|europe|asia|northamerica|southamerica|australia)-(?:gov-)?[a-z]{4,9}-?\d{1,2})(?:-|$)/.exec(
        label,
      )?.[1]
    const part = [inside, ...label.split('-')].find(
      each => each !== undefined && codes.some(([code]) => code.test(each)),
    )
    if (part !== undefined) return regionIn(part)
  }
  return undefined
}
