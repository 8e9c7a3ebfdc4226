A line before the first section is a comment.
*** Test Cases ***
Look At `${THING}`
    [Documentation]    A file with test cases.
    [tags]    b    A    c
    Log    x
Second    [Documentation]    Begins in the title's row.
    Log    y
*** Comments ***
Not A Task
    Log    never
*** Test Cases ***
Third In Another Section
    Log    z
