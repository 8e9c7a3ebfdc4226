*** Setting ***
Documentation    Singular headers still count.
*** Variable ***
${A}    1
*** Task ***
Only One
    Log    x
*** Keyword ***
Help
    Import User Variable    FROM_KEYWORD    description=x
*** Comment ***
Nothing
