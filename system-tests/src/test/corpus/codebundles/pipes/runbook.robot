| *** Settings *** |
| Documentation | With pipes | and a second cell |
| ...           | and a second row |
| Metadata | Author | jane |
| Force Tags | two  words | |

| *** Tasks *** |
| Piped Task Of ${X} |
| | [Tags] | a | b |
| | ${x}= | Import User Variable | PIPED | description=One  two |
| | ... | default= |
| | Import User Variable | GAPS |
| | ... | | | described after two empty arguments |
| | Log | | second argument after an empty one |
Mixed Task
    Log    plain again
| Titled With  Two Blanks | [Documentation] | In one row |
| | Log | x |
