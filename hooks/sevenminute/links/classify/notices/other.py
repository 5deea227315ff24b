"""Rows of the table of notices: there is a site, and what it shows is not the page."""

from __future__ import annotations

from sevenminute.links.classify.notices.row import AS_THE_PAGE, Notice, NoticeRow, Place

OTHER_NOTICES: tuple[NoticeRow, ...] = (
    NoticeRow(
        "for sale",
        Notice.PARKED,
        (
            r"<the>(?:premium )?(?:<site> )?(?:<site>|<host>) (?:is|may be"
            r"|might be) (?:available )?(?:now )?for sale(?:[!.]? .{0,60})?",
            r"(?:<host> )?(?:premium )?domain(?: name)? for sale|buy this domain(?: name)?(?: .{0,40})?",
        ),
        (
            "This domain is for sale",
            "example.org is for sale",
            "Buy this domain",
            "The domain example.org may be for sale",
            "Domain for sale",
        ),
        ("Website for sale scam", "Children for sale: trafficking", "Is your site for sale? A guide", "Knives for sale online"),
    ),
    NoticeRow(
        "parked",
        Notice.PARKED,
        (
            r"<the>(?:<site>|<host>)(?: is| has been| has| was| just)? (?:currently )?(?:parked|expired)"
            r"(?: (?:free|with|by|at|on|courtesy)\b.{1,60})?",
            r"parked (?:domain|page)(?: name)?(?: at .{1,40})?|domain (?:name )?(?:parking|default page|parked)",
        ),
        (
            "This domain is parked",
            "Parked domain",
            "This domain has expired",
            "Website Expired",
            "example.org is parked free, courtesy of a registrar",
        ),
        ("Parked cars and child exploitation", "When an order has expired", "Site registered as a home"),
    ),
    NoticeRow(
        "no site",
        Notice.PARKED,
        (
            r"welcome to (?:nginx|apache|caddy|plesk|openresty)(?: .{1,40})?|(?:apache2?\b.{0,30}default page\W*)?it works",
            r"apache2?\b.{0,30}default page.{0,20}|iis windows(?: server)?|test page for the (?:apache|nginx|http).{1,60}",
            r"(?:web ?server|plesk|cpanel)(?:'s)? default page|default (?:web ?site|plesk) page",
            r"<the>(?:web ?site|site|blog|shop) not found|(?:404\W*)?web ?site not found|there isn't a github pages site here",
            r"<the>(?:web ?site|site) (?:is no longer (?:available|active|live|in use)"
            r"|has (?:now )?(?:closed|been (?:closed|retired|decommissioned)))",
        ),
        (
            "Welcome to nginx!",
            "Apache2 Ubuntu Default Page: It works",
            "IIS Windows Server",
            "Site not found",
            "This website is no longer available",
        ),
        ("Welcome to Exampleshire", "It works for families", "A test page for the pack of cards", "The site manager’s role"),
    ),
    NoticeRow(
        "suspended",
        Notice.PARKED,
        (
            r"<the><site>(?: (?:is|has been|was))? (?:currently |temporarily )?(?:suspended|deactivated|disabled|deleted)",
            r"<the>site is not published(?: yet)?",
        ),
        ("This account has been suspended", "Account Suspended", "Website suspended", "This site has been deactivated."),
        ("Pupils who are suspended", "Accounts of suspended workers", "When a site visit is suspended"),
    ),
    NoticeRow(
        "maintenance",
        Notice.OUT_OF_ORDER,
        (
            r"<sorry>(?:<the><site> (?:is )?)?(?:we(?:'re| are) )?(?:currently |temporarily )*(?:closed |down |offline "
            r"|unavailable )?"
            r"(?:for|under|undergoing|in) (?:(?:planned|scheduled|essential|routine|site|website) )*maintenance(?: mode)?",
            r"(?:(?:planned|scheduled|essential|routine|site|website|system) )+maintenance(?: (?:mode|in progress|page))?",
            r"maintenance (?:mode|in progress)|<sorry>(?:we(?:'ll| will) )?be (?:right )?back(?: (?:soon|shortly))?"
            r"|back soon|coming soon",
            r"(?:<the><site> (?:is )?)?under construction",
            r"<sorry><the>(?:service|web ?site|site|page|system) (?:is )?(?:currently |temporarily )*"
            r"(?:unavailable|down|offline|out of service)(?: (?:at the moment|at present|right now|for .{1,30}))?",
            r"(?:ar gau (?:ar gyfer|oherwydd) )?(?:gwaith )?cynnal a chadw(?: (?:wedi'i drefnu|ar y gweill|hanfodol))?",
            r"mae'r (?:wefan|safle|gwasanaeth) (?:hon |hwn )?(?:i lawr|ddim ar gael)(?: dros dro)?",
        ),
        (
            "Down for maintenance",
            "Site under maintenance",
            "Scheduled maintenance",
            "We'll be back soon!",
            "This website is temporarily unavailable",
            "Coming soon",
            "Service Unavailable",
            "Gwaith cynnal a chadw",
        ),
        (
            "Child maintenance",
            "Maintenance of care orders",
            "Road maintenance",
            "Coming soon: new guidance on neglect",
            "Cynnal plant",
        ),
        AS_THE_PAGE,
    ),
    NoticeRow(
        "error",
        Notice.OUT_OF_ORDER,
        (
            r"(?:http\W*)?(?:error\W*)?(?:50[0-9]|52[0-9])(?:\W*(?:error|(?:internal )?server error|bad gateway"
            r"|gateway time-?out"
            r"|service (?:temporarily )?unavailable|proxy error))*",
            r"(?:internal )?server error(?: in '.{1,60}' application)?|(?:runtime|fatal|database|proxy|unexpected) error",
            r"application error(?:\W.{0,60})?|bad gateway|gateway time-?out|error|error establishing a database connection",
            r"<sorry>(?:an?|some) (?:(?:unexpected|unknown|internal|server|application) )*error (?:has )?(?:occurred|happened)"
            r"(?: (?:while|when|on|in|during|processing) .{1,60})?",
            r"<sorry>something (?:has )?(?:went|gone) wrong(?: (?:here|on our (?:end|side)))?",
            r"<sorry>there (?:is|was|has been) a (?:technical )?(?:problem|fault|error) (?:with|on|loading|processing) "
            r"(?:the|this|our|your) (?:service|page|web ?site|site|server|request)",
            r"bandwidth limit exceeded|(?:508\W*)?resource limit is reached",
            r"<cy sorry>(?:mae gwall wedi digwydd|aeth rhywbeth o'i le)|gwall(?: gweinydd)?"
            r"|mae problem gyda'r (?:gwasanaeth|wefan|dudalen)",
        ),
        (
            "Runtime Error",
            "Server Error in '/' Application.",
            "500 Internal Server Error",
            "502 Bad Gateway",
            "Error",
            "An error has occurred",
            "Something went wrong",
            "Sorry, there is a problem with the service",
            "Mae gwall wedi digwydd",
        ),
        (
            "Medical errors",
            "Error and blame: learning from reviews",
            "When something went wrong at home",
            "500 families helped",
            "A problem with the service for carers",
        ),
        AS_THE_PAGE,
    ),
    NoticeRow(
        "wall",
        Notice.WALL,
        (
            r"just a moment|one moment(?:,? please)?|please wait|attention required[!.]?(?: \| cloudflare)?"
            r"|pardon our interruption",
            r"access (?:is )?denied|access to this page (?:is|has been) (?:denied|blocked)|request (?:rejected|blocked)"
            r"|the request is blocked",
            r"are you (?:a |an? )?(?:robot|human|bot)|i'?m not a robot|(?:please )?(?:verify|verifying|confirm|prove"
            r"|checking) (?:that |if )?"
            r"you(?: are|'re) (?:a |not a )?(?:human|robot|bot|real person)(?: .{0,40})?",
            r"(?:security|robot|browser|bot|human|captcha|client) (?:check|verification|challenge)(?: (?:required|page"
            r"|in progress))?",
            r"(?:we are )?checking (?:your browser|the site connection security)(?: .{0,80})?|ddos-guard"
            r"|ddos protection by .{1,40}",
            r"<sorry>you have been blocked|(?:403\W*)?forbidden|403|401|(?:401\W*)?unauthori[sz]ed"
            r"|(?:radware )?captcha(?: page)?",
            r"(?:please )?enable (?:javascript|cookies|js)(?: and (?:cookies|javascript))?(?: to continue)?",
            r"before you continue(?: to .{1,30})?|cookies (?:are )?(?:required|disabled)",
        ),
        (
            "Just a moment...",
            "Attention Required! | Cloudflare",
            "Access Denied",
            "Are you a robot?",
            "Verify you are human",
            "Checking your browser before accessing example.org",
            "Pardon Our Interruption",
            "Before you continue to a film",
            "403 Forbidden",
        ),
        (
            "Access denied: what to do when contact is refused",
            "Access denied – what to do when contact is refused",
            "Just a moment: mindfulness for parents",
            "Robots in care homes",
            "Forbidden words",
            "Security checks for staff",
        ),
        AS_THE_PAGE,
    ),
    NoticeRow(
        "login",
        Notice.LOGIN,
        (
            r"(?:please )?(?:log[ -]?in|sign[ -]?in|log[ -]?on|sign[ -]?on)(?: (?:to|with|using) .{1,60})?",
            r"(?:member|user|staff|customer|admin|account|portal|secure|single)(?:s|'s|s')? (?:log[ -]?in|sign[ -]?in"
            r"|sign[ -]?on)",
            r"login required|authentication required|(?:log|sign) in or (?:register|create an account|sign up)"
            r"|mewngofnod(?:i|wch)(?: i.{1,40})?",
        ),
        ("Log in", "Sign in to your account", "Login | Exampleshire Learning", "Mewngofnodi", "Member login"),
        ("Login problems at school", "Signs in children", "Logging in to a child's world"),
        (Place.TITLE, Place.HEADING),
    ),
)
