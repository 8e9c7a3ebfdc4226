*** Settings ***
    Documentation    An indented setting counts for nothing.
Metadata    Author    jane
metadata    AUTHOR    joe
FORCE TAGS    a
*** Tasks ***
Task
    Log    x
