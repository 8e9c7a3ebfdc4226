*** Settings ***
Documentation    Escaped \${NOT_A_VARIABLE}, a tab \t, a newline \n here and a backslash \\ there.
Metadata    Path    C:\\temp\\new

*** Tasks ***
Escaped \${TITLE} With \\ Backslash
    [Tags]    a\ b    \${tag}    \-minus
    Import User Variable    ESCAPED    description=Line one\nline two\ttab \x41 \u00e9 \U0001F600 \\n \d end\\    default=\${HOME}    example=a\=b
    Import User Variable    BLANKS    description=two\ \ blanks    default=\ lead    type=string
    Import User Variable    NOT\=NAMED    description=x
    Import User Variable    HASH    default=\# no comment    description=a # inside
    Import User Variable    SPACES    default=${SPACE}x    description=${EMPTY}    example=${None}
