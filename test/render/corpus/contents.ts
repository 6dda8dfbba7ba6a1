/** What the messages of the corpus say: fragments of HTML as people write them, in many scripts and with every kind of meaning. */

const LOREM = "Please find the details of the claim below and let us know whether they are right.";

/** A table with lines, of a row of heads and rows of cells. */
function grid(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (name: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${name} style="border:1px solid #999;padding:4px">${cell}</${name}>`).join("")}</tr>`;
  return `<table border="1" cellspacing="0">${row("th", heads)}${rows.map((cells) => row("td", cells)).join("")}</table>`;
}

const AMOUNTS = Array.from({ length: 8 }, (_, n) => [
  ...[`${n + 1}`, `INV-2024-00${170 + n}`, "2024-08-28", "1,24,500.00", "18%", "22,410.00", "1,46,910.00"],
  ...["INR", "+91 98765 43210", `wim${n}@example.com`],
]);

export const CONTENTS: Readonly<Record<string, string>> = {
  plain: `<p>Hi team,</p><p>${LOREM}</p><p>The amount is <b>INR 1,46,910.00</b>, due on <i>28.08.2024</i>.</p>`,
  "line breaks": `First line<br>second line<br><br>after a gap<br>${LOREM}<div><br></div><div>last</div>`,
  "tracked changes": `<p>We accept <del cite="mailto:a" datetime="2024-08-28">no </del>liability up to INR <ins>5</ins>0,000.</p><p><span style="text-decoration:line-through">Struck</span> and <s>gone</s>, <u>underlined</u> stays.</p>`,
  "highlighted words": `<p>Note <mark>this</mark> and <span style="background:yellow;mso-highlight:yellow">that</span>, and <span style="background-color:#00ff00">those 3,500 units</span>.</p>`,
  "raised and lowered": `<p>10<sup>5</sup> litres of H<sub>2</sub>O on the 1<sup>st</sup> of May; 25 m<span style="vertical-align:super">2</span>.</p>`,
  "numbered list": `<p>Steps:</p><ol><li>Open the box</li><li>Count 1,200 pieces<ul><li>red: 400</li><li>blue: 800</li></ul></li><li value="7">Close it</li></ol>`,
  "lettered list": `<ol type="a" start="3"><li>third</li><li>fourth</li></ol><ol style="list-style-type:upper-roman"><li>one</li><li>two</li></ol><ol reversed><li>two</li><li>one</li></ol>`,
  "wide table": grid(
    ["No", "Invoice", "Date", "Net", "GST", "Tax", "Gross", "Cur", "Phone", "E-mail"],
    AMOUNTS,
  ),
  "small table": grid(
    ["Item", "Qty", "Price"],
    [
      ["Hose", "2", "3,400"],
      ["Clamp", "10", "1,250"],
    ],
  ),
  "table without lines": `<table><tr><td>1,250</td><td>3,400</td></tr><tr><td>wim@example.com</td><td>legal@acme.example</td></tr></table>`,
  "spanning cells": `<table border="1"><tr><td colspan="2">Both</td></tr><tr><td rowspan="2">Left</td><td>1</td></tr><tr><td>2</td></tr></table>`,
  "hidden words": `<div style="display:none">We waive all claims.</div><p>Dear customer,</p><p>hello <span style="font-size:0">secret</span> there <font color="white">unseen</font></p><p style="visibility:hidden">gone</p>`,
  preheader: `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">Your order has shipped &zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;</div><p>Your order 4711 is on its way.</p>`,
  links: `<p>Pay <a href="https://p.example/x?id=1&amp;t=abc">here</a> or at <a href="https://q.example/">q.example</a>; write to <a href="mailto:asha@example.com">asha@example.com</a>.</p>`,
  pictures: `<p>Logo: <img src="https://cdn.example.com/logo.png" alt="Acme"> <img src="cid:none@x" width="10"></p><img src="https://t.example/pixel.gif" width="1" height="1">`,
  "stack trace": `<pre>java.lang.IllegalStateException: 500\n\tat com.example.A.run(A.java:42)\n\tat com.example.B.main(B.java:7)</pre><p>Any idea?</p>`,
  form: `<p><input type="checkbox" checked> I agree <input type="checkbox"> I do not <input type="radio" checked> monthly</p><p>Amount: <input value="500"></p>`,
  Hindi: `<p>नमस्ते,</p><p>मेरा ऑर्डर <b>12,34,567</b> अभी तक नहीं आया है। कृपया ₹1,250.00 वापस करें।</p><ul><li>पहला</li><li>दूसरा</li></ul>`,
  Tamil: `<p>வணக்கம்,</p><p>என் ஆர்டர் எண் 4711 இன்னும் வரவில்லை. தொகை ₹3,400.</p>`,
  Arabic: `<div dir="rtl"><p>مرحبا،</p><p>لم يصل طلبي رقم 4711 بعد، والمبلغ 1,250.00 درهم.</p><ol><li>أولا</li><li>ثانيا</li></ol></div>`,
  Hebrew: `<p dir="rtl">שלום, ההזמנה 4711 לא הגיעה. <a href="https://p.example/he">כאן</a></p>`,
  Japanese: `<p>お世話になっております。</p><p>ご注文番号4711の<ruby>請求書<rt>せいきゅうしょ</rt></ruby>（１，２５０円）をご確認ください。</p>`,
  Chinese: `<p>您好，</p><p>订单号 4711 尚未收到，金额为 ¥1,250.00。</p>${grid(["项目", "金额"], [["软管", "3,400"]])}`,
  emoji: `<p>Thanks a lot 🙏🏽👩‍👩‍👧 — it works! ❤️ 100&nbsp;% 👍</p><p>Straße, naïve café, İstanbul</p>`,
  "long words": `<p>https://example.com/${"abcdef0123456789".repeat(12)}</p>${grid(
    ["Key", "Value"],
    [
      ["token", "abcdef0123456789".repeat(8)],
      ["sum", "12,34,56,789.00"],
    ],
  )}`,
  "conditional comment": `<!--[if mso]><p>Terms apply</p><![endif]--><p>Terms do not apply.</p><!--[if !mso]><!--><p>Seen elsewhere.</p><!--<![endif]-->`,
  sections: `<section>500</section><section>700</section><dl><dt>Term</dt><dd>Meaning</dd></dl><fieldset><legend>Legend</legend>Field</fieldset><article>A</article><aside>B</aside>`,
  "quotation in the middle": `<p>You asked:</p><blockquote><p>Is it 50%?</p></blockquote><p>No, it is 5%.</p><blockquote>And by when?</blockquote><p>By Monday, he said <q>at noon</q>.</p>`,
};
