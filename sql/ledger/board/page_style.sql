-- One design in rem for screen and paper.  Fonts are metric twins, so that the
-- page breaks nowhere else on another system, and tables have room for wider ones;
-- nothing is said by color alone.
CREATE OR REPLACE FUNCTION page_style() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $css$
:root{--ink:#1a1a1a;--soft:#484848;--line:#9a9a9a;--thin:#d6d6d6;--blue:#17344f;--pale:#d5e0ea;--edge:#5f7283;
--brown:#7a4300;--good:#005f96;--bad:#a03800;--row:1.5rem}
*,*::before{box-sizing:border-box}
html{font-size:15px;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;color:var(--ink);background:#fff;font:1rem/1.35 "Liberation Sans",Arial,Helvetica,sans-serif;
font-variant-numeric:tabular-nums}
main{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:1.1rem 1.6rem;max-width:94rem;
margin:0 auto;padding:1.5rem}
header,footer,.lead,.kpis,.w12{grid-column:1/-1}.w7{grid-column:span 7}.w6{grid-column:span 6}
.w5{grid-column:span 5}
.pile{display:flex;flex-direction:column;gap:.8rem;justify-content:space-between}
h1,h2,p,ol,dl,dd,figure{margin:0;padding:0}
header{display:grid;grid-template-columns:1fr auto;align-items:baseline;padding-bottom:.3rem;
border-bottom:2px solid}
h1{font-size:1.9rem;line-height:1.1}
.who{text-align:right;font-size:1.1rem}
.about{grid-column:1/-1;margin-top:.15rem;color:var(--soft);font-size:.95rem}
.state{margin-left:.5rem;padding:0 .4rem;border:1.5px solid;font-weight:700;white-space:nowrap}
.lead{font-size:1.45rem;line-height:1.25;font-weight:700}
h2{margin-bottom:.15rem;padding-top:.2rem;border-top:1.5px solid;font-size:1.12rem;line-height:1.25}
h2 small{margin-left:.3rem;font-size:.95rem;font-weight:400;color:var(--soft)}
abbr{text-decoration:none}.fav{color:var(--good)}.unf{color:var(--bad);font-weight:700}
.kpis{display:grid;grid-template-columns:repeat(5,1fr);gap:.5rem 1.6rem}
.kpis div{padding-left:.7rem;border-left:3px solid var(--blue)}.kpis dt,.kpis span{color:var(--soft)}
.kpis dd{white-space:nowrap}
.kpis .big{font-size:1.8rem;line-height:1.15;font-weight:700}
.news{display:grid;grid-template-columns:9rem 1fr;border-top:1.5px solid}.news h2{border:0}
.news ol{columns:2;column-gap:1.6rem;padding:.25rem 0 0 1.2rem;line-height:1.3}
.news li{break-inside:avoid;padding-bottom:.15rem}
.key{white-space:nowrap}.key svg{width:1.5em;height:.7em}.key .dot{width:.84em}
.panels{display:grid;gap:.2rem 1.2rem}.p3{grid-template-columns:repeat(3,1fr)}
.p4{grid-template-columns:repeat(4,1fr)}.p5{grid-template-columns:repeat(5,1fr)}
.panel figcaption{margin-top:.15rem;line-height:1.3}.panel svg{display:block;width:100%;height:auto}
.panel text{font-size:9.4px;fill:var(--soft)}.panel .end{text-anchor:end}.panel .mid{text-anchor:middle}
.panel .now{font-size:11px;font-weight:700;fill:var(--ink)}.panel .human{fill:var(--brown)}
.tag{padding:0 .3rem;border:1px solid var(--edge);font-size:.9rem;white-space:nowrap}
.tag.out{border-color:var(--bad);background:var(--bad);color:#fff;font-weight:700}
.grid{stroke:var(--thin);stroke-width:.6}.axis{stroke:var(--ink);stroke-width:.9}
.band{fill:var(--pale)}.lip{fill:none;stroke:var(--edge);stroke-width:.5}
.run{fill:none;stroke:var(--blue);stroke-width:1.5}
.in{fill:#fff;stroke:var(--blue);stroke-width:1.2}.over{fill:var(--bad);stroke:var(--bad);stroke-width:1.2}
.person{fill:none;stroke:var(--brown);stroke-width:1.3;stroke-dasharray:4 2.5}
.cut,.none{fill:none;stroke:var(--ink);stroke-width:1}
table{width:100%;border-collapse:collapse;line-height:1.15}
th,td{height:var(--row);padding:0 .32rem;text-align:left;font-weight:400;white-space:nowrap;
vertical-align:middle}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
thead th{vertical-align:bottom;border-bottom:1px solid var(--line);color:var(--soft);font-size:.95rem}
tbody tr+tr>*{border-top:1px solid var(--thin)}
.n{text-align:right}.gap{padding-left:1.1rem}.b{width:24%;padding-left:.6rem}.cb .b{width:9%}
thead .b{text-align:left;font-size:.88rem}.sum>*{border-top:1.5px solid;font-weight:700}
.sum .b,.group .b{border-top-color:transparent}
.high{color:var(--bad);text-decoration:underline;text-underline-offset:.12em}.strong{font-weight:700}
.bar{display:block;width:100%;height:calc(var(--row)*.62)}
.bar *{vector-effect:non-scaling-stroke}.seen{fill:var(--blue)}.hid{fill:#93a5b4;stroke:var(--blue)}
.plan{fill:#fff;stroke:var(--blue);stroke-width:1.2}
.up{fill:var(--bad)}.down{fill:#fff;stroke:var(--good);stroke-width:1.4}
.zero{fill:none;stroke:var(--ink);stroke-width:1.2}
.group>*{font-weight:700}.ice .hidden .group>*{border-top:2px dashed var(--blue)}
.ice tr:not(.group) th[scope=row]{padding-left:.8rem}
.asks{padding-left:1.1rem;color:var(--soft)}.said{width:42%;padding-left:.8rem;white-space:normal}
.free{white-space:normal}
.note{margin-top:.15rem;color:var(--soft);font-size:.93rem;line-height:1.25}.facts{line-height:1.3}
.st{display:inline-block;min-width:4.1rem;padding:0 .25rem;border:1.5px solid var(--bad);text-align:center;
line-height:1.15;color:var(--bad);font-weight:700}
.st4{border-color:var(--ink);background:var(--ink);color:#fff}
.stages{display:grid;grid-template-columns:repeat(5,1fr);gap:.15rem;margin-top:.2rem;list-style:none}
.stages li{border:1.2px solid var(--blue);text-align:center;line-height:1.5}
.stages .done{background:var(--pale)}.stages .here{background:var(--blue);color:#fff;font-weight:700}
.stages .todo{border-style:dashed;border-color:var(--edge)}
footer{padding-top:.25rem;border-top:2px solid var(--ink);color:var(--soft);font-size:.93rem;line-height:1.3}
code{font:.88rem/1.2 "Liberation Mono","Courier New",Courier,monospace;overflow-wrap:anywhere}
.wide{overflow-x:auto}.wide:focus-visible{outline:2px solid var(--good);outline-offset:2px}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media screen and (max-width:70rem){main{grid-template-columns:minmax(0,1fr);gap:1.3rem;padding:1rem}
.w5,.w6,.w7{grid-column:1/-1}.kpis{grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem}
.news{display:block}.news ol{columns:1;line-height:1.4}:root{--row:1.75rem}}
@media screen and (max-width:44rem){header{display:block}.who{text-align:left}.kpis dd{white-space:normal}
.lead{font-size:1.25rem}.p3,.p4{grid-template-columns:1fr;gap:.8rem}
.p5{grid-template-columns:1fr 1fr;gap:.8rem}.key{white-space:normal}h2 small{display:block;margin:0}
table{font-size:.93rem}
.wide th[scope=row],.wide thead th:first-child{position:sticky;left:0;z-index:1;background:#fff}
.ice th,.ice td{padding:0 .2rem}.b{width:22%;min-width:3.5rem}.cb .b{min-width:6rem}.said{min-width:14rem}
.free{min-width:12rem}.group th{white-space:normal}.stages{grid-template-columns:1fr}
.stages li{padding-left:.5rem;text-align:left}}
@media screen and (min-width:70rem) and (max-width:100rem){html{font-size:13.5px}}
@media print{@page{size:A4 portrait;margin:9mm 10mm}html{font-size:2.47mm}:root{--row:1.42rem}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}main{gap:.62rem 1.6rem;max-width:none;padding:0}
.wide{overflow:visible}section,figure,table,tr{break-inside:avoid}.dense{--row:1.26rem}
.dense main{gap:.4rem 1.6rem}}
$css$;

COMMENT ON FUNCTION page_style() IS 'page_style(): the style sheet of the board report, for screens, phones and one page A4.';
