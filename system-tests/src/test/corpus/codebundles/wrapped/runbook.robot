*** Settings ***
Suite Setup    Import Secret    from_suite_setup    description=1
Suite Teardown    Run Keyword And Ignore Error    Import Secret    from_suite_teardown    description=2
Task Setup    Import User Variable    FROM_TASK_SETUP    description=3
Test Teardown    Run Keywords    Log    x    AND    Import User Variable    FROM_TEST_TEARDOWN    description=4    AND    Log    y

*** Tasks ***
Handed To Another Keyword
    [Setup]    Import User Variable    FROM_SETUP    description=5
    Run Keyword    Import User Variable    RUN    description=6
    ${ok}    ${value}=    Run Keyword And Ignore Error    RW.Core.Import User Variable    IGNORED    description=7
    ${ok}=    Run Keyword And Return Status    Import Secret    status    description=8
    Run Keyword If    ${A}    Import User Variable    IF_TRUE    description=9    ELSE IF    ${B}    Import User Variable    ELSE_IF_TRUE    description=10    ELSE    Import User Variable    IF_FALSE    description=11
    Run Keyword Unless    ${A}    Import User Variable    UNLESS    description=12
    BuiltIn.Run Keywords    Import User Variable    FIRST    description=13    AND    Import User Variable    SECOND    description=14
    Wait Until Keyword Succeeds    3x    1s    Import User Variable    AWAITED    description=15
    Repeat Keyword    2 times    Import User Variable    REPEATED    description=16
    Run Keyword If    ${A}    Run Keyword And Ignore Error    Import Service    nested    description=17
    Log Many    Import User Variable    NOT_CALLED
    Should Be Equal    ${x}    Import Secret
    [Teardown]    Import User Variable    FROM_TEARDOWN    description=18
