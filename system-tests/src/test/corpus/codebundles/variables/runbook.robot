*** Variables ***
${SCALAR}    value
@{LIST}    a    b
...    c
&{DICT}    a=1    b=2
${IMPORT}    Import Secret    not_called
*** Settings ***
Variables    none.py
Resource    none.resource
*** Tasks ***
After Settings And Variables
    ${x}=    Evaluate    len(@{LIST}) > 0 and ${{ 1 + 1 }}    modules=json,os
    Set Suite Variable    ${x}
    Log    %{HOME} ${x.attr} ${x['k']} ${json.get('a', 'N/A')} """${x}"""
    Catenate    SEPARATOR=\n    a    b
    VAR    ${y}    1
