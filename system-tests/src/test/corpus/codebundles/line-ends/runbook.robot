*** Tasks ***
Old Mac    Log    xNext    Log    yForm     Log    zLast
    Log    x