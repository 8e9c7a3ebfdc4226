*** Tasks ***
 Indented By One
    Log    x
  Log    belongs to the one before
Narrow
  Log  two  blanks
 
	
Last Without A Newline
    Log    x