*** Settings ***
Task Tags    one    two
Keyword Tags    three
Name    A Name Of Its Own
Test Timeout    1 minute
Metadata    Supports    A,B, C
Metadata    Empty
Metadata    Twice    one
Metadata    Twice    two
Metadata    ${NAME}    ${VALUE}

*** Tasks ***
Tagged
    [Timeout]    10 seconds
    [Documentation]    x
    [Metadata]    Owner    jane
    Log    x
