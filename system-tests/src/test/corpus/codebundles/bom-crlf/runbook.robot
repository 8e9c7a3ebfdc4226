*** Settings ***
Documentation    With a mark of order
...    and CRLF
*** Tasks ***
First
    [Tags]    a    b
    Import User Variable    CRLF    description=ends here
    ...    default=x

Second   
    Log    x
