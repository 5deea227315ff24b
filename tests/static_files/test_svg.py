"""A drawing is published without anything that acts, loads or tells of whoever drew it; or it is refused by name."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sevenminute.static_files.svg import SvgRefusedError, publish_svg

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
RECT = '<rect width="9" height="9"/>'
PIXEL = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
SECRETS = ("Jo Smith", "Jo%20Smith", "jo.smith", r"C:\Users", "07700 900123", "2026-05-04")


def svg(inner: str, attributes: str = "", before: str = "") -> bytes:
    return f'{before}<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" viewBox="0 0 9 9" {attributes}>\n{inner}\n</svg>'.encode()


def refused(data: bytes) -> SvgRefusedError:
    with pytest.raises(SvgRefusedError) as found:
        publish_svg(data)
    return found.value


ACTIVE = [
    # what is in the drawing, how the message names it
    ("<script>alert(1)</script>", "“script”"),
    ("<script><![CDATA[alert(1)]]></script>", "“script”"),
    ('<script href="data:text/javascript,alert(1)"/>', "“script”"),
    (f'<s:script xmlns:s="{SVG}">alert(1)</s:script>', "“script”"),
    ('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>', "“script”"),
    ('<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="https://example.org/"/>', "“iframe”"),
    ('<h:link xmlns:h="http://www.w3.org/1999/xhtml" rel="stylesheet" href="//example.org/a.css"/>', "“link”"),
    ("<title><script>alert(1)</script></title>", "“script”"),
    ('<metadata><s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script></metadata>', ""),  # goes with the metadata
    ("<defs><g><script/></g></defs>", "“script”"),
    ('<rect onload="alert(1)"/>', "“onload”"),
    ('<rect ONCLICK="alert(1)"/>', "“ONCLICK”"),
    ('<rect onfoo="alert(1)"/>', "“onfoo”"),
    ('<handler type="text/javascript" xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load"/>', "“handler”"),
    ("<foreignObject><p>x</p></foreignObject>", "“foreignObject”"),
    ('<switch><foreignObject width="9" height="9"/><text>x</text></switch>', "“foreignObject”"),
    ("<iframe/>", "“iframe”"),
    ("<embed/>", "“embed”"),
    ("<audio/>", "“audio”"),
    ('<script xmlns=""/>', "“script”"),
    ('<animate attributeName="href" to="javascript:alert(1)"/>', "“animate”"),
    ('<set attributeName="onload" to="alert(1)"/>', "“set”"),
    ('<animateTransform attributeName="transform" type="rotate" to="9"/>', "“animateTransform”"),
    ('<animateMotion path="M0 0"/>', "“animateMotion”"),
    ('<discard href="#a"/>', "“discard”"),
    ('<a href="javascript:alert(1)"><text>x</text></a>', "“a”"),
    ('<a href="https://example.org/"><text>x</text></a>', "“a”"),
    ('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/>', "“include”"),
]
LOADING = [
    ('<image href="file:///etc/hostname"/>', "“image”"),
    ('<image xlink:href="https://example.org/a.png"/>', "“image”"),
    (f'<image href="{PIXEL}"/>', "“image”"),
    ('<image href="data:text/html,x"/>', "“image”"),
    ('<filter id="f"><feImage href="https://example.org/a.png"/></filter>', "“feImage”"),
    ('<use href="https://example.org/a.svg#a"/>', "“https://example.org/a.svg#a”"),
    ('<use xlink:href="other.svg#a"/>', "“other.svg#a”"),
    ('<use href=" //example.org/a.svg#a"/>', "“//example.org/a.svg#a”"),
    ('<use href="data:image/svg+xml,x#a"/>', "“data:image/svg+xml,x#a”"),
    ('<use href="java&#10;script:alert(1)"/>', "“java script:alert(1)”"),
    ('<use href=""/>', "“href”"),
    ('<linearGradient xlink:href="file:///a.svg#b"/>', "“file:///a.svg#b”"),
    ('<textPath href="a.svg#b">x</textPath>', "“a.svg#b”"),
    ('<rect src="https://example.org/a.png"/>', "“src”"),
    ('<rect xml:base="https://example.org/"/>', "“base”"),
    ('<rect fill="url(https://example.org/a.svg#b)"/>', "“https://example.org/a.svg#b”"),
    ("<rect fill=\"url('//example.org/a.svg#b')\"/>", "“//example.org/a.svg#b”"),
    ('<rect mask="url(file:///a.svg#b)"/>', "“file:///a.svg#b”"),
    ('<rect filter="URL( a.svg#b )"/>', "“a.svg#b”"),
    ('<rect clip-path="u\\72l(https://example.org/a#b)"/>', "“https://example.org/a#b”"),
    ('<rect marker-end="url(&#104;ttps://example.org/a#b)"/>', "“https://example.org/a#b”"),
    ('<rect cursor="url(https://example.org/a.cur),auto"/>', "“https://example.org/a.cur”"),
    ('<rect style="fill:url(https://example.org/a#b)"/>', "“https://example.org/a#b”"),
    ('<rect style="fill:url(&quot;https://example.org/a#b&quot;)"/>', "“https://example.org/a#b”"),
    ('<rect style="fill:/**/url(/**/https://example.org/a#b)"/>', "“/**/https://example.org/a#b”"),
    ('<rect style="fill:u\\rl(https://example.org/)"/>', "“https://example.org/”"),
    ('<rect style="background:image-set(&quot;https://example.org/a.png&quot; 1x)"/>', "“image-set”"),
    ('<rect style="width:expression(alert(1))"/>', "“expression”"),
    ('<rect style="-moz-binding:url(https://example.org/a.xml#b)"/>', "“https://example.org/a.xml#b”"),
    ('<rect style="fill:url(https://example.org/a"/>', "style"),
    ('<style>@import "https://example.org/a.css";</style>', "“@import”"),
    ("<style>@\\69mport url(//example.org/a.css);</style>", "“@import”"),
    ("<style><![CDATA[@import url(//example.org/a.css);]]></style>", "“@import”"),
    ("<style>@font-face{font-family:a;src:url(https://example.org/a.woff)}</style>", "“@font-face”"),
    ("<style>@media all{.a{fill:red}}</style>", "“@media”"),
    ("<style>.a{fill:url(https://example.org/a#b)}</style>", "“https://example.org/a#b”"),
    ("<style>.a{fill:red;.b{fill:url(#c)}}</style>", "style"),
    ("<style>.a:hover{fill:red}</style>", "style"),
    ("<style>.a .b{fill:red}</style>", "style"),
    ("<style>.a>b{fill:red}</style>", "style"),
    ("<style>{fill:red}</style>", "style"),
    ("<style>.a,{fill:red}</style>", "style"),
    ("<style>. a{fill:red}</style>", "style"),
    ("<style>a(b){fill:red}</style>", "style"),
    ("<style>.a[href^=x]{fill:red}</style>", "style"),
    ("<style>.a{fill:red</style><style>}</style>", "style"),
    ('<style type="text/x">.a{}</style>', "“text/x”"),
    ("<style>.a{fill:red}<g/></style>", "“style”"),
    ('<rect style="fill:rgb(' + "(" * 9_000 + '"/>', "style"),
    ("<style>.a{fill:" + "calc(" * 9_000 + "</style>", "style"),
    ("<style>.a{fill:" + "{" * 9_000 + "</style>", "style"),
    ("<style>" + "[" * 9_000 + "</style>", "style"),
    ('<rect style="fill:rgb(' + "/**/(" * 9_000 + '"/>', "style"),
]
UNKNOWN = [
    ("<flowRoot/>", "“flowRoot”"),
    ("<blink/>", "“blink”"),
    ("<SCRIPT/>", "“SCRIPT”"),
    ('<rect foo="1"/>', "“foo”"),
    ('<rect formaction="1"/>', "“formaction”"),
]


@pytest.mark.parametrize(("inner", "named"), [*ACTIVE, *LOADING, *UNKNOWN])
def test_what_acts_or_loads_is_refused_by_name(inner: str, named: str) -> None:
    data = svg(f"{RECT}\n<g>{inner}</g>")
    if not named:
        assert b"script" not in publish_svg(data)
        return
    said = refused(data)
    assert named in str(said)
    assert "PNG" in str(said)
    assert "\n" not in str(said)
    assert said.line == 3


def test_everything_that_is_refused_is_named_at_once_and_once() -> None:
    said = refused(svg("<script/>\n<script/>\n<rect onload='a'/>\n<use href='a.svg#b'/>", 'onclick="a"'))
    assert said.line == 1
    for named in ("“onclick”", "“script”", "“onload”", "“a.svg#b”"):
        assert str(said).count(named) == 1


def test_a_drawing_full_of_it_has_a_short_message() -> None:
    assert len(str(refused(svg("".join(f"<x{number}/>" for number in range(500)))))) < 700


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (svg(RECT, before='<!DOCTYPE svg [<!ENTITY a "b">]>'), "entities"),
        (svg("<text>&a;</text>", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>'), "entities"),
        (svg(RECT, before='<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://example.org/a.dtd"> %a;]>'), "entities"),
        (
            svg(
                "<text>&c;</text>",
                before='<!DOCTYPE svg [<!ENTITY a "aaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
                '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>',
            ),
            "entities",
        ),
        (svg(RECT, before='<!DOCTYPE svg [<!ATTLIST rect onload CDATA "alert(1)">]>'), "attributes of its own"),
        (svg(RECT, before="<!DOCTYPE svg [<!ELEMENT rect ANY>]>"), "attributes of its own"),
        (svg(RECT, before='<?xml-stylesheet href="https://example.org/a.css"?>'), "“xml-stylesheet”"),
        (svg(RECT, before='<?xml-stylesheet type="text/xsl" href="#a"?>'), "“xml-stylesheet”"),
        (svg("<?xml-stylesheet href='a.css'?>"), "“xml-stylesheet”"),
        (f'<svg viewBox="0 0 9 9">{RECT}</svg>'.encode(), "xmlns"),
        (f'<svg xmlns="http://www.w3.org/2000/SVG">{RECT}</svg>'.encode(), "xmlns"),
        (f'<g xmlns="{SVG}">{RECT}</g>'.encode(), "not a drawing"),
        (f'<html xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="{SVG}"/></html>'.encode(), "not a drawing"),
        (b"", "not a drawing"),
        (b"hello", "not a drawing"),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        (svg("<g>"), "damaged"),
        (svg("<text>&nbsp;</text>"), "damaged"),
        (svg(RECT)[:-9], "damaged"),
        (svg(RECT) + svg(RECT), "damaged"),
        (svg('<rect id="a" id="b"/>'), "damaged"),
        (svg("<text>\0</text>"), "UTF-8"),
        (gzip.compress(svg(RECT)), "svgz"),
        (svg(RECT).decode().encode("utf-16"), "UTF-8"),
        (svg(RECT).decode().encode("utf-16-le"), "UTF-8"),
        (svg(RECT, before='<?xml version="1.0" encoding="UTF-16"?>'), "damaged"),
        (svg("<text>\u00e9</text>", before='<?xml version="1.0" encoding="ISO-8859-1"?>').decode().encode("latin-1"), "UTF-8"),
        (svg("+ADw-script/+AD4-", before='<?xml version="1.0" encoding="UTF-7"?>'), "UTF-8"),
        (svg("<g>" * 300 + "</g>" * 300), "deep"),
        (svg("<g>" * 90 + "</g>" * 90), "deep"),
        (svg("<g/>" * 30_000), "shapes"),
        (svg("<!--" + "a" * 1_100_000 + "-->"), "MB"),
        (svg('<g id="a"><use href="#a"/></g>'), "itself"),
        (svg('<use id="a" href="#b"/><use id="b" xlink:href="#a"/>'), "itself"),
        (svg('<pattern id="a"><rect fill="url(#a)"/></pattern>'), "itself"),
        *(
            (svg(f'<style>.z, {selector} {{fill:url(#a)}}</style><pattern id="a"><rect id="b" class="y x"/></pattern>'), "itself")
            for selector in (".x", "rect", "*", "#b", "rect.y", "#b.y.x", ".\\78")
        ),
        (
            svg(
                '<g id="g0"><rect width="1" height="1"/></g>'
                + "".join(f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 40))
            ),
            "shapes",
        ),
        (
            svg(
                '<pattern id="g0"><rect width="1" height="1"/></pattern>'
                + "".join(f'<pattern id="g{n}">' + f'<rect style="fill:url(#g{n - 1})"/>' * 9 + "</pattern>" for n in range(1, 9))
            ),
            "shapes",
        ),
    ],
)
def test_what_is_no_whole_and_plain_drawing_is_refused(data: bytes, named: str) -> None:
    said = str(refused(data))
    assert named in said
    assert "\n" not in said


PLAIN = [
    svg(RECT),
    f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\r\n<svg xmlns="{SVG}"><title>A tree</title></svg>'.encode(),
    b"\xef\xbb\xbf" + svg("<text>Mam a th\u0177</text>"),
    f'<s:svg xmlns:s="{SVG}"><s:rect/></s:svg>'.encode(),
    svg(
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)" style="stroke:url(\'#a\')"/>'
    ),
    svg('<symbol id="a"><path d="M0 0h9"/></symbol><use href="#a"/><use xlink:href="#a" transform="rotate(9 1,2) scale(2)"/>'),
    svg('<style>.a,.b{fill:#fff;stroke:rgb(1,2,3)}#c{opacity:.5}text,*{font-family:"Arial"}</style><rect class="a"/>'),
    svg(
        '<text role="img" aria-label="x" xml:space="preserve" font-family="Arial, \'Open Sans\'">a<tspan x="1 2">b</tspan></text>'
    ),
    svg("<text><![CDATA[a < b]]> &amp; c &#8211;</text>"),
]


@pytest.mark.parametrize("data", [*PLAIN, *(file.read_bytes() for file in Path("overrides/assets/images").glob("*.svg"))])
def test_a_plain_drawing_stays_as_it_is_to_the_byte(data: bytes) -> None:
    assert publish_svg(data) == data


INKSCAPE = rf"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) by Jo Smith -->

<svg width="210mm" height="297mm" viewBox="0 0 210 297" version="1.1" id="svg5"
   inkscape:version="1.2.2 (b0a8486541, 2022-12-01)" sodipodi:docname="Jo Smith plan.svg"
   inkscape:export-filename="C:\Users\jo.smith\plan.png" inkscape:export-xdpi="96"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns="{SVG}" xmlns:svg="{SVG}" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
   xmlns:cc="http://creativecommons.org/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:current-layer="layer1">
    <inkscape:grid type="xygrid"/></sodipodi:namedview>
  <defs id="defs2"><inkscape:path-effect effect="bspline" id="path-effect1"/></defs>
  <metadata id="m"><rdf:RDF><cc:Work><dc:creator><cc:Agent><dc:title>Jo Smith</dc:title></cc:Agent></dc:creator></cc:Work>
  </rdf:RDF>  </metadata>
  <g inkscape:label="Jo Smith’s layer" inkscape:groupmode="layer" id="layer1">
    <rect style="fill:#d40000;stroke-width:0.264583;-inkscape-stroke:none;paint-order:stroke" id="rect1" width="80" height="40"
       x="40" y="60" ry="0"/>
    <text xml:space="preserve"
       style="font-size:10.5833px;line-height:1.25;font-family:sans-serif;-inkscape-font-specification:'sans-serif, Normal'"
       x="50" y="90" id="text1"><tspan sodipodi:role="line" id="tspan1" x="50" y="90">Who is at home?</tspan></text>
  </g>
</svg>
"""
ILLUSTRATOR = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Layer_1" xmlns="{SVG}" xmlns:xlink="{XLINK}" x="0px" y="0px" viewBox="0 0 100 100"
\t style="enable-background:new 0 0 100 100;" enable-background="new 0 0 100 100" xml:space="preserve" data-name="Jo Smith">
<style type="text/css">
\t.st0{{fill:#E30613;stroke:#000000;stroke-miterlimit:10;}} /* by Jo Smith */
\t.st1{{clip-path:url(#SVGID_2_);font-family:'MyriadPro-Regular';}}
</style>
<g><defs><rect id="SVGID_1_" width="50" height="50"/></defs>
<clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_"  style="overflow:visible;"/></clipPath>
<path class="st0 st1" d="M0,0h100v100H0V0z"/><text transform="matrix(1 0 0 1 10 20)" class="st1">Ask</text></g>
</svg>
"""
FIGMA = f"""<svg width="80" height="80" viewBox="0 0 80 80" fill="none" xmlns="{SVG}">
<g clip-path="url(#clip0)" filter="url(#filter0_d)">
<rect x="4" width="72" height="72" rx="8" fill="#D9D9D9"
 style="fill:#D9D9D9;fill:color(display-p3 0.8510 0.8510 0.8510);fill-opacity:1;"/>
<path fill-rule="evenodd" clip-rule="evenodd" d="M0 0H80V80H0Z" fill="url(#paint0_linear)" fill-opacity="0.5"/></g>
<defs>
<filter id="filter0_d" x="0" y="0" width="80" height="80" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB">
<feFlood flood-opacity="0" result="BackgroundImageFix"/>
<feColorMatrix in="SourceAlpha" type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0" result="hardAlpha"/>
<feOffset dy="4"/><feGaussianBlur stdDeviation="2"/><feComposite in2="hardAlpha" operator="out"/>
<feBlend mode="normal" in2="BackgroundImageFix" result="effect1_dropShadow"/>
<feBlend mode="normal" in="SourceGraphic" in2="effect1_dropShadow" result="shape"/>
</filter>
<linearGradient id="paint0_linear" x1="40" y1="0" x2="40" y2="80" gradientUnits="userSpaceOnUse">
<stop stop-color="white"/><stop offset="1"/></linearGradient>
<clipPath id="clip0"><rect width="80" height="80" fill="white"/></clipPath>
</defs>
</svg>
"""
DRAW_IO = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Do not edit this file with editors other than draw.io -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" version="1.1" width="121px" height="61px" viewBox="-0.5 -0.5 121 61"
 content="&lt;mxfile host=&quot;app.diagrams.net&quot; modified=&quot;2026-05-04T10:00&quot;
 author=&quot;Jo Smith&quot;&gt;&lt;/mxfile&gt;"
 style="background: #ffffff; background-color: light-dark(#ffffff, var(--ge-dark-color, #121212));"><defs/>
<g><g data-cell-id="0"><rect x="0" y="0" width="120" height="60" fill="#ffffff" stroke="#000000" pointer-events="all"
 style="fill: light-dark(#ffffff, var(--ge-dark-color, #121212)); stroke: light-dark(rgb(0, 0, 0), rgb(255, 255, 255));"/>
<g fill="#000000" font-family="Helvetica" text-anchor="middle" font-size="12px">
<text x="59.5" y="34.5">Tell your manager</text></g></g></g></svg>
"""
MATPLOTLIB = f"""<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="{XLINK}" width="460.8pt" height="345.6pt" viewBox="0 0 460.8 345.6" xmlns="{SVG}" version="1.1">
 <metadata><rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
   <dc:date>2026-05-04T10:00:00</dc:date></rdf:RDF></metadata>
 <defs><style type="text/css">*{{stroke-linejoin: round; stroke-linecap: butt}}</style></defs>
 <g id="figure_1"><g id="patch_1"><path d="M 0 345.6 L 460.8 0 z" style="fill: #ffffff" clip-path="url(#p1)"/></g>
 <defs><path id="m1" d="M 0 0 L 0 3.5" style="stroke: #000000; stroke-width: 0.8"/></defs>
 <g><use xlink:href="#m1" x="57.6" y="307.584" style="stroke: #000000; stroke-width: 0.8"/></g></g>
 <defs><clipPath id="p1"><rect x="57.6" y="41.472" width="357.12" height="266.112"/></clipPath></defs>
</svg>
"""
COREL_DRAW = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- Creator: CorelDRAW, Jo Smith -->
<svg xmlns="{SVG}" xml:space="preserve" width="100mm" height="50mm" version="1.1" viewBox="0 0 100 50"
style="shape-rendering:geometricPrecision; text-rendering:geometricPrecision; image-rendering:optimizeQuality; fill-rule:evenodd"
 xmlns:xlink="{XLINK}" xmlns:xodm="http://www.corel.com/coreldraw/odm/2003">
 <defs><style type="text/css">
   <![CDATA[
    .str0 {{stroke:#2B2A29;stroke-width:0.2;stroke-miterlimit:22.9256}}
    .fil0 {{fill:none}}
   ]]>
 </style></defs>
 <g id="Layer_x0020_1"><metadata id="CorelCorpID_0Corel-Layer"/><polygon class="fil0 str0" points="1,1 9,9 1,9 "/></g>
</svg>
"""
POWERPOINT = f"""<svg width="400" height="300" xmlns="{SVG}" xmlns:xlink="{XLINK}" overflow="hidden"><defs><clipPath id="clip0">
<rect x="0" y="0" width="400" height="300"/></clipPath></defs><g clip-path="url(#clip0)" transform="translate(-90 -10)">
<rect x="90" y="10" width="400" height="300" fill="#FFFFFF"/>
<path d="M9 9 20 20" stroke="#156082" stroke-width="2" stroke-linecap="butt" fill="none" fill-rule="evenodd"/>
<text fill="#000000" fill-opacity="1" font-family="Aptos,Aptos_MSFontService,sans-serif" font-style="normal" font-variant="normal"
 font-weight="400" font-stretch="normal" font-size="24" text-anchor="start" direction="ltr" writing-mode="lr-tb"
 unicode-bidi="normal" text-decoration="none" transform="matrix(1 0 0 1 99 40)">Who is at home?</text></g></svg>
"""
WITH_MORE = {
    "CorelDRAW": COREL_DRAW,
    "Inkscape": INKSCAPE,
    "Illustrator": ILLUSTRATOR,
    "draw.io": DRAW_IO,
    "matplotlib": MATPLOTLIB,
}


def shapes(data: bytes) -> list[tuple[str, str]]:
    """Return every element of the drawing that is seen, with its geometry."""
    found = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    return [
        (etree.QName(element).localname, element.get("d", "") + element.get("width", "") + "".join(element.itertext()))
        for element in found.iter(f"{{{SVG}}}*")
        if etree.QName(element).localname not in ("metadata", "style", "defs", "svg")
    ]


@pytest.mark.parametrize("name", WITH_MORE)
def test_what_drawing_programs_add_is_left_out_and_the_drawing_stays(name: str) -> None:
    data = WITH_MORE[name].encode()
    published = publish_svg(data)
    text = published.decode()
    assert shapes(published) == shapes(data)
    assert not any(secret in text for secret in SECRETS)
    for word in ("inkscape", "sodipodi", "rdf", "Adobe", "mxfile", "<!", "<?", "data-", "metadata"):
        assert word not in text.replace("-inkscape-", "")
    assert publish_svg(data) == published
    assert publish_svg(published) == published


def test_a_drawing_of_many_shapes_and_many_rules_is_read_in_one_pass() -> None:
    rules = "".join(f".c{number}{{fill:url(#a)}}" for number in range(15_000))
    shapes_with_class = "".join(f'<rect class="c{number}"/>' for number in range(15_000))
    data = svg(f'<style>{rules}</style><linearGradient id="a"/>{shapes_with_class}')
    assert publish_svg(data) == data


@pytest.mark.parametrize("text", [FIGMA, POWERPOINT])
def test_what_some_programs_write_stays_as_it_is(text: str) -> None:
    assert publish_svg(text.encode()) == text.encode()


def test_rules_and_text_behind_what_is_left_out_stay() -> None:
    published = publish_svg(
        svg(
            '<text>a<!-- Jo Smith -->b<?x Jo Smith?>c<m:x xmlns:m="urn:m">Jo Smith</m:x>d</text>'
            '<style>/* Jo Smith */.a{fill:red/* Jo Smith */;color:rgb(1/**/,2,3)}</style><rect style="fill:/* Jo Smith */blue"/>',
            before="<!-- Jo Smith -->",
        )
        + b"<!-- Jo Smith -->"
    ).decode()
    assert "Jo Smith" not in published
    assert "<text>abcd</text>" in published
    assert ".a{fill:red;color:rgb(1" in published
    assert 'style="fill:blue"' in published


PIECES = st.sampled_from(
    [inner for inner, _ in [*ACTIVE, *LOADING, *UNKNOWN]]
    + [RECT, "<g>", "</g>", "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#0;", "<?a b?>", "url(", "\\", '"', ">", "<", "]]", "}"]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.lists(PIECES, max_size=6).map(lambda parts: svg("".join(parts)))))
def test_no_bytes_at_all_get_more_than_a_drawing_past(data: bytes) -> None:
    try:
        published = publish_svg(data)
    except SvgRefusedError as error:
        said, line = str(error), error.line
    else:
        said, line = "", 1
    assert "\n" not in said
    assert line >= 1
    if said:
        return
    assert publish_svg(published) == published
    for element in etree.fromstring(published).iter():
        assert isinstance(element.tag, str)
        assert element.tag.startswith(f"{{{SVG}}}")
        assert etree.QName(element).localname not in ("script", "foreignObject", "image", "a", "set", "animate", "feImage")
        for name, value in element.attrib.items():
            assert not str(name).lower().startswith("on")
            assert etree.QName(str(name)).localname != "href" or str(value).startswith("#")
            assert all(address.lstrip("'\" ").startswith("#") for address in str(value).lower().split("url(")[1:])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([*WITH_MORE.values(), FIGMA]), st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=8))
def test_a_drawing_that_is_damaged_anywhere_is_refused_or_whole(text: str, at: int, length: int, put: bytes) -> None:
    data = text.encode()
    at %= len(data)
    try:
        published = publish_svg(data[:at] + put + data[at + length :])
    except SvgRefusedError:
        return
    etree.fromstring(published)
