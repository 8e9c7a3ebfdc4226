*** Settings ***
Default Tags    slow    Access:Read-Only

*** Tasks ***
Has The Default
    Log    x
Has Its Own
    [Tags]    own
    Log    x
Has None
    [Tags]    NONE
    Log    x
Has Empty
    [Tags]
    Log    x
