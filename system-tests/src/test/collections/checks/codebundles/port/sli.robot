*** Settings ***
Documentation       1 while a TCP port accepts connections, else 0.
Metadata            Display Name    Port
Metadata            Supports    Network
Library             RW.Core
Library             OperatingSystem
Library             Process
Suite Setup         Suite Initialization

*** Keywords ***
Suite Initialization
    ${PORT}=    RW.Core.Import User Variable    PORT
    ...    type=integer
    ...    description=The port on this machine.
    ...    example=8080
    Set Suite Variable    ${PORT}    ${PORT}

*** Tasks ***
Check That Port `${PORT}` Is Open
    [Tags]    access:read-only    data:metrics
    ${open}=    Evaluate    int(__import__('socket').socket().connect_ex(('127.0.0.1', int($PORT))) == 0)
    RW.Core.Push Metric    ${open}
