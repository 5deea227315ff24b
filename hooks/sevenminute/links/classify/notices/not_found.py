"""Rows of the table of notices: there is no such page, in English and in Welsh."""

from __future__ import annotations

from sevenminute.links.classify.notices.row import AS_THE_PAGE, Notice, NoticeRow

NOT_FOUND: tuple[NoticeRow, ...] = (
    NoticeRow(
        "number",
        Notice.NOT_FOUND,
        (
            r"<sorry>(?:http\W*|status\W*)?(?:code\W*)?(?:404|410)(?:\W*error)?(?:\W*<the>(?:<page> )?(?:(?:was"
            r"|is) )?(?:not found|gone))?",
        ),
        ("404", "Error 404", "404 Not Found", "404 - Page not found", "404 Error: page not found", "HTTP 410 Gone"),
        ("404 referrals in a month", "Form 404: notice of concern", "Room 410"),
        AS_THE_PAGE,
    ),
    NoticeRow(
        "not found",
        Notice.NOT_FOUND,
        (
            r"<sorry><the><page><which>(?: <not>(?: be| been| to be)?| not(?: be| been)?) (?:found|located|displayed)<where>",
            r"<sorry><the><page><which> <not>(?: (?:be|been))* (?:available|here|there|valid|exist)<where>",
            r"<sorry><the><page><which> (?:does not|doesn't|(?:may )?no longer) (?:seem to |appear to )?exists?<where>",
            r"<sorry>not found<where>",
            r"nothing (?:was )?found(?: here)?",
            r"missing page|page missing",
        ),
        (
            "Page not found",
            "Page not found | Exampleshire Council",
            "Exampleshire Safeguarding Partnership – Page not found",
            "Sorry, this page can’t be found",
            "Oops! That page can’t be found.",
            "The page you are looking for could not be found",
            "The page you requested does not exist",
            "This page is no longer available",
            "The page you're looking for isn't here",
            "File not found",
            "This page doesn't exist",
            "Not Found",
            "Sorry, this page isn't available.",
            "The page cannot be found.",
        ),
        (
            "Children missing: when a document cannot be found",
            "Content not available in Welsh",
            "Lost children: what was found",
            "Page found",
            "What to do when a page is not found",
            "Page not found: what your website should say",
            "Support for parents whose child was not found",
            "Missing: support for families",
            "This page is available in Welsh",
        ),
    ),
    NoticeRow(
        "we cannot find",
        Notice.NOT_FOUND,
        (
            r"<sorry>we ?(?:can't|cannot|can not|could ?n[o']t|couldn't|(?:are|were) (?:unable|not able) to|(?:'re "
            r"|are )having trouble|didn't"
            r"|did not) (?:seem to )?find(?:ing)? (?:that|the|this|your|a) (?:[a-z]+ )?<page><which><where>",
        ),
        (
            "Sorry, we can't find that page",
            "We could not find the page you requested.",
            "We can’t find the page you’re looking for",
        ),
        ("We cannot find a carer for every child", "We could not find the child’s records", "Find a page in the handbook"),
    ),
    NoticeRow(
        "removed",
        Notice.NOT_FOUND,
        (
            r"<sorry><the><page><which> (?:(?:has|may have|might have|was|have|is) )?(?:(?:either |recently |permanently "
            r"|now )?been )?"
            r"(?:re)?(?:moved|deleted|named|archived|withdrawn|taken down|gone|expired)"
            r"(?:(?:,|,? or) (?:has )?(?:been )?(?:(?:re)?(?:moved|named)|deleted|taken down|no longer exists"
            r"|does not exist))*<where>",
        ),
        (
            "This page has been removed",
            "Page has moved",
            "The page has been moved, renamed or deleted",
            "This page may have been moved or deleted.",
            "This link has expired",
            "The page you are looking for has been removed",
        ),
        (
            "Changes: the form has been removed",
            "When a child has been moved",
            "What happens after a child is removed",
            "Documents removed from a child's file",
            "The page that was turned",
        ),
    ),
    NoticeRow(
        "not found, in Welsh",
        Notice.NOT_FOUND,
        (
            r"<cy sorry>(?:heb|nid ydym wedi|ni allwn|ni allem|allwn ni ddim|ni ellir|ni ellid|methu|methwyd|wedi methu"
            r"|rydym wedi methu"
            r"|(?:nid oes|nid oedd|does dim|doedd dim|dim) modd|nid yw'n bosibl) (?:â |a )?<cy find> ?<cy page><cy which>",
            r"<cy sorry>ni (?:chanfuwyd|ddarganfuwyd|chafwyd hyd i|ddaethpwyd o hyd i|ddaethom o hyd i) ?<cy page><cy which>",
            r"<cy sorry>(?:404\W*)?<cy page> (?:heb (?:ei |eu )?(?:<cy find>|chael)|ddim (?:ar gael|yn bodoli|i'w chael)"
            r"|ar goll)",
            r"<cy sorry>(?:nid yw|dyw|dydy|nid ydy)'?<cy page><cy which> (?:ar gael|yn bodoli|yma)(?: (?:mwyach|bellach))?",
            r"<cy sorry>mae'?<cy page><cy which> wedi(?:'i| ei)? (?:symud|dileu|th?ynnu|dynnu|hadleoli"
            r"|hail-?enwi)(?: neu .{1,40})?",
            r"gwall 404|404 gwall|heb (?:ei )?(?:ganfod|dd?arganfod)",
        ),
        (
            "Heb ganfod y dudalen",
            "Tudalen heb ei chanfod",
            "Tudalen heb ei chanfod | Cyngor Sir Enghraifft",
            "Ni ellir dod o hyd i’r dudalen",
            "Ni ellir dod o hyd i'r dudalen hon",
            "Nid yw'r dudalen ar gael",
            "Nid yw’r dudalen hon yn bodoli mwyach",
            "Methu dod o hyd i'r dudalen",
            "Heb ddod o hyd i'r dudalen",
            "Ni chanfuwyd y dudalen",
            "Mae'n ddrwg gennym, ni allwn ddod o hyd i'r dudalen",
            "Mae’r dudalen hon wedi’i symud",
            "Nid yw'r dudalen yr ydych yn chwilio amdani ar gael",
            "Tudalen ddim ar gael",
            "Gwall 404",
        ),
        (
            "Plant ar goll",
            "Nid yw'r cynnwys ar gael yn Gymraeg",
            "Dod o hyd i wasanaeth",
            "Mae'r dudalen hon ar gael yn Saesneg",
            "Plant sydd heb eu canfod",
        ),
    ),
)
