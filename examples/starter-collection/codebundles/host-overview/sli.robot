*** Settings ***
Documentation       Counts what is wrong with this host: 1 when nothing is.
Metadata            Author          Groundcrew
Metadata            Display Name    Host overview
Metadata            Supports        Linux    macOS
Library             BuiltIn
Library             OperatingSystem
Library             Process
Library             RW.Core

Suite Setup         Suite Initialization


*** Tasks ***
Check That The Temporary Directory Of This Host Can Be Written
    [Documentation]    Writes and removes a small file.
    [Tags]    access:read-only    disk    data:state
    ${file}=    Set Variable    ${TEMP_DIRECTORY}/groundcrew-probe-${PROBE_NAME}
    ${written}=    Run Keyword And Return Status    Create File    ${file}    probe
    Run Keyword And Ignore Error    Remove File    ${file}
    ${score}=    Evaluate    1 if $written else 0
    RW.Core.Push Metric    ${score}    sub_name=temporary_directory
    RW.Core.Push Metric    ${score}


*** Keywords ***
Suite Initialization
    ${TEMP_DIRECTORY}=    RW.Core.Import User Variable    TEMP_DIRECTORY
    ...    type=string
    ...    description=The directory that programs write temporary files to.
    ...    pattern=.*
    ...    example=/var/tmp
    ...    default=/tmp
    ${PROBE_NAME}=    Evaluate    uuid.uuid4().hex    modules=uuid
    Set Suite Variable    ${TEMP_DIRECTORY}    ${TEMP_DIRECTORY}
    Set Suite Variable    ${PROBE_NAME}    ${PROBE_NAME}
