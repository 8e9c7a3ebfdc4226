*** Tasks ***
Tags After The Body
    IF    ${A}
        [Tags]    not-a-tag
    END
    Log    x
    [Tags]    a-tag
