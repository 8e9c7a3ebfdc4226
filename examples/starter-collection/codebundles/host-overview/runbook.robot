*** Settings ***
Documentation       Says what this host is and whether anything on it is plainly wrong.
Metadata            Author          Groundcrew
Metadata            Display Name    Host overview
Metadata            Supports        Linux    macOS
Library             BuiltIn
Library             OperatingSystem
Library             Process
Library             RW.Core

Suite Setup         Suite Initialization


*** Tasks ***
Describe This Host
    [Documentation]    Reports name, kernel and how long it has been up.
    [Tags]    access:read-only    host    data:config
    ${kernel}=    Run Process    uname    -a
    ${uptime}=    Run Process    uptime
    RW.Core.Add Pre To Report    ${kernel.stdout}\n${uptime.stdout}

Check That The Temporary Directory `${TEMP_DIRECTORY}` Can Be Written
    [Documentation]    Raises an issue when a small file cannot be written there.
    [Tags]    access:read-only    disk    data:state
    ${file}=    Set Variable    ${TEMP_DIRECTORY}/groundcrew-probe-${PROBE_NAME}
    TRY
        Create File    ${file}    probe
        RW.Core.Add To Report    ${TEMP_DIRECTORY} can be written.
    EXCEPT    AS    ${error}
        RW.Core.Add Issue
        ...    severity=2
        ...    title=Temporary directory `${TEMP_DIRECTORY}` cannot be written
        ...    expected=A small file can be written
        ...    actual=${error}
        ...    reproduce_hint=touch ${file}
        ...    next_steps=Check free space\nCheck permissions of the directory
    FINALLY
        Run Keyword And Ignore Error    Remove File    ${file}
    END


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
