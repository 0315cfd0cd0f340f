"""Works by invented bodies that nobody knows, some of them one body written in several ways."""

from tests.works import Work, work

FOLDED = "Foo\u0301ble Institute \U0001f9ea, İzmir"
UNKNOWN = (
    "Dept. of Tests, Westmere Institute of Looms, Leeds, UK",
    "Westmere Institute of Looms, Leeds",
    "Westmere Institut of Looms; Nowhere Foundry Ltd., Leeds, UK",
    "Westmer Inst. of Looms, United Kingdom",
    "Westmere Institute of Looms, Paris, France",
    "Kelvale No. 1 Hospital, Shenzhen, China",
    "Kelvale No. 2 Hospital, Shenzhen, China",
    "Kelvale Hospital, Shenzhen, China",
    "Ward 7, KELVALE HOSPITAL, Guangdong, China",
    "某某未名大學計算機系，北京",
    "某某未名大学，中国北京",
    "Moumou Weiming University, Beijing, China",
    "Nowhere Foundry Limited, Leeds",
    "Nowhere Foundry Ltd, Leeds LS1, England",
    "Fooble Inc., Shenzhen; Fooble Inc, Shenzhen, P.R. China",
    FOLDED,
    "University of \u202eX\u202c, \u00a0 ",
    "Zz Corp" * 90,
    "a\\b'c\"d`e Institute, {this} {next}",
)
_THEIRS = (("I97018004",), ("I97018004", "I4210128910"), (), ("I4210128910",))


def unknown() -> list[Work]:
    """Two authors a work; OpenAlex gives some of the strings an institution."""
    return [
        work(600 + n, 2020 + n % 5, "T10320", [(text, _THEIRS[n % 4])], [(UNKNOWN[n - 1], ())])
        for n, text in enumerate(UNKNOWN)
    ]
