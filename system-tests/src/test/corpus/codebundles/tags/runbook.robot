*** Settings ***
Test Tags    zebra    Apple    data:config    ${REGION}    -literal
Default Tags    never    used

*** Tasks ***
Adds
    [Tags]    access:read-only    apple    ZE_BRA    new tag
    Log    x
Takes Away
    [Tags]    -zebra    -APPLE    access:read-write
    Log    x
Has None
    [Tags]    NONE
    Log    x
Has Empty
    [Tags]
    Log    x
Says Nothing
    Log    x
Twice
    [Tags]    first
    [Tags]    second
    Log    x
