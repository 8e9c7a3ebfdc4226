*** Tasks ***
However It Is Written
    Import User Variable    PLAIN    description=1
    import user variable    LOWER    description=2
    IMPORT_USER_VARIABLE    UNDERSCORED    description=3
    ImportUserVariable    TOGETHER    description=4
    RW.Core.Import User Variable    PREFIXED    description=5
    rw.core.import_user_variable    PREFIXED_LOWER    description=6
    RW.Core.Import Secret    secret    description=7
    Import Optional Secret    optional_secret    description=8
    RW.Core.Import Optional Secret    optional_prefixed    description=9
    Import Service    kubectl    description=10    example=e    default=d
    RW.Core.Import Platform Variable    RW_WORKSPACE_NAME
    Import Platform Variable    RW_SLX_NAME
    Import Memo Variable    not_a_parameter
    Import Resource    not_one_either
    Import User Variable    ${COMPUTED}    description=only known in a run
    Import User Variable    varname=NAMED    description=11
    Import User Variable    PLAIN    description=again, which counts no more
    Import Secret    PLAIN    description=another kind
