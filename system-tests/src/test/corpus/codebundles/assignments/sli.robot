*** Tasks ***
Every Assignment
    ${a}=    Import User Variable    A    description=1
    ${b} =    Import User Variable    B    description=2
    ${c}    Import User Variable    C    description=3
    @{d}=    Import User Variable    D    description=4
    &{e}=    Import User Variable    E    description=5
    ${f}    ${g}=    Import User Variable    F    description=6
    ${h}    @{i} =    Import User Variable    H    description=7
    ${j.attr}=    Import User Variable    J    description=8
    ${k}[0]=    Import User Variable    K    description=9
    ${l['x']} =    Import User Variable    L    description=10
    ${m${n}}=    Import User Variable    M    description=11
    ${o: int}=    Import User Variable    O    description=12
    ${p}=    Set Variable    Import User Variable
    ${q}=    Import User Variable
