"""The newspaper that the page's tests are about agrees with itself."""

from support.newspaper import ANSWER, LIBRARY_PASSAGE, LIGHTS_PASSAGE, PAGE


def test_the_records_agree_with_the_page():
    for passage in (LIBRARY_PASSAGE, LIGHTS_PASSAGE):
        for sentence in passage.sentences:
            for piece in sentence.fragments:
                assert PAGE.lines[piece.line - 1][piece.start : piece.end] == piece.text
    for citation in ANSWER.citations:
        assert "".join(piece.text for piece in citation.fragments) == citation.quote
