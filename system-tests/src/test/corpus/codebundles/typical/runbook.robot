*** Settings ***
Documentation       Checks that the bakery's ovens answer.
...                 Looks once, changes nothing.
Metadata            Author          jane
Metadata            Display Name    Oven Check
Metadata            Supports        HTTP    Linux
Metadata            Type            Task Set
Library             BuiltIn
Library             RW.Core
Library             RW.CLI    WITH NAME    Cli
Library             Collections    AS    Lists
Library             OperatingSystem
Force Tags          bakery    oven
Suite Setup         Suite Initialization
Suite Teardown      Suite Cleanup

*** Tasks ***
Check Heat Of `${OVEN_NAME}` In `${BAKERY}`
    [Documentation]    Asks the oven once.
    ...    Its answer is kept.
    [Tags]    access:read-only    http    data:config    ${BAKERY}
    ${rsp}=    RW.CLI.Run Cli
    ...    cmd=curl -s -o /dev/null -w '\%{http_code}' ${OVEN_URL}
    ...    timeout_seconds=20
    IF    "${rsp.stdout}" != "200"
        RW.Core.Add Issue
        ...    severity=2
        ...    title=Oven `${OVEN_NAME}` is cold
        ...    next_steps=Check the gas\nCheck the door
    END
    ${history}=    RW.CLI.Pop Shell History
    RW.Core.Add Pre To Report    Commands used:\n${history}

Restart `${OVEN_NAME}`
    [Documentation]    Turns it off and on.
    [Tags]    access:read-write    oven
    Log    done

*** Keywords ***
Suite Cleanup
    Log    bye

Suite Initialization
    ${OVEN_URL}=    RW.Core.Import User Variable    OVEN_URL
    ...    type=string
    ...    description=URL to call, as in a=b&c=d.
    ...    pattern=\w*
    ...    example=https://oven.example
    ...    default=http://127.0.0.1:8080/?a=b
    ${LEVEL}=    RW.Core.Import User Variable    LEVEL
    ...    type=string
    ...    description=How hot.
    ...    enum=[low,medium,high]
    ...    default=low
    ${oven_token}=    RW.Core.Import Secret    oven_token
    ...    type=string
    ...    description=Optional token.
    ...    pattern=\w*
    ...    optional=True
    Set Suite Variable    ${OVEN_URL}    ${OVEN_URL}
    Set Suite Variable    ${env}    {"OVEN_URL":"${OVEN_URL}"}
