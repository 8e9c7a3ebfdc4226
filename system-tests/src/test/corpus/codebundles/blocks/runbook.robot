*** Tasks ***
Every Block
    IF    ${A} == 1
        Import Secret    in_if    description=if
    ELSE IF    ${A} == 2
        ${x}=    Import Secret    in_else_if    description=else if
    ELSE
        Import Secret    in_else    description=else
    END
    FOR    ${i}    IN    a    b
        Import User Variable    IN_FOR    description=for
        IF    $i    CONTINUE
        BREAK
    END
    FOR    ${k}    ${v}    IN    &{DICT}
        No Operation
    END
    FOR    ${i}    IN RANGE    3
        No Operation
    END
    TRY
        Import User Variable    IN_TRY    description=try
    EXCEPT    some*    type=GLOB    AS    ${e}
        Import User Variable    IN_EXCEPT    description=except
    EXCEPT    AS    ${e}
        Log    ${e}
    ELSE
        Import User Variable    IN_TRY_ELSE    description=else
    FINALLY
        Import User Variable    IN_FINALLY    description=finally
    END
    WHILE    ${A} < 3    limit=4
        Import User Variable    IN_WHILE    description=while
    END
    IF    ${A}
        IF    ${B}
            FOR    ${i}    IN    x
                TRY
                    Import Service    deep    description=deep
                EXCEPT
                    No Operation
                END
            END
        END
    END
Inline
    IF    ${A}    Import Secret    inline_if    description=a    ELSE IF    ${B}    Import Secret    inline_else_if    description=b    ELSE    Import Secret    inline_else    description=c
    ${x}=    IF    ${A}    Import User Variable    ASSIGNED_IF    description=a    ELSE    Set Variable    b
    IF    ${A}    Log    Import Secret
    FOR    ${x}    IN    Import Secret    not_called
        Log    ${x}
    END

*** Keywords ***
Returns
    [Arguments]    ${a}    ${b}=2    @{rest}    &{named}
    Import User Variable    IN_KEYWORD    description=keyword
    IF    ${a}    RETURN    1
    RETURN    ${b}
Returns As Before
    [Arguments]    ${a}
    Import User Variable    IN_OLD_KEYWORD    description=keyword
    [Return]    ${a}
Leaves Early
    Return From Keyword    1
    Run Keyword If    ${x}    Continue For Loop
    Exit For Loop
