*** Settings ***
Documentation    One cell    another cell
...    - a list
...      - deeper
...
...
...    | a | table |
...    *bold* \ escaped blank
...    # a comment in a row

*** Tasks ***
Documented
    [Documentation]    ${DOC}    with    cells
    ...
    ...    Second paragraph,
    ...    ends here.\n
    ...    New line.
    Log    x
Written Twice
    [Documentation]    first
    [Documentation]    second
    Log    x
Empty Documentation
    [Documentation]
    Log    x
