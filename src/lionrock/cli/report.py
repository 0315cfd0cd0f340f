"""`lionrock report`: the article about the ecosystem that can be checked."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from lionrock.answer.observatory import Observatory
from lionrock.answer.report.article import Article
from lionrock.answer.report.markdown import document, markdown
from lionrock.answer.report.typeset import NoFont, NoTypesetter, pdf
from lionrock.answer.report.write import write
from lionrock.cli import output
from lionrock.cli.commands import Given
from lionrock.serve.report import article_page
from lionrock.store.files import write_whole


def report(
    *facets: Annotated[str, Parameter(name="FACET")],
    format_: Annotated[Literal["html", "md", "pdf"], Parameter(name="--format")] = "html",
    out: Annotated[Path | None, Parameter(name=("--out", "-o"))] = None,
    fonts: tuple[Path, ...] = (),
    door: Given,
) -> int:
    """Write the article about Hong Kong's AI: every sentence from the record, with its sources.

    A sentence stands in it only when the claim check, which does not know how it was made, finds
    it supported. What publishers disagree on and what is not known stands beside each part.

    Parameters
    ----------
    facets
        Only these parts; lionrock facets lists them. Default: all seven.
    format_
        A web page of its own, Markdown with footnotes, or PDF (needs the extra "pdf").
    out
        Where to write it. Default: standard output; PDF needs a file.
    fonts
        Folders with fonts for the PDF, besides the system's.
    """
    if format_ == "pdf" and out is None:
        output.complain("a PDF needs a file: -o report.pdf")
        return 2
    observatory = door.observatory()
    try:
        article = write(observatory, door.settings.lang, facets)
        if door.output.as_json:
            return door.output.dump(document(article))
        data = _made(article, observatory, format_, fonts)
        if out is None:
            sys.stdout.buffer.write(data)
            return 0
        write_whole(out, data)
    except (ValueError, NoFont, NoTypesetter) as error:
        output.complain(str(error))
        return 2
    except OSError as error:
        output.complain(f"{out}: cannot be written: {error.strerror or error}")
        return 2
    door.output.tell(
        "report_written", file=str(out), sentences=len(article.sentences),
        sources=len(article.sources),
    )  # fmt: skip
    return 0


def _made(article: Article, observatory: Observatory, form: str, fonts: tuple[Path, ...]) -> bytes:
    """The article in a format."""
    if form == "pdf":
        return pdf(article, fonts)
    if form == "md":
        return markdown(article).encode()
    return article_page(article, observatory).encode()
