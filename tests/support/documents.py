"""Files of articles made by hand, no larger than what a test is about."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx

Printed = tuple[float, float, float, str]
"""A printed line: left, base and type size in points, and its text."""


def pdf(*pages: Sequence[Printed], encrypted: bool = False, laid: Sequence[str] = ()) -> bytes:
    """A PDF of one font that is not embedded, its text in UTF-16 as Chinese programs write it.

    `laid` are the objects laid upon the first page; NEXT in one stands for the number of the object after it.
    """
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>",
    ]
    first = 5 + 2 * len(pages)
    upon = f"/Annots[{' '.join(f'{first + place} 0 R' for place in range(len(laid)))}]" if laid else ""
    for number, page in enumerate(pages):
        drawn = "\n".join(
            f"BT /F {size} Tf {left} {base} Td <{text.encode('utf-16-be').hex()}> Tj ET"
            for left, base, size, text in page
        )
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {6 + 2 * number} 0 R{'' if number else upon}>>",
            f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        ]
    objects += [content.replace("NEXT", str(first + place + 1)) for place, content in enumerate(laid)]
    made, starts = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n"
    # Keys that fit no password.
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<{'43' * 16}><{'43' * 16}>]"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    made += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R{lock if encrypted else ''}>>\nstartxref\n{len(made)}\n%%EOF\n"
    )
    return made.encode("ascii")


def column(*lines: str, left: float = 50, top: float = 700, size: float = 10) -> list[Printed]:
    """Lines of body one below the other; one that opens with 　　 is set in by two characters."""
    return [
        (left + 2 * size * line.startswith("　　"), top - 1.5 * size * number, size, line.strip())
        for number, line in enumerate(lines)
    ]


def word(*paragraphs: tuple[str, str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A .docx of (style, text), then a table; the style "" is that of plain text."""
    file = docx.Document()
    for style, text in paragraphs:
        file.add_paragraph(text, style=style or None)
    if rows:
        table = file.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(number, place).text = text
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def word_xml(body: str, main: str = "word/document.xml", **related: str) -> dict[str, str]:
    """The parts of a .docx with this XML as its body. `related` are further parts by kind, as in footnotes="…"; those
    of a kind of which there are several are called kind_1, kind_2 and have that name as id."""

    def relations(targets: dict[str, tuple[str, str]]) -> str:
        inner = "".join(
            f'<Relationship Id="{key}" Type="{_KIND}{kind}" Target="{target}"/>'
            for key, (kind, target) in targets.items()
        )
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'

    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations({"rId1": ("officeDocument", main)}),
        main: f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        f"word/_rels/{main.rpartition('/')[2]}.rels": relations(
            {name: (name.partition("_")[0], f"{name}.xml") for name in related}
        ),
        **{f"word/{name}.xml": content for name, content in related.items()},
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def long_pdf(characters: int = 5000, pages: int = 400) -> bytes:
    """Much to read in few bytes: one page of many characters, listed many times."""
    drawn = (
        b"BT /F 10 Tf 50 700 Td "
        + b"0 -12 Td (Taiyuan has eleven community hospitals now.) Tj\n" * (characters // 43)
        + b"ET"
    )
    stream = zlib.compress(drawn, 9)
    kids = b"4 0 R " * pages
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents 5 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    made, starts = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return made + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(made),
    )
