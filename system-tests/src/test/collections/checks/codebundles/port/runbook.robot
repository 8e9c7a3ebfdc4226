*** Settings ***
Documentation       Looks whether a TCP port accepts connections.
Metadata            Display Name    Port
Metadata            Supports    Network
Library             RW.Core
Suite Setup         Suite Initialization

*** Keywords ***
Suite Initialization
    ${PORT}=    RW.Core.Import User Variable    PORT
    ...    type=integer
    ...    description=The port on this machine.
    ...    example=8080
    Set Suite Variable    ${PORT}    ${PORT}

*** Tasks ***
Look At Port `${PORT}`
    [Documentation]    Connects once.
    [Tags]    access:read-only    data:state
    ${code}=    Evaluate    __import__('socket').socket().connect_ex(('127.0.0.1', int($PORT)))
    RW.Core.Add Pre To Report    Connecting to ${PORT} gave ${code}
    IF    ${code} != 0
        RW.Core.Add Issue
        ...    severity=2
        ...    title=Port `${PORT}` is closed
        ...    expected=A connection
        ...    actual=Error ${code}
        ...    reproduce_hint=curl http://127.0.0.1:${PORT}
        ...    next_steps=Start the program that listens there
    END
