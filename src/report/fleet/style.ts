/** What pages of a fleet have besides {@link pageStyle}. */
export const fleetStyle: string = `
.wrap{max-width:1240px}
nav.rooms ul{display:flex;flex-wrap:wrap;gap:2px 6px;list-style:none;padding:0;margin:0}
nav.rooms a{display:inline-block;padding:6px 10px;border-radius:8px;text-decoration:none}
nav.rooms a[aria-current]{background:var(--card);border:1px solid var(--line);color:var(--ink);font-weight:600}
form.search{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0;align-items:center}
form.search label{color:var(--soft);font-size:.9rem}
form.search input{flex:1 1 14em;min-width:0;font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:8px;padding:7px 10px}
form.search button{font:inherit;color:var(--card);background:var(--link);border:0;border-radius:8px;padding:8px 16px;cursor:pointer}
form.search input:focus-visible,form.search button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
ul.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5em,1fr));gap:10px;list-style:none;padding:0;margin:.4em 0}
ul.tiles li{border:1px solid var(--line);border-radius:10px;padding:10px 14px;overflow-wrap:normal}
ul.tiles b{display:block;font-size:1.45rem;line-height:1.2;color:var(--tone,var(--ink))}
ul.tiles a{color:inherit;text-decoration:none}ul.tiles a:hover,ul.tiles a:focus-visible{text-decoration:underline}
.pager{display:flex;flex-wrap:wrap;gap:6px 16px;align-items:center;margin:.6em 0 0}
.wide td,.wide th{min-width:0;max-width:26em;overflow-wrap:break-word}
@media print{nav.rooms,form.search,.pager{display:none}.wrap{max-width:none}}
`
