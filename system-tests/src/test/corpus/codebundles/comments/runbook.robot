# before everything
*** Settings ***    # behind a header
# in settings
Documentation    x    # behind it
    # indented
Library    RW.Core    #without a blank
*** Tasks ***    Ignored    Column
# between
First    # behind a title
    # in a body
    Log    x    # behind    Import Secret    not_called
    Log    a#b    \# escaped    c
    Import User Variable    COMMENTED    description=a #b    default=x#y    # end
Second
    Log    x
# last
