*** Settings ***
Documentation   by nbsp
*** Tasks ***
No Break Title 
    [Tags]  a b  c
    ${x}=  Import User Variable    NBSP   description=a b 
    Log  x
