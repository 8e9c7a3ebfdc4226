*** Tasks ***
${TASK_TITLE}
    [Documentation]    ${TASK_DOCUMENTATION}
    [Tags]    ${TAG}    access:read-only
    Log    x
Check `${A}` and ${B['key']} in ${C}[0] of @{LIST} with &{D}
    Log    x
Title, with: punctuation! (and) "quotes" – Ünïcödé 漢字 😀
    Log    x
UPPER lower   
    Log    x
