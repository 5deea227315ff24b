"""Whether a photograph names the place where it was taken, read from XMP, IPTC and EXIF as they are found in files."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_images import EDITS

from image_files import IPTC_CITY, IPTC_NONE, PLACE, XMP_CITY, chunk, drawing, exif, in_jpeg, in_png, published, saved, segment
from sevenminute.static_files.images import publish_image

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
SPACES = {
    **{"exif": "http://ns.adobe.com/exif/1.0/", "dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/"},
    **{"photoshop": "http://ns.adobe.com/photoshop/1.0/", "MP": "http://ns.microsoft.com/photo/1.2/"},
    **{"MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#", "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#"},
    **{"Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "drone-dji": "http://www.dji.com/drone-dji/1.0/"},
    **{
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    },
    **{"stArea": "http://ns.adobe.com/xmp/sType/Area#", "xmpGImg": "http://ns.adobe.com/xap/1.0/g/img/"},
    **{"xmpMM": "http://ns.adobe.com/xap/1.0/mm/", "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"},
    **{"crs": "http://ns.adobe.com/camera-raw-settings/1.0/", "digiKam": "http://www.digikam.org/ns/1.0/"},
    **{"GCamera": "http://ns.google.com/photos/1.0/camera/", "GImage": "http://ns.google.com/photos/1.0/image/"},
    **{"geo": "http://www.w3.org/2003/01/geo/wgs84_pos#", "dcterms": "http://purl.org/dc/terms/"},
    **{"acdsee": "http://ns.acdsee.com/iptc/1.0/"},
    **{"xmpNote": "http://ns.adobe.com/xmp/note/", "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/"},
}
EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"


def spaces(*prefixes: str) -> str:
    return " ".join(f'xmlns:{prefix}="{SPACES[prefix]}"' for prefix in prefixes)


def xmp(content: str, outer: str = "") -> str:
    """Return XMP as a program writes it: a packet with a mark of the order of bytes, filled up with spaces."""
    filled = (" " * 99 + "\n") * 20
    return (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/" {outer} x:xmptk="XMP 1">'
        f'<rdf:RDF {RDF}>{content}</rdf:RDF></x:xmpmeta>\n{filled}<?xpacket end="w"?>'
    )


def described(attributes: str = "", content: str = "", *prefixes: str) -> str:
    """Return XMP that says this, its namespaces declared where they usually are."""
    declared = spaces(*(prefixes or SPACES))
    return xmp(f'<rdf:Description rdf:about="" {declared} {attributes}>{content}</rdf:Description>')


def extended(text: str) -> bytes:
    """Return the segments of a JPEG for XMP that is too long for one."""
    data, most = text.encode(), 65_400
    head = EXTENDED + b"0123456789ABCDEF0123456789ABCDEF" + struct.pack(">I", len(data))
    return b"".join(segment(0xE1, head + struct.pack(">I", at) + data[at : at + most]) for at in range(0, len(data), most))


def said_by(text: str | bytes, kind: str = "JPEG") -> bool:
    """Return whether a picture with this XMP is told to say where it was taken."""
    packet = text.encode() if isinstance(text, str) else text
    if kind == "PNG":
        return published(in_png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet))).has_place
    return published(in_jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet))).has_place


FACES = (
    f'<MP:RegionInfo><rdf:Description {RDF}><MPRI:Regions><rdf:Bag {RDF}><rdf:li><rdf:Description MPReg:Rectangle="0.1, 0.2" '
    'MPReg:PersonDisplayName=""/></rdf:li></rdf:Bag></MPRI:Regions></rdf:Description></MP:RegionInfo>'
)
NO_PLACES = {
    # a namespace is declared again, or further out, or is only talked of
    "faces, RDF declared again": described("", FACES, "MP", "MPRI", "MPReg"),
    "faces, RDF declared again with another prefix": described(
        "", FACES.replace("rdf:", "r:").replace(":rdf", ":r"), "MP", "MPRI", "MPReg"
    ),
    "namespace named in a caption": described("", f"<dc:title>See {RDF[11:-1]} and adobe:ns:meta/</dc:title>", "dc"),
    "namespace named in a caption as XML": described(
        "", f"<dc:title>&lt;rdf:RDF {RDF.replace(chr(34), '&quot;')}></dc:title>", "dc"
    ),
    "namespace named in an attribute": described(f"dc:source='{RDF[11:-1]}'", "", "dc"),
    "namespaces declared on the outermost tag": xmp('<rdf:Description rdf:about="" dc:format="image/jpeg"/>', spaces("dc")),
    "namespaces declared on a tag of another name": f"<w {spaces('dc')}>"
    + xmp('<rdf:Description dc:format="image/jpeg"/>')
    + "</w>",
    "namespaces declared nowhere": xmp('<rdf:Description a:b="c"><MPReg:Rectangle>1</MPReg:Rectangle></rdf:Description>'),
    # as programs write it
    "iPhone": described('xmp:CreatorTool="17.4" photoshop:DateCreated="2026-05-04T10:00:00"', "", "xmp", "photoshop"),
    "Pixel": described('GCamera:MotionPhoto="1"', "", "GCamera"),
    "Nikon": described('xmp:CreatorTool="NIKON D750 Ver.1.11"', "", "xmp").replace("x:xmptk", "x:other"),
    "Lightroom": described(
        'crs:Version="15.0" xmpMM:DocumentID="xmp.did:1"',
        "<xmpMM:History><rdf:Seq>" + '<rdf:li stEvt:action="saved" stEvt:changed="/"/>' * 500 + "</rdf:Seq></xmpMM:History>"
        "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Harbour</rdf:li></rdf:Alt></dc:title>",
    ),
    "Photoshop, small picture": described(
        "",
        "<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType='Resource'><xmpGImg:image>"
        + "/9j/4AAQ&#xA;" * 999
        + "</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>",
    ),
    "digiKam": described(
        "",
        "<digiKam:TagsList><rdf:Seq><rdf:li>Garden</rdf:li></rdf:Seq></digiKam:TagsList><mwg-rs:Regions rdf:parseType='Resource'>"
        "<mwg-rs:RegionList><rdf:Bag><rdf:li stArea:x='0.5'/></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>",
    ),
    "Windows Photo Gallery": xmp(
        f'<rdf:Description rdf:about="uuid:faf5bdd5" {spaces("MicrosoftPhoto")}><MicrosoftPhoto:Rating>50</MicrosoftPhoto:Rating>'
        f"</rdf:Description><rdf:Description {spaces('MP', 'MPRI', 'MPReg')}>{FACES}</rdf:Description>"
    ),
    "GIMP, places that are empty": described(
        'photoshop:City="" Iptc4xmpCore:Location=" "',
        "<Iptc4xmpExt:LocationCreated><rdf:Bag/></Iptc4xmpExt:LocationCreated><Iptc4xmpExt:LocationShown><rdf:Bag>"
        "<rdf:li rdf:parseType='Resource'><Iptc4xmpExt:LocationName><rdf:Alt><rdf:li xml:lang='x-default'/></rdf:Alt>"
        "</Iptc4xmpExt:LocationName></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>",
    ),
    "words like those of places in other namespaces": described(
        'GCamera:lat="1" xmp:location="2"', "<crs:coverage>3</crs:coverage>"
    ),
    "geotag that is empty": described('geo:lat=""', "<geo:long> </geo:long>"),
    "two packets": described('xmp:Rating="3"') + "\0\0" + described('dc:format="image/jpeg"'),
}
PLACES = {
    "iPhone": described('exif:GPSLatitude="51,30.44N"'),
    "Samsung, as a text": described("", "<exif:GPSLongitude>0,7.67W</exif:GPSLongitude>"),
    "Lightroom": described("", "<Iptc4xmpCore:Location>Ashwick Road</Iptc4xmpCore:Location>"),
    "Photoshop": described('photoshop:State="Somerset"'),
    "Photo Mechanic, a list of structures": described(
        "",
        "<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType='Resource'><Iptc4xmpExt:LocationName><rdf:Alt><rdf:li "
        "xml:lang='x-default'>Ashwick</rdf:li></rdf:Alt></Iptc4xmpExt:LocationName></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>",
    ),
    "a place in a structure of another name": described(
        "", "<Iptc4xmpExt:LocationShown rdf:parseType='Resource'><dc:title>Ashwick</dc:title></Iptc4xmpExt:LocationShown>"
    ),
    "a place by its address": described("", "<Iptc4xmpExt:LocationShown rdf:resource='https://example.org/ashwick'/>"),
    "drone": described('drone-dji:GpsLatitude="+51.507400"'),
    "namespaces declared on the outermost tag": xmp(
        '<rdf:Description rdf:about="" photoshop:City="Ashwick"/>', spaces("photoshop")
    ),
    "namespaces declared on a tag of another name": (
        f"<w {spaces('photoshop')}>" + xmp('<rdf:Description photoshop:City="Ashwick"/>') + "</w>"
    ),
    "behind faces": described("", FACES + "<photoshop:City>Ashwick</photoshop:City>"),
    "geotag of a map": described("", "<geo:lat>51.5</geo:lat><geo:long>-0.1</geo:long>"),
    "geotag of a map as attributes": described('geo:lat="51.5" geo:long="-0.1"'),
    "place that a library notes": described("", "<dc:coverage>Ashwick Road</dc:coverage>"),
    "place that a newer library notes": described('dcterms:spatial="Ashwick"'),
    "id of a place on a map": described("", "<Iptc4xmpExt:LocationId>https://example.org/node/1</Iptc4xmpExt:LocationId>"),
    "ACDSee": described('acdsee:location="Ashwick Road"'),
    "position of a film": described('GCamera:GPSCoordinates="51.5 -0.1"'),
    "in the second packet": described('xmp:Rating="3"') + "\0\0" + described('photoshop:City="Ashwick"'),
    "behind a caption that names a namespace": described(
        "", f"<dc:title>&lt;rdf:RDF {RDF[:-1]}</dc:title><photoshop:Country>Wales</photoshop:Country>"
    ),
    "cut off before it": described('photoshop:City="Ashwick"').partition("photoshop:City")[0],
    "broken": described('xmp:Label="a & b" photoshop:City="Ashwick"'),
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("name", NO_PLACES)
def test_a_photograph_that_names_no_place_is_published_whatever_its_xmp(name: str, kind: str) -> None:
    assert not said_by(NO_PLACES[name], kind)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("name", PLACES)
def test_a_photograph_that_names_a_place_is_told_so_whatever_its_xmp(name: str, kind: str) -> None:
    assert said_by(PLACES[name], kind)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_xmp_in_wide_letters_is_read_in_the_order_that_it_has(encoding: str) -> None:
    welsh = "<dc:title>Tŷ’r Harbwr ļ&lt;</dc:title>"
    assert not said_by(described("", welsh, "dc").encode(encoding))
    assert said_by(described("", welsh + "<photoshop:City>Tŷ</photoshop:City>").encode(encoding))
    assert said_by(b"-" + described("", welsh + "<photoshop:City>Tŷ</photoshop:City>").encode(encoding))


def test_wide_xmp_that_is_cut_off_may_name_a_place() -> None:
    data = described('photoshop:City="Ashwick"')
    cut = data[data.index("<x:") : data.index("photoshop:City")]
    assert said_by(cut.encode("utf-16"))
    assert said_by(("“" + cut + "”").encode("utf-16-be"))


@pytest.mark.parametrize(
    "caption", ["See {}", "See <{}>", "a < b: {}", "<3 {}", 'I <a href="{}">RDF</a>', "<!-- {} -->", "</a> {}"]
)
def test_a_caption_that_names_a_namespace_is_no_xmp(caption: str) -> None:
    data = caption.format(RDF[11:-1]).encode()
    assert not published(saved(drawing(), "JPEG", comment=data)).has_place
    assert not published(in_png(chunk(b"tEXt", b"Comment\0" + data))).has_place
    assert published(
        in_png(chunk(b"tEXt", b"Comment\0" + data), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP_CITY))
    ).has_place


@pytest.mark.parametrize("size", [4_000_000, 13_000_000])
def test_xmp_as_long_as_the_portrait_of_a_telephone_is_read_to_its_end(size: int) -> None:
    depth = "iVBORw0KGgo/" * (size // 12)
    standard = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + described('GCamera:MotionPhoto="1"', "", "GCamera").encode())
    as_attribute = extended(described(f'GImage:Data="{depth}"', "", "GImage"))
    assert not published(in_jpeg(standard, as_attribute)).has_place
    as_text = extended(described("", f"<GImage:Data>{depth}</GImage:Data><photoshop:City>Ashwick</photoshop:City>"))
    assert published(in_jpeg(standard, as_text)).has_place
    assert published(in_jpeg(standard, as_attribute, extended(PLACES["iPhone"]))).has_place


@pytest.mark.parametrize(
    "text", ["adobe:ns:meta/", "<a>adobe:ns:meta/", "<!--adobe:ns:meta/", "<?adobe:ns:meta/", "<r xmlns='adobe:ns:meta/'/>"]
)
def test_many_marks_of_xmp_are_read_in_one_pass(text: str) -> None:
    assert not published(in_jpeg(behind=text.encode() * 900)).has_place
    begins_tags = text.startswith(("<a", "<r"))
    assert published(in_jpeg(behind=text.encode() * 200_000)).has_place == begins_tags  # which nobody has so many of


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*NO_PLACES.values(), *PLACES.values()]), EDITS, st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]))
def test_no_damage_to_xmp_makes_a_picture_a_damaged_one(text: str, edits: list[tuple[float, int, bytes]], encoding: str) -> None:
    data = text[:4000].encode(encoding)
    for at, length, put in edits:
        position = int(at * len(data))
        data = data[:position] + put + data[position + length :]
    publish_image(in_jpeg(behind=data))


@pytest.mark.parametrize(
    ("behind", "has_place"),
    [
        (b"\x1c\x02\x5a\0\x07Ashwick", False),  # bytes of a film, or of a profile, that look like a city
        (IPTC_CITY, True),
        (IPTC_CITY.replace(b"\x04\x04\0\0", b"\x04\x04\x03abc"), True),
        (IPTC_CITY.replace(b"Ashwick", b"       "), False),
    ],
)
def test_iptc_is_read_as_far_as_it_goes_and_each_block_of_it(behind: bytes, has_place: bool) -> None:
    data = in_jpeg(segment(0xED, IPTC_NONE), segment(0xED, behind))
    assert published(data).has_place == has_place


def test_exif_is_read_however_far_apart_its_parts_stand() -> None:
    data = exif(1, PLACE).tobytes()[6:]
    assert published(in_png(chunk(b"eXIf", data))).has_place
    order = "<" if data.startswith(b"II") else ">"
    entry = struct.pack(order + "HHI", 0x8825, 4, 1)
    at = data.index(entry) + len(entry)
    (gps,) = struct.unpack_from(order + "I", data, at)
    far = 3_000_000
    table = struct.pack(order + "H", 1) + struct.pack(order + "HHI4s", 1, 2, 2, b"N\0\0\0") + bytes(4)
    assert not published(
        in_png(chunk(b"eXIf", data[:at] + struct.pack(order + "I", far) + data[at + 4 : gps] + bytes(far - gps) + table))
    ).has_place
    table = struct.pack(order + "H", 1) + struct.pack(order + "HHI4s", 28, 2, 3, b"Ash\0") + bytes(4)
    assert published(
        in_png(chunk(b"eXIf", data[:at] + struct.pack(order + "I", far) + data[at + 4 : gps] + bytes(far - gps) + table))
    ).has_place
    assert published(in_jpeg(behind=b"II*\0\x08\0\0\0\0\0" * 99)).has_place
