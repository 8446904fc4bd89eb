const patterns: readonly RegExp[] = [
  /non-?\s?commercial (?:research |academic |personal |evaluation )?(?:use|uses|purposes?|research)(?: only)?/i,
  /commercial (?:use|usage|exploitation|purposes?|deployment) (?:is |are )?(?:strictly )?(?:prohibited|forbidden|excluded|not (?:allowed|permitted|granted))/i,
  /commercial (?:use|usage|exploitation|deployment)s? (?:requires?|needs?|is subject to) (?:a |an )?(?:separate|paid|additional|written|prior|commercial|different)/i,
  /(?:research|evaluation|academic|educational|teaching) (?:purposes?|use) only/i,
  /(?:only|solely|exclusively) (?:be used )?(?:for|to) (?:the purpose of )?(?:scientific |academic |internal )?(?:research|evaluation|teaching|education)\b/i,
  /\b(?:for|to) (?:academic|scientific|non-profit|educational) (?:research|teaching|purposes?)(?: (?:and|or) (?:research|teaching|education))? only\b/i,
  /(?:may|must|shall|can) ?not (?:be )?used? (?:it |(?:the|this) \w{1,20} )?(?:for|in) (?:any )?commercial/i,
  /not (?:licensed|intended|available|released) for (?:any )?commercial (?:use|purposes?)/i,
  /(?:usage|utilisation|exploitation) commercial[e]? (?:est |sont )?(?:strictement )?(?:interdite?s?|prohibée?s?|exclue?s?|non autorisée?s?)|(?:usage|utilisation|fins) non[- ]commercia(?:le?s?|ux)|à des fins de recherche (?:uniquement|exclusivement|seulement)|(?:uniquement|exclusivement|seulement) (?:à des fins|pour la) (?:de )?recherche/i,
  /kommerzielle (?:nutzung|verwendung|verwertung) (?:ist |wird )?(?:streng )?(?:untersagt|verboten|ausgeschlossen|nicht (?:gestattet|erlaubt|zulässig))|nicht[- ]?kommerzielle[rn]? (?:nutzung|zwecke?n?|verwendung)|(?:nur|ausschließlich|lediglich) (?:zu|für) (?:forschungs|wissenschaftliche|nicht[- ]?kommerzielle)/i,
  /uso comercial (?:está |queda )?(?:estrictamente )?(?:prohibido|excluido|no (?:está )?(?:permitido|autorizado))|(?:uso|fines) no comercial(?:es)?|(?:solo|sólo|únicamente|exclusivamente) (?:para|con) (?:fines de |la )?investigación/i,
  /uso commerciale (?:è )?(?:severamente )?(?:vietato|proibito|escluso|non (?:è )?(?:consentito|permesso))|(?:uso|scopi|fini) non commercial[ei]|(?:solo|soltanto|esclusivamente) (?:per|a) (?:scopi|fini) di ricerca/i,
  /uso comercial (?:é |está )?(?:estritamente )?(?:proibido|vedado|não (?:é )?(?:permitido|autorizado))|(?:uso|fins) não[- ]comercia(?:l|is)|(?:apenas|somente|exclusivamente) para (?:fins de )?pesquisa/i,
  /commercieel gebruik (?:is )?(?:verboten|niet toegestaan)|niet-commercie(?:el|le) (?:gebruik|doeleinden)|(?:alleen|uitsluitend) voor onderzoek/i,
  /użycie komercyjne (?:jest )?(?:zabronione|niedozwolone)|(?:użytek|cele|użytku|celów) niekomercyjn|wyłącznie do celów badawczych/i,
  /коммерческ\S{1,6} (?:использовани\S{1,3}|применени\S{1,3}) (?:строго )?(?:запрещ|не (?:допуска|разреш))|некоммерческ|(?:только|исключительно) (?:в|для) (?:научн|исследовательск)/i,
  /(?:禁止|不得|不可|严禁|嚴禁)[^。；;\n]{0,12}(?:商业|商業|商用)|(?:仅供|仅限|僅供|僅限|只能用于|只限)[^。；;\n]{0,12}(?:研究|学习|學習|学术|學術|教育)|非商业|非商業/u,
  /(?:商用|商業)(?:利用|目的|使用)[^。\n]{0,8}(?:禁止|不可|できません|認め(?:られ)?ません)|非商用|非営利(?:目的|利用)|研究(?:目的|用途)(?:のみ|に限)/u,
  /상업적[^.\n]{0,12}(?:금지|불가|허용되지|할 수 없)|비상업|연구 ?(?:목적|용도)(?:으로)?만/u,
]

/** The words in a text by which commercial use is not allowed, in several languages; undefined where there are none. */
export function noCommerceIn(text: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    // `not limited to non-commercial use` takes nothing away
    if (found !== null && !deniedPattern.test(text.slice(Math.max(0, found.index - lookBack), found.index)))
      return found[0]
  }
  return undefined
}

const lookBack = 30
const deniedPattern =
  /\b(?:not (?:limited|restricted) to|beyond|both commercial and|commercial and|commercial or|as well as)\s*$/i
