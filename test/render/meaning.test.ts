/** What changes the meaning of a message has a form in its text, and so in tables, load files and summaries. */

import { describe, expect, test } from "vitest";
import { renderedTicket } from "./rendered-ticket.ts";
import { textOf } from "./said.ts";

describe("the text of a message", () => {
  test.each([
    // X1
    [
      "We accept <del>no </del>liability up to INR <ins>5</ins>0,000",
      "We accept [deleted: no ]liability up to INR [inserted: 5]0,000",
    ],
    ["<del>a <b>b</b></del><del> c</del>", "[deleted: a b c]"],
    ["<p>a <del>b<br>c</del></p><del><p>d</p></del>", "a [deleted: b\nc]\n\n[deleted: d]"],
    // X2
    ['<span style="text-decoration:line-through red">a</span>', "[struck out: a]"],
    ['<span style="TEXT-DECORATION-LINE : underline line-through!important">a</span>', "[struck out: a]"],
    ['<span style="text-decoration:/* ; */line-thr\\6fugh">a</span>', "[struck out: a]"],
    [
      "<style>span.gone { text-decoration: line-through }</style><span class='x gone'>a</span>",
      "[struck out: a]",
    ],
    ["<s>a</s><strike>b</strike>", "[struck out: ab]"],
    ["<mark>a</mark> <span style='background:yellow'>b</span>", "[highlighted: a] [highlighted: b]"],
    ["<span style='background:#ff0 none;mso-highlight:yellow'>a</span>", "[highlighted: a]"],
    [
      "<table border=1><tr style='background-color:#ffff00'><td>a<td>b</table>",
      "[highlighted: a]\t[highlighted: b]",
    ],
    [
      "<p style='background:#f5f5f5'>a <a href='https://x.test' style='background:#1a73e8'>b</a>",
      "a b <https://x.test>",
    ],
    ["10<sup>5</sup> H<sub>2</sub>O x<span style='vertical-align:super'>n</span>", "10^(5) H_(2)O x^(n)"],
    ["the 1<sup>st</sup> and 22<sup>nd</sup>", "the 1st and 22nd"],
    ["<input type=checkbox checked>yes <input type=checkbox>no", "[x] yes [ ] no"],
    ["<input type=radio checked>a <select><option>b<option selected>c</select>", "(x) a\n[ ] b\n[x] c"],
    [
      "<input value='500'><input type=hidden value=x><input type=submit value=Pay>",
      "[field: 500][button: Pay]",
    ],
    ["<q>no</q>, he said", "“no”, he said"],
    // X3
    ['<ol type="a" start="3"><li>x<li>y</ol>', "c. x\nd. y"],
    ['<ol><li>x<li value="7">y<li>z</ol>', "1. x\n7. y\n8. z"],
    ["<ol reversed><li>x<li>y</ol>", "2. x\n1. y"],
    ["<ol style='list-style-type:upper-roman' start=4><li>x<ol><li>y</ol></ol>", "IV. x\n\n    1. y"],
    ["<ul><li>x<ul><li>y</ul><li style='list-style:none'>z</ul>", "• x\n\n  • y\nz"],
    ["<li>x", "• x"],
    // X4
    [
      '<div style="display:none">We waive all claims.</div>Hi',
      "[hidden by the sender: We waive all claims.]\nHi",
    ],
    [
      "<p hidden>a</p><p style='visibility:hidden'>b <b style='visibility:visible'>c</b></p>",
      "[hidden by the sender: a]\n\n[hidden by the sender: b ]c",
    ],
    ["<div style='font-size:0'>a<span style='font-size:12px'>b</span></div>", "[hidden by the sender: a]b"],
    ["<span style='mso-hide:all'>a</span><font color=white>b</font>", "[hidden by the sender: ab]"],
    ["<table bgcolor=#000000><tr><td style='color:#fff'>a</table>", "a"],
    ["<div style='background:url(x.png)'><font color=#ffffff>a</font></div>", "a"],
    [
      "<div style='max-height:0;overflow:hidden'>a&zwnj;&nbsp;&zwnj;&nbsp;</div>b",
      "[hidden by the sender: a]\nb",
    ],
    [
      "<style>@media print{.p{display:none}} .q, .r{display:none}</style><i class=p>a</i> <i class=r>b</i>",
      "a [hidden by the sender: b]",
    ],
    // X5
    ["<table border=1><tr><td>1,250</td><td>3,400</td></tr></table>", "1,250\t3,400"],
    [
      "<table><tr><td>wim@example.com</td><td>legal@acme.example</td></table>",
      "wim@example.com\tlegal@acme.example",
    ],
    ["<section>500</section><section>700", "500\n700"],
    [
      "<dl><dt>a<dd>b</dl><span style='display:block'>c</span>d<fieldset><legend>e</legend>f</fieldset>",
      "a\nb\nc\nd\ne\nf",
    ],
    ["<table><tr><td>one<table><tr><td>a<td>b</table></table>", "one\n\na\tb"],
    // X6
    ["<pre>at x\n  at y\n</pre>", "at x\n  at y"],
    [
      "<div style='white-space:pre-wrap'>a  b\nc</div><p style='white-space: pre-line'>d   e\nf",
      "a  b\nc\n\nd e\nf",
    ],
    ["a\n  b", "a\n  b"],
    ["<p>a\n  b", "a b"],
    // X7
    ['Pay <a href="https://p.example/x">here</a>.', "Pay here <https://p.example/x>."],
    [
      '<a href="https://p.example/">p.example</a> <a href="mailto:a@b.c">a@b.c</a> <a href="#x">up</a>',
      "p.example a@b.c up",
    ],
    ['<a href="https://p.example/x"><b>Pay</b> <i>now</i></a>', "Pay now <https://p.example/x>"],
    [
      '<a href="https://p.example/x"><img src="https://i.example/p.png" alt="Pay"></a>',
      "[remote image blocked: i.example; its description: Pay] <https://p.example/x>",
    ],
    // X8
    ["Write to John <john@example.com>", "Write to John <john@example.com>"],
    [
      "<p>Write to John <John@Example.com>, <https://x.example/a?b=c></p>",
      "Write to John <John@Example.com>, <https://x.example/a?b=c>",
    ],
    ["if a <x and c> d &amp; e", "if a <x and c> d & e"],
    ["5 < 6 and x<y", "5 < 6 and x<y"],
    // X9
    ["<!--[if mso]><p>Terms apply</p><![endif]-->x", "[shown by Outlook only: Terms apply]\nx"],
    ["<!--[if gte mso 9]><xml><o:x/></xml><![endif]--><!--[if !mso]><!-->x<!--<![endif]--><!-- y -->", "x"],
    // siblings
    [
      "<ruby>漢字<rt>かんじ</rt></ruby> <ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>",
      "漢字(かんじ) 字(じ)",
    ],
    ["<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb"],
    ["<blockquote>a<br>b<blockquote>c</blockquote></blockquote>", "> a\n> b\n>\n> > c"],
    [
      "<p>Hi,\r\n  there</p><div>Asha &lt;asha@example.com&gt;<br>second<script>x</script></div>",
      "Hi, there\n\nAsha <asha@example.com>\nsecond",
    ],
  ])("of %s says %j", async (html, text) => {
    expect(await textOf(html)).toBe(text);
  });

  test("is LeadSquared's own where there is no HTML, or nothing in it", async () => {
    const { ticket } = await renderedTicket([{ Text: "one\r\n  two" }, { Html: "<p> </p>", Text: "three" }]);
    expect(ticket.messages.map(({ text }) => text)).toEqual(["one\n  two", "three"]);
  });
});

describe("the beginning of a ticket", () => {
  test.each([
    // X4
    ['<div style="display:none">Preheader</div><p>Dear team</p>', "Dear team"],
    // X16
    ["<blockquote>On 28 Aug Asha wrote: Subject: x</blockquote><p>My answer</p>", "My answer"],
    ["<p>件名: 請求書</p><p>विषय: x</p>", "件名: 請求書 विषय: x"],
    [
      "<img src='https://x.test/logo.png'><p>Hello <del>no</del> 10<sup>5</sup></p>",
      "Hello [deleted: no] 10^(5)",
    ],
    ["<ul><li>one<li>two</ul><table><tr><td>1,250<td>3,400</table>", "• one • two 1,250 3,400"],
  ])("of %s is %j", async (html, beginning) => {
    const { ticket } = await renderedTicket([{ Html: html }]);
    expect(ticket.summary.beginning).toBe(beginning);
  });
});
