*** Settings ***
Documentation       Counts the ready replicas of a made-up shop, and fails when the run did not begin in a place of its own.
Metadata            Author          Groundcrew
Metadata            Display Name    Shop Replicas
Metadata            Supports        Linux
Library             BuiltIn
Library             RW.Core
Library             RW.CLI
Library             RW.platform
Library             OperatingSystem
Library             Collections
Library             String
Force Tags          bench    shop
Suite Setup         Suite Initialization


*** Tasks ***
Check Replicas Of `${SHOP_NAME}`
    [Documentation]    Runs one trivial command and compares what it says with what is wanted.
    [Tags]    access:read-only    shop    data:config
    ${rsp}=    RW.CLI.Run Cli
    ...    cmd=echo '{"ready": 3}'
    ...    timeout_seconds=20
    ${state}=    Evaluate    json.loads(r'''${rsp.stdout}''')    json
    ${ready}=    Get From Dictionary    ${state}    ready
    ${score}=    Evaluate    1 if ${ready} >= ${WANTED_REPLICAS} else 0
    ${history}=    RW.CLI.Pop Shell History
    RW.Core.Add Pre To Report    Commands used:\n${history}
    ${stat}=    Get File    /proc/self/stat
    ${words}=    Split String    ${stat}
    RW.Core.Push Metric    ${words}[21]    sub_name=process_started
    RW.Core.Push Metric    ${score}


*** Keywords ***
Suite Initialization
    ${SHOP_NAME}=    RW.Core.Import User Variable    SHOP_NAME
    ...    type=string
    ...    description=Name of the shop.
    ...    pattern=\w*
    ...    example=shop
    ...    default=shop
    ${WANTED_REPLICAS}=    RW.Core.Import User Variable    WANTED_REPLICAS
    ...    type=integer
    ...    description=How many replicas are wanted.
    ...    pattern=\d+
    ...    example=3
    ...    default=3
    Set Suite Variable    ${SHOP_NAME}    ${SHOP_NAME}
    Set Suite Variable    ${WANTED_REPLICAS}    ${WANTED_REPLICAS}
    Expect A Fresh Run

Expect A Fresh Run
    [Documentation]    Nothing that an earlier run left: no file, no environment, no variable, nothing in the interpreter.
    Directory Should Be Empty    %{CODEBUNDLE_TEMP_DIR}
    Environment Variable Should Not Be Set    BENCH_LEFTOVER
    Variable Should Not Exist    ${BENCH_LEFTOVER}
    ${left}=    Evaluate    hasattr(sys, 'bench_leftover')    modules=sys
    Should Not Be True    ${left}
    Set Environment Variable    BENCH_LEFTOVER    left
    Set Global Variable    ${BENCH_LEFTOVER}    left
    Evaluate    setattr(sys, 'bench_leftover', 'left')    modules=sys
