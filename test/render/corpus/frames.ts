/** How mail programs write what people say: their heads, wrappers, signatures and quotations. */

type Frame = (content: string) => string;

const QUOTED = "<p>Hello,</p><p>the parcel of 3,400 pieces came broken.</p><p>Asha</p>";

const outlook: Frame = (
  content,
) => `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15 (filtered medium)">
<!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]--><style><!--
/* Font Definitions */ @font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}
p.MsoNormal, li.MsoNormal {margin:0in; font-size:11.0pt; font-family:"Calibri",sans-serif;}
a:link {color:#0563C1; text-decoration:underline;} @page WordSection1 {size:8.5in 11.0in;}
--></style><!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026"/></xml><![endif]--></head>
<body lang=EN-US link="#0563C1"><div class=WordSection1><p class=MsoNormal>Dear all,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
${content}
<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><b><span style='color:#1F3864'>Meera Rao</span></b><br>Claims | +91 22 4000 1234<o:p></o:p></p>
<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>From:</b> Asha &lt;asha@example.com&gt;<br><b>Sent:</b> Wednesday, 28 August 2024 12:38<br><b>Subject:</b> Parcel<o:p></o:p></p></div></div>
${QUOTED}</div></body></html>`;

const outlookOnTheWeb: Frame = (
  content,
) => `<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr">
<div class="elementToProof" style="font-family: Aptos, Calibri; font-size: 12pt; color: rgb(0, 0, 0);">${content}</div>
<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri" color="#000000"><b>From:</b> Asha<br><b>Sent:</b> Wednesday<br></font><div>&nbsp;</div></div>${QUOTED}</body></html>`;

const gmail: Frame = (
  content,
) => `<div dir="ltr"><div class="gmail_default" style="font-family:arial,sans-serif">${content}</div><div><br clear="all"></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature">Asha Verma</div></div><br>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, 28 Aug 2024 at 12:38, Asha &lt;<a href="mailto:asha@example.com">asha@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">${QUOTED}</blockquote></div>`;

const appleMail: Frame = (content) =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body style="word-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;"><div>${content}</div><div><br><blockquote type="cite"><div>On 28 Aug 2024, at 12:38, Asha &lt;asha@example.com&gt; wrote:</div><br class="Apple-interchange-newline"><div>${QUOTED}<span class="Apple-tab-span" style="white-space:pre">	</span>end</div></blockquote></div><br></body></html>`;

const thunderbird: Frame = (content) =>
  `<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=UTF-8"></head><body text="#000000" bgcolor="#FFFFFF">${content}<div class="moz-cite-prefix">On 28.08.24 12:38, Asha wrote:<br></div><blockquote type="cite" cite="mid:1@example.com">${QUOTED}</blockquote></body></html>`;

const word: Frame = (
  content,
) => `<div class=Section1><p class=MsoNormal style='margin-bottom:0cm;line-height:normal'><span lang=EN-IN style='mso-fareast-language:EN-US'>As agreed:</span></p>${content}
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>First point</p></div>`;

const newsletter: Frame = (
  content,
) => `<html><head><title>News</title><style>.preheader{display:none!important} @media only screen and (max-width:600px){.wide{display:none}} .footer td{font-size:11px;color:#888888}</style></head><body style="margin:0;background-color:#f4f4f4"><span class="preheader">This week: 20% off</span>
<table role="presentation" width="100%" bgcolor="#f4f4f4"><tr><td align="center"><table role="presentation" width="600" bgcolor="#ffffff"><tr><td style="background-color:#003366;color:#ffffff;padding:20px"><h1>Acme News</h1></td></tr><tr><td style="padding:20px">${content}</td></tr>
<tr><td><table role="presentation"><tr><td width="50%">Left column 1,250</td><td width="50%">Right column 3,400</td></tr></table></td></tr><tr><td align="center"><a href="https://acme.example/go?u=1" style="background:#1a73e8;color:#fff;padding:8px">Buy now</a></td></tr></table>
<table class="footer"><tr><td>Acme Ltd, 1 Main Road &middot; <a href="https://acme.example/unsubscribe">Unsubscribe</a></td></tr></table></td></tr></table></body></html>`;

const bare: Frame = (content) => content;

export const FRAMES: Readonly<Record<string, Frame>> = {
  Outlook: outlook,
  "Outlook on the web": outlookOnTheWeb,
  Gmail: gmail,
  "Apple Mail": appleMail,
  Thunderbird: thunderbird,
  Word: word,
  newsletter,
  "a portal": bare,
};
