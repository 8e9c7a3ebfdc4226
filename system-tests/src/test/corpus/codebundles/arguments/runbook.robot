*** Tasks ***
However They Are Given
    Import User Variable    POSITIONAL    integer    What it is    42    \\d+    [1,2]    fmt    7
    Import Secret    positional_secret    What it is    abc    \\w+    True
    Import Service    positional_service    What it is    http://x    http-service
    Import User Variable    WITH_EQUALS    description=a=b=c    default=x=y    example==    pattern=^k=v$
    Import User Variable    ONCE    description=first    description=second
    Import User Variable    UNKNOWN_NAMES    description=x    colour=red    default=1
    Import User Variable    IN_VARIABLE    ${a=b}    description=x
    Import User Variable    EMPTY_DEFAULT    default=    description=
    Import User Variable    EMPTY_DEFAULT_TOO    default=${EMPTY}
    Import User Variable    NO_DEFAULT    default=${None}
    Import User Variable    FROM_VARIABLE    default=${OTHER}/x
    Import User Variable    NUMBER    type=integer    default=${5}
    Import Secret    not_optional    optional=False
    Import Secret    not_optional_variable    optional=${FALSE}
    Import Secret    optional_variable    optional=${True}
    Import Secret    optional_yes    optional=yes
    Import Secret    with_default    default=ignored
    Import User Variable    LISTED    enum=[a, "b c",'d']
    Import User Variable    LISTED_BARE    enum=x,y
    Import User Variable    LISTED_ONE    enum=[only]
