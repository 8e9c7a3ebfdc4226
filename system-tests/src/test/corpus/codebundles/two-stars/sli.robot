** Settings **
Documentation    Sections with two stars, as some bundles have them.
Library    RW.Core
*** keywords
Before The Tasks
    Import Secret    before_tasks    description=Asked for in the first section of keywords.
** Tasks **
Measure
    Log    1
** Keywords **
After The Tasks
    Import Secret    after_tasks    description=Asked for in the second.
* Variables *
${X}    1
