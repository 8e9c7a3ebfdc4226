*** Settings ***
Documentation    First row
...    second row
...
...    after an empty row
...        deeper row
...    ends with a backslash \
...    goes on here\
...    and here
...    says \n
...    itself
Metadata    Display Name    Long
...    Name Here
Metadata
...    Author
...    jane
Force Tags    one
...    two
# a comment between

...    three
Library
...    RW.Core

*** Tasks ***
Title
    [Documentation]
    ...    Starts in the second row.
    ...    Has  wide    gaps.
    [Tags]    a
    ...    b    # a comment behind
    # a comment alone
    ...    c
    ${x} =
    ...    Import User Variable
    ...    SPREAD
    ...    description=Over
    ...    default=many
    ...    type=string
    Log
    ...
    ...    x
