*** Settings ***
Library    RW.Core

*** Tasks ***
Never Parsed
    IF    ${True}
        Log    there is no end to this
