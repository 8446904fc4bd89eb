/**
 * Styles of our pages: one column that fits 320 px, light and dark, and paper. No address in it: nothing is fetched.
 */
export const pageStyle: string = `
:root{--bg:#f6f7f9;--card:#fff;--ink:#1a2230;--soft:#566074;--line:#dde2ea;--link:#0b57c2;--mark:#eef2f8;
--critical:#8f1020;--high:#b3261e;--medium:#8a5300;--low:#3d5a80;--info:#4a5568;--good:#146c43;--none:#4a5568}
@media (prefers-color-scheme:dark){:root{--bg:#10141b;--card:#191f29;--ink:#e7ebf2;--soft:#a8b2c3;--line:#313a49;--link:#8ab8ff;--mark:#222a37;
--critical:#ff9ba5;--high:#ff8f86;--medium:#f2b661;--low:#9dbcf0;--info:#b6bfce;--good:#6fd3a0;--none:#b6bfce}}
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--card);padding:8px 12px;z-index:2}
.wrap{max-width:1040px;margin:0 auto;padding:20px 16px 56px}
header.top{padding:8px 0 4px}
.kicker{margin:0;color:var(--soft);font-size:.82rem;letter-spacing:.02em}
h1{font-size:clamp(1.45rem,1.1rem + 1.8vw,2.1rem);line-height:1.2;margin:.1em 0 .35em}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .6em}
h3{font-size:1.02rem;line-height:1.35;margin:0}
p{margin:.35em 0}
.lead{font-size:1.05rem;color:var(--ink);max-width:70ch}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;margin:16px 0}
.verdict{border-left:8px solid var(--tone);}
.verdict .headline{font-size:1.3rem;line-height:1.35;font-weight:700;color:var(--tone);margin:.05em 0 .5em}
.verdict ul{margin:.4em 0;padding-left:1.2em}.verdict li{margin:.25em 0}
.critical{--tone:var(--critical)}.high{--tone:var(--high)}.medium{--tone:var(--medium)}.low{--tone:var(--low)}.info{--tone:var(--info)}.good{--tone:var(--good)}.none{--tone:var(--none)}
.counts{display:flex;flex-wrap:wrap;gap:8px;list-style:none;padding:0!important;margin:.8em 0 .2em!important}
.counts li{border:1px solid var(--line);border-radius:999px;padding:2px 12px;margin:0!important;font-size:.9rem;color:var(--tone)}
.counts b{margin-right:.35em}
nav.contents ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0;margin:0}
nav.contents{margin:14px 0;font-size:.95rem}
nav.contents a{display:inline-block;padding:4px 0}
.tag{display:inline-block;border:1px solid currentColor;border-radius:6px;padding:0 7px;font-size:.8rem;line-height:1.5;color:var(--tone);font-weight:600;white-space:nowrap}
.soft{color:var(--soft);font-size:.9rem;font-weight:400}
.finding{border-top:1px solid var(--line);padding:14px 0}
.finding:first-of-type{border-top:0;padding-top:4px}
.finding .head{display:flex;flex-wrap:wrap;gap:6px 10px;align-items:baseline}
.finding p{max-width:76ch}
.profile+.profile{border-top:1px solid var(--line);margin-top:18px;padding-top:14px}
.profile h4{font-size:.95rem;margin:1em 0 .3em}
.todo{background:var(--mark);border-radius:8px;padding:8px 12px;margin:.5em 0 0!important}
.refs{font-size:.82rem;white-space:nowrap}
.refs a{padding:2px 3px}
dl.rows{display:grid;grid-template-columns:minmax(8em,15em) 1fr;gap:0;margin:0}
dl.rows>div{display:contents}
dl.rows dt,dl.rows dd{margin:0;padding:8px 0;border-top:1px solid var(--line)}
dl.rows dt{color:var(--soft);padding-right:14px}
dl.rows>div:first-child>*{border-top:0}
@media (max-width:560px){dl.rows{display:block}dl.rows>div{display:block;border-top:1px solid var(--line);padding:8px 0}dl.rows>div:first-child{border-top:0}dl.rows dt,dl.rows dd{border:0;padding:0}dl.rows dt{font-size:.88rem}}
.scroll{overflow-x:auto;margin:0 -4px;padding:0 4px}
table{border-collapse:collapse;width:100%;font-size:.94rem}
th,td{text-align:left;vertical-align:top;padding:8px 14px 8px 0;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--soft);font-weight:600;font-size:.85rem}
tbody th{font-weight:600}
.wide td,.wide th{min-width:8.5em}
@media (max-width:560px){.wide thead{display:none}.wide,.wide tbody,.wide tr,.wide th,.wide td{display:block;min-width:0}.wide tr{border-top:1px solid var(--line);padding:8px 0}.wide tbody th,.wide td{border:0;padding:2px 0}.wide td:empty{display:none}.wide td[data-label]::before{content:attr(data-label);display:block;color:var(--soft);font-size:.82rem}}
table.conflict{width:auto;margin:.5em 0;background:var(--mark);border-radius:8px}
table.conflict th,table.conflict td{padding:4px 12px;border:0;min-width:6.5em}
code{font:.88em/1.4 ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.graph{overflow-x:auto}
.graph svg{display:block;margin:0 auto}
.graph svg.fit{max-width:max(100%,40rem);height:auto}
.graph .box{fill:var(--card);stroke:var(--tone);stroke-width:1.6}
.graph .box.unknown{stroke-dasharray:5 4}
.graph .name{fill:var(--ink);font:600 13px system-ui,sans-serif}
.graph .detail,.graph .kind{fill:var(--soft);font:11px system-ui,sans-serif}
.graph .edge{fill:none;stroke:var(--soft);stroke-width:1.3}
.graph .tip{fill:var(--soft)}
.graph .word{fill:var(--soft);font:11px system-ui,sans-serif;paint-order:stroke;stroke:var(--card);stroke-width:4px}
ol.evidence{padding-left:2.6em;font-size:.88rem;columns:2;column-gap:36px}
@media (max-width:800px){ol.evidence{columns:1}}
ol.evidence li{margin:.3em 0;break-inside:avoid}
ol.evidence li:target,.finding:target{background:var(--mark);outline:2px solid var(--link);outline-offset:4px;border-radius:4px}
details summary{cursor:pointer;color:var(--link);padding:4px 0}
ul.plain{padding-left:1.2em;margin:.3em 0}
ul.plain li{margin:.2em 0}
ol.questions>li{margin:.8em 0}
blockquote{margin:.4em 0;padding:2px 0 2px 12px;border-left:3px solid var(--line);overflow-wrap:anywhere}
footer{color:var(--soft);font-size:.85rem;margin-top:28px}
@media print{body{background:#fff;color:#000;font-size:10.5pt}.card{border-color:#bbb;border-radius:0;margin:10px 0;padding:10px 12px}.finding,tr,dl.rows>div{break-inside:avoid}h2{break-after:avoid}nav.contents,.skip{display:none}.scroll,.graph{overflow:visible}a{color:inherit;text-decoration:none}ol.evidence{columns:1}}
`
