*** Setings ***
Documentation    in a section that is none
*** Settings ***
Documentaton    misspelt
Documentation    right
Documentation    twice
*** Tasks ***
Open Block
    IF    True
        Log    x
Closes Nothing
    Log    x
    END
Empty
Wrong Setting
    [Tag]    x
    Log    x
Returns
    Log    x
    IF    ${A}    RETURN
Fine
    Import User Variable    STILL_READ    description=x
*** Keywords ***
Open Keyword
    FOR    ${x}    IN    a
        Import User Variable    STILL_READ_TOO    description=x
